"""Who has finished and who goes on, by what was heard so far."""

import asyncio
from collections.abc import Sequence

import pytest

from speech.audio.recording import Recording
from speech.stt.recogniser import Transcript
from speech.turn.activity import BRISK, PATIENT
from speech.turn.endpointing import patience
from speech.turn.listening import EventKind, Expected, listen
from tests.speech.sound import silence, stream


@pytest.mark.parametrize(
    "partial",
    [
        "我们楼下的路灯坏了，然后",
        "那个……就是那个",
        "路灯坏了，因为。",
        "灯坏了，嗯",
        "我跟",
        "还有",
    ],
)
def test_a_word_that_promises_more_is_waited_for(partial: str) -> None:
    assert patience(PATIENT, partial).after_speech == pytest.approx(3.0)


@pytest.mark.parametrize("partial", ["我们楼下的路灯坏了两个星期了。", "嗯", "对的，就是这样", ""])
def test_a_sentence_that_ends_is_not(partial: str) -> None:
    assert patience(PATIENT, partial) is PATIENT


def test_a_question_that_is_answered_ends_sooner() -> None:
    assert patience(BRISK, "对的", lambda text: text == "对的").after_speech == 0.8
    assert patience(BRISK, "对的，不过", lambda text: text == "对的").after_speech > 2


class Says:
    """An engine that has heard this much as soon as there is sound."""

    streaming, name = True, "says"

    def __init__(self, text: str) -> None:
        self.text = text

    def open(self, _phrases: Sequence[str] = (), /) -> "Says":
        return self

    def feed(self, pcm: bytes) -> str | None:  # noqa: ARG002
        return self.text

    def settle(self) -> str | None:
        return None

    def finish(self, tail: bytes = b"") -> Transcript:  # noqa: ARG002
        return Transcript(self.text, 1.0, "says", 1.0)


def endpoint(text: str, pcm: bytes, recording: Recording) -> float:
    """When the turn ends, in seconds of sound."""

    async def listening() -> float:
        heard = listen(
            stream(pcm + silence(8), pace=0.05),
            recording,
            Says(text),
            Expected(BRISK, answers=lambda said: said == "对的"),
        )
        ends = [event.at async for event in heard if event.kind is EventKind.ENDPOINT]
        return ends[0]

    return asyncio.run(listening())


def test_the_turn_itself_ends_sooner_and_later(right: bytes, recording: Recording) -> None:
    soon = endpoint("对的", right, recording)
    with Recording(recording.path.with_name("other")) as other:
        plain = endpoint("对的，没错的", right, other)
    with Recording(recording.path.with_name("third")) as third:
        late = endpoint("对的，不过", right, third)
    assert soon < plain < late
    assert late - plain == pytest.approx(1.2, abs=0.4)
