"""Vosk, the real one, with the Korean model; and how Chinese words are joined."""

import json
import string
from pathlib import Path
from typing import Any

import pytest

from speech.stt.recogniser import RecognitionError, SpeechEngine, load
from speech.stt.vosk_engine import VoskEngine, VoskRecogniser
from tests.speech.sound import say, silence


@pytest.fixture(scope="module")
def korean(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return say("안녕하세요. 오늘 날씨가 좋습니다.", "ko", tmp_path_factory.mktemp("said"))


def test_partials_grow_and_the_final_has_spaces(vosk: SpeechEngine, korean: bytes) -> None:
    recogniser = vosk.open()
    partials = [recogniser.feed(korean[at : at + 3200]) for at in range(0, len(korean), 3200)]
    heard = recogniser.finish(silence(0.5))
    assert len([text for text in partials if text]) > 1
    assert " " in heard.text
    assert not set(heard.text) & set(string.ascii_letters)
    assert 0 < heard.confidence <= 1
    assert heard.engine == "vosk-ko"


def test_phrases_that_vosk_ends_by_itself_are_joined(vosk: SpeechEngine, korean: bytes) -> None:
    once = vosk.open().finish(korean)
    recogniser = vosk.open()
    for _ in range(2):
        recogniser.feed(korean)
        recogniser.feed(silence(2))
    assert len(recogniser.finish().text) > 1.5 * len(once.text)


def test_two_utterances_do_not_mix(vosk: SpeechEngine, korean: bytes) -> None:
    alone = vosk.open().finish(korean).text
    one, other = vosk.open(), vosk.open()
    for at in range(0, len(korean), 3200):
        one.feed(korean[at : at + 3200])
        other.feed(silence(0.1))
    assert other.finish().text == ""
    assert one.finish().text.split()[:1] == alone.split()[:1]


def test_chinese_words_are_joined_without_spaces(
    vosk: SpeechEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(vosk, VoskEngine)
    recogniser = VoskEngine("vosk-cn", vosk._model).open()
    assert isinstance(recogniser, VoskRecogniser)
    words = [{"word": word, "conf": 0.5} for word in ("路燈", "壞", "了", "[unk]")]
    result: dict[str, Any] = {"result": words}
    recogniser._keep(json.dumps(result))
    heard = recogniser.finish()
    assert (heard.text, heard.confidence, heard.engine) == ("路灯坏了", 0.5, "vosk-cn")


def test_a_folder_without_a_model_is_a_typed_error(tmp_path: Path) -> None:
    for name in ("vosk-ko", "whisper-base", "no-such-engine"):
        with pytest.raises(RecognitionError):
            load(name, tmp_path)
