"""A recogniser of the pool: one utterance that some process hears."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Protocol

from speech.pool.protocol import Call, CallResult
from speech.stt.recogniser import RecognitionError, Transcript


@dataclass(eq=False)
class PooledUtterance:
    """What was said and asked so far: enough to have another process hear it from the beginning.

    `calls` are those without an answer, in order; `said` is the sound of those before.
    """

    number: int
    phrases: tuple[str, ...] = ()
    said: bytearray = field(default_factory=bytearray)
    calls: "deque[Asked]" = field(default_factory=deque)
    losses: int = 0
    place: int = 0
    moved: Callable[[int], None] | None = None

    @property
    def size(self) -> int:
        """Bytes of sound."""
        return len(self.said) + sum(len(asked.sound) for asked in self.calls)

    def begin(self) -> "deque[Asked]":
        """Everything that a process has to be asked that has heard nothing of it yet."""
        before = b"".join(asked.sound for asked in self.calls if asked.answer is None)
        said, self.said = bytes(self.said) + before, bytearray()
        again = [Asked(Call.FEED, said)] if said else []
        open_calls = [asked for asked in self.calls if asked.answer is not None]
        self.calls = deque([Asked(Call.OPEN, self.phrases), *again, *open_calls])
        return self.calls

    def move(self, place: int) -> None:
        """How many come first now."""
        if place != self.place:
            self.place = place
            if self.moved:
                self.moved(place)

    def fail(self, why: str) -> None:
        """None of its calls will be answered."""
        for asked in self.calls:
            asked.fail(why)
        self.calls.clear()


@dataclass(frozen=True)
class Asked:
    """A call that waits for its answer; nobody waits for that of OPEN."""

    call: Call
    argument: Any = None
    answer: "Future[Any] | None" = None

    @property
    def sound(self) -> bytes:
        """What it brought."""
        return self.argument if self.call in (Call.FEED, Call.FINISH) else b""

    def give(self, answer: CallResult) -> None:
        """What a process answered."""
        if answer.error:
            self.fail(answer.error)
        elif self.answer:
            self.answer.set_result(answer.value)

    def fail(self, why: str) -> None:
        """There is none."""
        if self.answer:
            self.answer.set_exception(RecognitionError(why))


class WorkerPool(Protocol):
    """Where a call goes to; called from any thread."""

    def ask(self, utterance: PooledUtterance, asked: Asked) -> None:
        """Have it answered, some time."""
        ...

    def drop(self, utterance: PooledUtterance) -> None:
        """Nobody waits for it any more."""
        ...

    def watch(self, utterance: PooledUtterance, moved: Callable[[int], None]) -> None:
        """Tell its place in the queue now, and whenever that changes; 0 once it is heard."""
        ...


class PooledRecogniser:
    """One utterance. Each call can also be begun, and its answer awaited without a thread."""

    def __init__(self, office: WorkerPool, utterance: PooledUtterance) -> None:
        self._office, self._utterance = office, utterance

    def feed(self, pcm: bytes) -> str | None:
        """Take sound; a new partial text, or None."""
        return self.begin_feed(pcm).result()

    def settle(self) -> str | None:
        """She pauses."""
        return self.begin_settle().result()

    def finish(self, tail: bytes = b"") -> Transcript:
        """All of it."""
        return self.begin_finish(tail).result()

    def begin_feed(self, pcm: bytes) -> "Future[str | None]":
        """As `feed`."""
        return self._begin(Call.FEED, bytes(pcm))

    def begin_settle(self) -> "Future[str | None]":
        """As `settle`."""
        return self._begin(Call.SETTLE)

    def begin_finish(self, tail: bytes = b"") -> "Future[Transcript]":
        """As `finish`."""
        return self._begin(Call.FINISH, bytes(tail))

    def watch(self, moved: Callable[[int], None]) -> None:
        """Have `moved` called, in the pool's thread, with how many have their turn before this one
        is heard."""
        self._office.watch(self._utterance, moved)

    def close(self) -> None:
        """It is not needed any more, finished or not."""
        self._office.drop(self._utterance)

    def _begin(self, call: Call, argument: object = None) -> "Future[Any]":
        answer: Future[Any] = Future()
        answer.set_running_or_notify_cancel()  # who stops waiting does not stop the work
        self._office.ask(self._utterance, Asked(call, argument, answer))
        return answer
