"""A recogniser process: many utterances, one call after the other, until its line is closed."""

import ctypes
import os
import select
import socket
from collections import deque
from dataclasses import replace

from speech.audio.pcm import BYTES_PER_SECOND
from speech.pool.protocol import Ask, Call, CallResult, Hello, Unpacker, packed
from speech.stt.recogniser import Correctable, Recogniser, SpeechEngine

_READ = 1 << 18
SLICE = 2 * BYTES_PER_SECOND
"""Sound that is heard in one go by an engine that streams: nobody waits for a file of minutes."""
_WITH_SOUND = (Call.FEED, Call.FINISH)
_trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
"""glibc's; other libraries give back by themselves."""


def work(line: socket.socket, engine: SpeechEngine) -> None:
    """Say hello, then do what is asked; ends when nobody is there to ask."""
    line.sendall(packed(Hello(os.getpid(), engine.streaming, isinstance(engine, Correctable))))
    worker = Worker(engine)
    unpacker = Unpacker()
    while True:
        while not worker.asked or select.select([line], [], [], 0)[0]:
            data = line.recv(_READ)
            if not data:
                return
            for ask in unpacker.feed(data):
                worker.take(ask)
        line.sendall(b"".join(packed(answer) for answer in worker.step()))
        if worker.freed and not worker.asked:
            worker.freed = False
            _give_back()


def _give_back() -> None:
    """A decoder leaves tens of megabytes of holes behind; let the system have them."""
    if _trim:
        _trim(0)


class Worker:
    """The recognisers of one process and what is asked of them; knows no sockets."""

    def __init__(self, engine: SpeechEngine) -> None:
        self.asked: deque[Ask] = deque()
        self.freed = False
        """Whether a recogniser is gone since somebody looked."""
        self._engine = engine
        self._recognisers: dict[int, Recogniser] = {}

    def take(self, ask: Ask) -> None:
        """One thing more to do. Who drops an utterance wants none of its answers."""
        if ask.call is Call.DROP:
            self.asked = deque(other for other in self.asked if other.utterance != ask.utterance)
            self.freed = self._recognisers.pop(ask.utterance, None) is not None or self.freed
        else:
            self.asked.append(ask)

    def step(self) -> list[CallResult]:
        """Do what was asked first, with all the sound that has come for that utterance meanwhile:
        a worker that is late catches up by making fewer partials."""
        first = self.asked.popleft()
        if first.call in _WITH_SOUND and len(first.argument) > SLICE and self._engine.streaming:
            return self._slice(first)
        together = [first]
        if first.call is Call.FEED:
            for ask in [ask for ask in self.asked if ask.utterance == first.utterance]:
                if together[-1].call is not Call.FEED or ask.call is Call.SETTLE:
                    break
                together.append(ask)
                self.asked.remove(ask)
        last = together[-1]
        sound = b"".join(ask.argument for ask in together if ask.call in _WITH_SOUND)
        silent = [CallResult(last.utterance) for _ in together[1:]]
        try:
            value = self._do(last, sound)
        except Exception as error:  # engines raise whatever their libraries do
            return [*silent, CallResult(last.utterance, error=f"{type(error).__name__}: {error}")]
        return [*silent, CallResult(last.utterance, value)]

    def _slice(self, ask: Ask) -> list[CallResult]:
        """Take the beginning of much sound, then let the other utterances go first."""
        try:
            self._recognisers[ask.utterance].feed(ask.argument[:SLICE])
        except Exception as error:
            return [CallResult(ask.utterance, error=f"{type(error).__name__}: {error}")]
        rest = replace(ask, argument=ask.argument[SLICE:])
        others = [other for other in self.asked if other.utterance != ask.utterance]
        own = [other for other in self.asked if other.utterance == ask.utterance]
        self.asked = deque([*others, rest, *own])
        return []

    def _do(self, ask: Ask, sound: bytes) -> object:
        match ask.call:
            case Call.OPEN:
                self._recognisers[ask.utterance] = self._engine.open(ask.argument)
                return None
            case Call.FEED:
                return self._recognisers[ask.utterance].feed(sound)
            case Call.SETTLE:
                return self._recognisers[ask.utterance].settle()
            case _:
                self.freed = True
                return self._recognisers.pop(ask.utterance).finish(sound)
