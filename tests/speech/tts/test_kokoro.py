"""The real Kokoro: it speaks, calmly, without a wait before the first sound."""

from pathlib import Path
from shutil import copy
from typing import Any

import jieba
import numpy as np
import pytest

from speech.stt.recogniser import SpeechEngine
from speech.tts import speaker
from speech.tts.kokoro import NAME, RATE, Kokoro
from speech.tts.speaker import Speaker, SpeechError
from tests.speech.sound import sixteen


def heard(engine: SpeechEngine, pcm: bytes) -> str:
    recogniser = engine.open()
    recogniser.feed(sixteen(pcm, RATE))
    return recogniser.finish().text


def test_it_is_understood(kokoro: Speaker, whisper: SpeechEngine) -> None:
    text = heard(whisper, kokoro.say("好的，我记下您要找工作人员了，请在这里稍等。"))
    assert "工作人员" in text
    assert "稍等" in text


def test_a_code_is_understood(kokoro: Speaker, whisper: SpeechEngine) -> None:
    text = heard(whisper, kokoro.say("您的编号是 三 七 二 六，五 八 四 九。"))
    plain = text.translate(str.maketrans("零一二三四五六七八九", "0123456789"))
    assert "37265849" in "".join(one for one in plain if one.isdigit())


def test_it_begins_at_once_and_ends_with_a_pause(kokoro: Speaker) -> None:
    sound = np.abs(np.frombuffer(kokoro.say("好的。"), "<i2")) > 327
    (loud,) = np.nonzero(sound)
    assert loud[0] / RATE <= 0.05
    assert 0.2 <= (len(sound) - loud[-1]) / RATE <= 0.6


def test_words_and_marks_reach_the_model(kokoro: Speaker) -> None:
    assert isinstance(kokoro, Kokoro)
    assert kokoro.phonemes("五幢，您好。") == "u↓\uab67wa↘ŋ, ni↗nxau↓."


@pytest.mark.parametrize("text", ["", "。", "，，", "  "])
def test_nothing_is_said_of_nothing(kokoro: Speaker, text: str) -> None:
    assert kokoro.say(text) == b""


def test_more_than_the_model_takes_is_cut(kokoro: Speaker, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    class Model:
        def run(self, _names: None, given: dict[str, Any]) -> list[np.ndarray]:
            asked.append(len(given["tokens"][0]))
            return [np.ones(RATE, np.float32)]

    monkeypatch.setattr(kokoro, "_session", Model())
    assert kokoro.say("路灯坏了" * 60)
    assert asked == [512]


@pytest.mark.slow
def test_as_much_as_the_model_takes_is_said(kokoro: Speaker) -> None:
    assert kokoro.say("路灯坏了" * 60)


def test_a_voice_of_another_model_is_refused(kokoro_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "model.onnx").symlink_to(kokoro_folder / "model.onnx")
    (tmp_path / "voice.bin").write_bytes((kokoro_folder / "voice.bin").read_bytes()[:-4])
    with pytest.raises(SpeechError, match="does not fit"):
        speaker.load(NAME, tmp_path, lambda: jieba.lcut)


def test_a_model_that_is_none_is_refused(kokoro_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"no model")
    copy(kokoro_folder / "voice.bin", tmp_path)
    with pytest.raises(SpeechError, match="could not be loaded"):
        speaker.load(NAME, tmp_path, lambda: jieba.lcut)
