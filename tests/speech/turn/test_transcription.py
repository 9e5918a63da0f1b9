"""A whole file to text."""

from collections.abc import Sequence

from speech.audio.codec import decode
from speech.audio.pcm import seconds
from speech.stt.recogniser import SpeechEngine, Transcript
from speech.turn.transcription import transcribe
from tests.bench.speech import characters_wrong, clips
from tests.speech.sound import cough, hum, noise, silence
from tests.support.shared import shared_folder


def test_a_file_is_heard_to_its_end_however_long_the_pauses(
    whisper: SpeechEngine, lamp: bytes
) -> None:
    pcm = silence(15) + lamp + silence(20) + lamp
    heard = transcribe(pcm, whisper)
    assert heard.text.count("星期") == 2
    assert heard.seconds == seconds(len(pcm))


def test_where_nobody_speaks_the_engine_is_not_asked() -> None:
    class Untouched:
        name, streaming = "untouched", False

        def open(self, _phrases: Sequence[str] = (), /) -> "Untouched":
            raise AssertionError

    for pcm in (silence(3), noise(3), hum(3), cough(), b"", b"\x01"):
        heard = transcribe(pcm, Untouched())  # type: ignore[arg-type]
        assert heard == Transcript("", 0.0, "untouched", seconds(len(pcm)))


def test_scenes_and_human_voices_are_heard_about_as_well_as_they_were(
    whisper: SpeechEngine,
) -> None:
    groups: dict[str, list[tuple[str, str]]] = {}
    for clip in clips(shared_folder("speech")):
        if clip.group != "synthetic clips":
            heard = transcribe(decode(clip.path), whisper).text
            groups.setdefault(clip.group, []).append((clip.text, heard))
    # Measured: 17.7 and 11.2 in 100. Another processor may round differently.
    assert characters_wrong(groups["scenes"]) < 0.21
    assert characters_wrong(groups["human clips"]) < 0.15


def test_half_a_sample_at_the_end_does_no_harm(whisper: SpeechEngine, right: bytes) -> None:
    assert transcribe(right + b"\x01", whisper).text == transcribe(right, whisper).text
