"""Whisper base, the real one: partials, the final that is decoded ahead, and long speech."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from nlu.correction import vocabulary
from speech.audio.codec import decode
from speech.audio.pcm import BYTES_PER_SECOND
from speech.stt.recogniser import Judge, SpeechEngine, Transcript
from speech.stt.whisper_engine import (
    PARTIAL_EVERY,
    WINDOW_MOST,
    Agreement,
    Effort,
    WhisperEngine,
    WhisperRecogniser,
)
from tests.speech.sound import noise
from tests.support.shared import shared_folder


@pytest.fixture
def counted(whisper: SpeechEngine, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The length of every decode, in bytes, the real decode being done."""
    assert isinstance(whisper, WhisperEngine)
    lengths: list[int] = []
    decode: Callable[[bytes, Effort, str], Transcript] = whisper.decode

    def counting(pcm: bytes, effort: Effort, said: str = "") -> Transcript:
        lengths.append(len(pcm))
        return decode(pcm, effort, said)

    monkeypatch.setattr(whisper, "decode", counting)
    return lengths


def test_text_is_simplified_and_has_a_confidence(whisper: SpeechEngine, lamp: bytes) -> None:
    heard = whisper.open().finish(lamp)
    assert "楼下的路灯" in heard.text
    assert not set(heard.text) & set("樓燈壞個兩")
    assert 0.3 < heard.confidence <= 1
    assert (heard.engine, heard.seconds) == ("whisper-base", len(lamp) / BYTES_PER_SECOND)


def test_a_partial_is_a_decode_and_so_there_are_few(
    whisper: SpeechEngine, lamp: bytes, counted: list[int]
) -> None:
    recogniser = whisper.open()
    partials = [recogniser.feed(lamp[at : at + 3200]) for at in range(0, len(lamp), 3200)]
    assert len(counted) == len(lamp) // PARTIAL_EVERY
    assert [text for text in partials if text]


def test_a_partial_takes_nothing_back(whisper: SpeechEngine, lamp: bytes) -> None:
    recogniser = whisper.open()
    fed = [recogniser.feed(lamp[at : at + 3200]) for at in range(0, len(lamp), 3200)]
    shown = [text for text in fed if text]
    assert len(shown) > 2
    assert all(after.startswith(before) for before, after in pairwise(shown))
    assert "路灯" in shown[-1]


@pytest.mark.parametrize(
    ("heard", "agreed"),
    [
        (["路灯"], ""),
        (["路灯怀", "路灯坏了"], "路灯"),
        (["路灯怀", "路灯坏了", "路灯坏了两"], "路灯坏了"),
        (["路灯坏了", "路灯坏了", ""], "路灯坏了"),
        (["路灯", "楼道"], ""),
    ],
)
def test_two_decodes_in_a_row_agree(heard: list[str], agreed: str) -> None:
    agreement = Agreement()
    for text in heard:
        agreement.take(text)
    assert agreement.agreed == agreed


def test_a_decode_in_full_is_agreed_and_may_go_on() -> None:
    agreement = Agreement()
    agreement.take("楼道")
    agreement.settle("路灯坏了。")
    assert agreement.take("路灯坏了两个星期") == "路灯坏了"


def test_what_was_decoded_in_a_pause_is_the_final(
    whisper: SpeechEngine, lamp: bytes, counted: list[int]
) -> None:
    recogniser = whisper.open()
    recogniser.feed(lamp)
    settled = recogniser.settle()
    before = len(counted)
    final = recogniser.finish()
    assert len(counted) == before
    assert settled is None or final.text == settled
    assert "路灯" in final.text


def test_speech_after_the_pause_is_not_forgotten(whisper: SpeechEngine, lamp: bytes) -> None:
    recogniser = whisper.open()
    recogniser.feed(lamp[: 5 * BYTES_PER_SECOND])
    recogniser.settle()
    assert "安全" in recogniser.finish(lamp[5 * BYTES_PER_SECOND :]).text


def test_speech_longer_than_a_window_is_heard_to_its_end(
    whisper: SpeechEngine, lamp: bytes, counted: list[int]
) -> None:
    heard = whisper.open().finish(lamp * 8)
    assert heard.text.count("星期") >= 7
    assert "安全" in heard.text[-10:]
    assert max(counted) <= WINDOW_MOST
    assert heard.seconds == pytest.approx(8 * len(lamp) / BYTES_PER_SECOND)


def test_a_long_window_is_closed_at_a_pause(
    whisper: SpeechEngine, lamp: bytes, counted: list[int]
) -> None:
    recogniser = whisper.open()
    for _ in range(3):
        recogniser.feed(lamp)
    recogniser.settle()
    counted.clear()
    assert recogniser.finish(lamp).text.count("星期") >= 3
    assert counted == [len(lamp)]


def test_without_sound_there_is_no_text(whisper: SpeechEngine) -> None:
    recogniser = whisper.open()
    assert isinstance(recogniser, WhisperRecogniser)
    assert recogniser.settle() is None
    heard = recogniser.finish()
    assert (heard.text, heard.confidence, heard.seconds) == ("", 0.0, 0.0)


def test_a_decode_of_noise_has_an_end(whisper: SpeechEngine) -> None:
    assert len(whisper.open().finish(noise(20)).text) < 20 * 12 + 24


def test_a_corrector_hears_what_else_it_may_have_been(whisper: SpeechEngine, lamp: bytes) -> None:
    assert isinstance(whisper, WhisperEngine)
    plain = whisper.open().finish(lamp)
    seen: list[str] = []
    odds: list[float] = []

    def corrector(heard: Sequence[str], judge: Judge) -> str:
        seen.extend(heard)
        odds.extend(judge([heard[0], heard[0].replace("路灯", "馒头")]))
        return heard[0].replace("路灯", "路牌")

    whisper.corrector = corrector
    try:
        recogniser = whisper.open()
        assert "路牌" not in (recogniser.feed(lamp) or "")
        heard = recogniser.finish()
    finally:
        whisper.corrector = None
    assert "路牌" in heard.text
    assert heard.original == plain.text == seen[0]
    assert len(seen) > 1
    assert odds[0] > odds[1] + 5
    assert plain.original is None


def test_streets_are_written_as_they_are(whisper: SpeechEngine, open_gram: Path) -> None:
    """The whole way with the real model: 拱宸桥 is a name that Whisper does not know."""
    assert isinstance(whisper, WhisperEngine)
    sound = decode(shared_folder("speech", "scenes", "d03.wav"))
    assert "拱宸桥街道" not in whisper.open().finish(sound).text
    whisper.corrector = vocabulary.load(open_gram)
    try:
        assert whisper.open().finish(sound).text.startswith("拱宸桥街道")
    finally:
        whisper.corrector = None
