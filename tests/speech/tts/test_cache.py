"""The repertoire: fixed sentences stay on the disk, what people said does not reach it."""

from pathlib import Path

import pytest

from speech.tts import cache
from speech.tts.cache import SpeechCache

HELLO, STORY = "您好，我是小清。", "您反映的，王阿姨家漏水。"


def test_fixed_sentences_outlive_the_process(tmp_path: Path) -> None:
    first = SpeechCache(tmp_path, "one", [HELLO])
    assert first.missing() == [HELLO]
    assert not first.has(HELLO)
    first.put(HELLO, b"sound")
    second = SpeechCache(tmp_path, "one", [HELLO])
    assert second.missing() == []
    assert second.has(HELLO)
    assert second.get(HELLO) == b"sound"


def test_what_people_said_stays_in_memory(tmp_path: Path) -> None:
    kept = SpeechCache(tmp_path, "one", [HELLO])
    kept.put(STORY, b"story")
    assert kept.get(STORY) == b"story"
    assert list(tmp_path.iterdir()) == []
    assert SpeechCache(tmp_path, "one", [HELLO]).get(STORY) is None


def test_what_people_said_is_soon_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = SpeechCache(tmp_path, "one", [])
    kept.put(STORY, b"story")
    monkeypatch.setattr(cache, "_KEEP_S", -1)
    assert kept.get(STORY) is None
    assert not kept.has(STORY)


def test_memory_is_bounded_and_the_oldest_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_KEEP_BYTES", 10)
    kept = SpeechCache(tmp_path, "one", [])
    kept.put("一", b"12345")
    kept.put("二", b"12345")
    assert kept.get("一")
    kept.put("三", b"12345")
    assert kept.get("二") is None
    assert kept.get("一")


def test_the_disk_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_DISK_BYTES", 8)
    kept = SpeechCache(tmp_path, "one", [HELLO, STORY])
    kept.put(HELLO, b"12345")
    kept.put(STORY, b"12345")
    assert kept.missing() == [STORY]


def test_another_speaker_has_another_sound(tmp_path: Path) -> None:
    SpeechCache(tmp_path, "one", [HELLO]).put(HELLO, b"sound")
    assert SpeechCache(tmp_path, "two", [HELLO]).get(HELLO) is None


def test_sentences_that_are_no_longer_said_are_removed(tmp_path: Path) -> None:
    SpeechCache(tmp_path, "one", [HELLO]).put(HELLO, b"sound")
    SpeechCache(tmp_path, "one", [STORY])
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_no_reason_to_fall_silent(tiny_disk: Path) -> None:
    kept = SpeechCache(tiny_disk, "one", [HELLO])
    kept.put(HELLO, bytes(1 << 20))
    assert kept.get(HELLO) is None
    assert list(tiny_disk.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_no_reason_either(tmp_path: Path) -> None:
    (tmp_path / "voice").write_text("in the way")
    kept = SpeechCache(tmp_path / "voice", "one", [HELLO])
    kept.put(HELLO, b"sound")
    assert kept.get(HELLO) is None
