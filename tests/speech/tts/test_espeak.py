"""The real espeak-ng, where it is installed."""

import shutil
from pathlib import Path

import pytest

from speech.tts import speaker
from speech.tts.espeak import NAME
from speech.tts.speaker import SpeechError

installed = pytest.mark.skipif(shutil.which(NAME) is None, reason="espeak-ng is not installed")


@installed
def test_it_speaks_longer_of_longer_texts() -> None:
    espeak = speaker.load(NAME, Path(), lambda: list)
    assert espeak.rate >= 16_000
    short, long = espeak.say("您好。"), espeak.say("您好，我是小清，有什么事要反映？")
    assert 0 < len(short) < len(long)
    assert len(long) / espeak.rate / 2 > 1.5


@installed
def test_what_looks_like_an_option_is_only_text() -> None:
    assert speaker.load(NAME, Path(), lambda: list).say("--version")


def test_where_it_is_missing_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SpeechError, match="not installed"):
        speaker.load(NAME, Path(), lambda: list)


def test_a_program_that_is_none_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / NAME
    program.write_text("#!/bin/sh\necho no sound\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SpeechError, match="could not speak"):
        speaker.load(NAME, Path(), lambda: list)


def test_there_is_no_such_speaker() -> None:
    with pytest.raises(SpeechError):
        speaker.load("nobody", Path(), lambda: list)
