"""The mouth: whatever happens in the background, the most that goes missing is sound."""

import asyncio
import shutil
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import ModuleType

import pytest

from speech.model import weights
from speech.tts import espeak, service, speaker
from speech.tts.service import AT_ONCE, BusyError, TextToSpeech, TextToSpeechState
from speech.tts.speaker import SPEAKERS, Cutter, SpeechError

HELLO = "您好，我是小清。"
STORY = "您反映的，楼下的路灯坏了，正在办。"


class Drum:
    """A speaker that beats once for each character, when it may."""

    name, rate = "drum", 8000

    def __init__(self) -> None:
        self.said: list[str] = []
        self.may = threading.Event()
        self.may.set()

    def say(self, text: str) -> bytes:
        self.may.wait(10)
        self.said.append(text)
        if "坏掉" in text:
            raise SpeechError("broken")
        return b"\1\0" * len(text)


@pytest.fixture
def drum(monkeypatch: pytest.MonkeyPatch) -> Drum:
    """It stands in the registry under its own name."""
    made = Drum()
    module = ModuleType("drum")

    def load_speaker(_folder: Path, _cutting: Callable[[], Cutter]) -> Drum:
        return made

    module.load_speaker = load_speaker  # type: ignore[attr-defined]
    monkeypatch.setitem(SPEAKERS, "drum", "drum")
    monkeypatch.setattr(speaker, "import_module", lambda _: module)
    return made


@pytest.fixture
def opened(tmp_path: Path) -> "AsyncIterator[Callable[..., TextToSpeech]]":
    mouths: list[TextToSpeech] = []

    def open_mouth(choice: str = "drum", **more: object) -> TextToSpeech:
        mouths.append(TextToSpeech(tmp_path, choice, **more))  # type: ignore[arg-type]
        mouths[-1].start()
        mouths[-1].wait(30)
        return mouths[-1]

    yield open_mouth  # type: ignore[misc]
    for one in mouths:
        one.stop()


def speak(one: TextToSpeech, text: str) -> list[bytes]:
    async def take() -> list[bytes]:
        return [piece async for piece in one.speak(text)]

    return asyncio.run(take())


def test_a_text_comes_in_pieces(opened: Callable[..., TextToSpeech], drum: Drum) -> None:
    one = opened()
    assert one.state is TextToSpeechState.READY
    assert len(speak(one, f"{STORY}好的。")) == 3
    assert drum.said == ["您反映的，", "楼下的路灯坏了，正在办。", "好的。"]


def test_it_is_said_as_people_say_it(opened: Callable[..., TextToSpeech], drum: Drum) -> None:
    speak(opened(), "5幢。")
    assert drum.said == ["五幢。"]


def test_what_is_said_again_is_not_made_again(
    opened: Callable[..., TextToSpeech], drum: Drum
) -> None:
    one = opened()
    assert b"".join(speak(one, STORY)) == b"".join(speak(one, STORY))
    assert len(drum.said) == 2


def test_fixed_sentences_are_rehearsed_and_kept(
    opened: Callable[..., TextToSpeech], drum: Drum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_REST", 0)
    opened(fixed=[HELLO, "好的。请打12345。"])
    assert drum.said == [HELLO, "好的。", "请打幺 二 三 四 五。"]
    speak(opened(fixed=[HELLO]), HELLO)
    assert len(drum.said) == 3


def test_only_so_many_at_once(opened: Callable[..., TextToSpeech], drum: Drum) -> None:
    one = opened()
    drum.may.clear()

    async def crowd() -> None:
        waiting = [one.speak(STORY) for _ in range(AT_ONCE)]
        pieces = [asyncio.ensure_future(anext(each)) for each in waiting]
        await asyncio.sleep(0.1)
        with pytest.raises(BusyError):
            await anext(one.speak(STORY))
        drum.may.set()
        await asyncio.gather(*pieces)
        for each in waiting:
            await each.aclose()
        assert await anext(one.speak(STORY))

    asyncio.run(crowd())


def test_who_goes_away_is_spoken_to_no_more(
    opened: Callable[..., TextToSpeech], drum: Drum
) -> None:
    one = opened()

    async def leave() -> None:
        pieces = one.speak(f"{STORY}好的。慢走。")
        await anext(pieces)
        await pieces.aclose()

    asyncio.run(leave())
    assert drum.said == ["您反映的，"]


def test_a_speaker_that_breaks_is_said_at_once_and_later_only_silence(
    opened: Callable[..., TextToSpeech], drum: Drum
) -> None:
    one = opened()
    with pytest.raises(SpeechError):
        speak(one, "坏掉了。好的。")
    assert len(speak(one, "好的。坏掉了。好的。")) == 1


@pytest.mark.parametrize("choice", ["none", "nobody"])
def test_without_a_voice_nothing_is_said(opened: Callable[..., TextToSpeech], choice: str) -> None:
    one = opened(choice)
    assert one.speaker is None
    with pytest.raises(SpeechError):
        speak(one, HELLO)


def test_a_closed_mouth_says_so(opened: Callable[..., TextToSpeech], drum: Drum) -> None:
    one = opened()
    one.stop()
    with pytest.raises(SpeechError):
        speak(one, HELLO)


@pytest.mark.skipif(shutil.which(espeak.NAME) is None, reason="espeak-ng is not installed")
def test_where_the_weights_are_out_of_reach_the_last_resort_speaks(
    opened: Callable[..., TextToSpeech], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object, **__: object) -> Path:
        raise weights.WeightsError("unreachable", "no mirror")

    monkeypatch.setattr(service, "install", unreachable)
    one = opened("auto")
    assert one.speaker
    assert one.speaker.name == espeak.NAME
    assert speak(one, HELLO)


def test_what_is_fetched_waits_for_the_ear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []

    def fetch(*_: object, **__: object) -> Path:
        order.append("voice")
        raise weights.WeightsError("unreachable", "no mirror")

    monkeypatch.setattr(service, "install", fetch)
    one = TextToSpeech(tmp_path, "kokoro-zh")
    one.start(after=lambda: order.append("ear"))
    assert one.wait(10) is TextToSpeechState.FAILED
    assert order == ["ear", "voice"]
