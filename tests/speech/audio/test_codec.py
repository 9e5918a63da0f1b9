"""Any file in, our sound out; what is no sound gives a typed error."""

import struct
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.audio.codec import AudioError, Resampler, decode, wav_header
from speech.audio.pcm import BYTES_PER_SECOND, SAMPLE_RATE, seconds
from tests.speech.sound import noise, s16, write_wav


def tone(rate: int, channels: int, length: float = 1.0, pitch: float = 440.0) -> bytes:
    time = np.arange(int(rate * length)) / rate
    return s16(np.repeat(0.5 * np.sin(2 * np.pi * pitch * time), channels))


def pitch(pcm: bytes) -> float:
    """The loudest frequency of our sound."""
    samples = np.frombuffer(pcm, dtype="<i2").astype(float)
    return float(
        np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE)[np.argmax(abs(np.fft.rfft(samples)))]
    )


def write(path: Path, pcm: bytes, rate: int, channels: int) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm)
    return path


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_file_of_any_rate_becomes_ours(tmp_path: Path, rate: int, channels: int) -> None:
    pcm = decode(write(tmp_path / "a.wav", tone(rate, channels), rate, channels))
    assert seconds(len(pcm)) == pytest.approx(1.0, abs=0.01)
    assert pitch(pcm) == pytest.approx(440, abs=5)


def test_our_own_sound_is_not_changed(tmp_path: Path) -> None:
    pcm = noise(0.5)
    assert decode(write_wav(tmp_path / "a.wav", pcm)) == pcm


@pytest.mark.parametrize("claimed", [0, 100, 10**6, 2**32 - 1])
def test_a_wav_that_lies_about_its_length_gives_what_it_has(tmp_path: Path, claimed: int) -> None:
    pcm = noise(0.5)
    header = bytearray(wav_header(len(pcm)))
    header[40:44] = struct.pack("<I", claimed)
    path = tmp_path / "liar.wav"
    path.write_bytes(bytes(header) + pcm)
    if claimed == 100:
        assert decode(path) == pcm[:100]
    else:
        assert decode(path) == pcm


def test_a_wav_cut_in_the_middle_of_a_sample_gives_the_whole_ones(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "cut.wav", noise(0.5))
    path.write_bytes(path.read_bytes()[:-1001])
    assert len(decode(path)) == BYTES_PER_SECOND // 2 - 1002


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (wav_header(0), "empty"),
        ("路灯坏了".encode(), "not_audio"),
        (b"\x00" * 4000, "not_audio"),
        (wav_header(100)[:20], "not_audio"),
    ],
    ids=["0 bytes", "header alone", "text", "zeros", "half a header"],
)
def test_what_is_no_sound_is_a_typed_error(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    with pytest.raises(AudioError) as error:
        decode(path)
    assert error.value.code == code


def test_a_missing_file_and_a_folder_are_typed_errors(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.wav", "missing"), (tmp_path, "not_audio")):
        with pytest.raises(AudioError) as error:
            decode(path)
        assert error.value.code == code


@pytest.mark.parametrize(("rate", "channels"), [(44_100, 2), (48_000, 1), (8_000, 2), (16_000, 2)])
def test_a_stream_becomes_ours_whatever_the_chunks(rate: int, channels: int) -> None:
    sound = tone(rate, channels)
    whole, pieces = Resampler(rate, channels), Resampler(rate, channels)
    at_once = whole.feed(sound) + whole.finish()
    chunked = b"".join(pieces.feed(sound[at : at + 1237]) for at in range(0, len(sound), 1237))
    chunked += pieces.finish()
    assert pitch(chunked) == pytest.approx(440, abs=5)
    assert seconds(len(chunked)) == pytest.approx(1.0, abs=0.02)
    assert len(chunked) == pytest.approx(len(at_once), abs=64)


@given(cuts=st.lists(st.integers(1, 700), min_size=1, max_size=20))
def test_no_sample_is_torn_at_a_chunk_edge(cuts: list[int]) -> None:
    # Both channels alike, and our own rate: what comes out is what went in.
    mono = np.arange(1000, dtype="<i2")
    sound, at, out = np.repeat(mono, 2).tobytes(), 0, b""
    resampler = Resampler(SAMPLE_RATE, 2)
    for cut in cuts:
        out += resampler.feed(sound[at : at + cut])
        at += cut
    out += resampler.feed(sound[at:]) + resampler.finish()
    assert out == mono.tobytes()


@pytest.mark.parametrize(
    ("rate", "channels", "code"),
    [
        (7_999, 1, "bad_rate"),
        (48_001, 1, "bad_rate"),
        (0, 1, "bad_rate"),
        (-16_000, 1, "bad_rate"),
        (16_000, 0, "bad_channels"),
        (16_000, 3, "bad_channels"),
    ],
)
def test_other_shapes_are_refused(rate: int, channels: int, code: str) -> None:
    with pytest.raises(AudioError) as error:
        Resampler(rate, channels)
    assert error.value.code == code


def test_the_header_makes_a_wav_file(tmp_path: Path) -> None:
    with wave.open(str(write_wav(tmp_path / "a.wav", noise(0.25)))) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        assert (file.getframerate(), file.getnframes()) == (SAMPLE_RATE, SAMPLE_RATE // 4)
