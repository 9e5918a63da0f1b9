"""Streams at once with Vosk: our server beside vosk-server's asr_server.py, one model, one run.

    VOSK_SERVER=/path/to/vosk-server [VOSK_SERVER_PYTHON=…] python -m tests.bench.streams

Their checkout and an interpreter that runs it (vosk, and a websockets that still hands a path to
its handlers: older than 14) are the user's own; without them there is nothing to compare. Clients
are alike for both: two tenths of a second of sound a message, one reply each. What a stream costs
is the processor time of all processes of a server for a second of sound: other work on the machine
moves it least. "In time" means that of 100 replies 95 come within half a second, all clients
speaking at the pace of life."""

import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from websockets.asyncio.client import connect

from speech.audio.codec import decode
from speech.audio.pcm import SAMPLE_RATE, seconds
from speech.audio.recording import Recording
from speech.model import weights
from speech.pool.pool import Pool
from speech.pool.pooled_recogniser import PooledRecogniser
from speech.stt.recogniser import Recogniser
from speech.turn.listening import EventKind, listen
from tests.conftest import MODELS_HOME
from tests.support.shared import find_shared
from tests.support.vosk_targets import _EOF, MODEL, Target, _pss, ours, theirs

Row = tuple[str, str, str]


CHUNK = SAMPLE_RATE * 2 // 5


KIOSK_CHUNK = CHUNK // 2


LIVE = ("zf_xiaoxiao_01.wav", "zf_xiaoxiao_02.wav", "zm_yunxi_03.wav")


SOUND_S = 4.0


IN_TIME_S = 0.5


CROWD = 6


"""Clients that speak as fast as they are answered."""


MOST = 16


ROUNDS = 3


_CONFIG = f'{{"config" : {{"sample_rate" : {SAMPLE_RATE}}}}}'


async def speak(url: str, sound: bytes, *, live: bool, delay: float = 0.0) -> list[float]:
    """One client; how long each reply took."""
    waits = []
    await asyncio.sleep(delay)
    async with connect(url, max_size=None, ping_interval=None) as socket:
        await socket.send(_CONFIG)
        began = time.perf_counter()
        for at in range(0, len(sound), CHUNK):
            due = began + seconds(at + CHUNK)
            if live:
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
            sent = due if live else time.perf_counter()
            await socket.send(sound[at : at + CHUNK])
            await socket.recv()
            waits.append(time.perf_counter() - sent)
        await socket.send(_EOF)
        await socket.recv()
    return waits


async def _crowd(url: str, sound: bytes, count: int, *, live: bool) -> list[float]:
    delays = [CHUNK / 32_000 * n / count if live else 0.0 for n in range(count)]
    clients = (speak(url, sound, live=live, delay=delay) for delay in delays)
    return [wait for waits in await asyncio.gather(*clients) for wait in waits]


@dataclass(frozen=True)
class Load:
    """CROWD clients that do not wait for the pace of life: seconds of sound heard a second, seconds
    of processor time for each, and MiB at most."""

    rate: float
    cost: float
    memory: float


def load(target: Target, sound: bytes) -> Load:
    """Of one server."""
    worked, began, memory = target.worked(), time.perf_counter(), [target.memory()]

    async def both() -> None:
        crowd = asyncio.create_task(_crowd(target.url, sound, CROWD, live=False))
        while not crowd.done():
            await asyncio.wait({crowd}, timeout=1.0)
            memory.append(await asyncio.to_thread(target.memory))
        await crowd

    asyncio.run(both())
    heard = CROWD * seconds(len(sound))
    took = time.perf_counter() - began
    return Load(heard / took, (target.worked() - worked) / heard, max(memory))


def in_time(target: Target, sound: bytes) -> int:
    """The most clients at the pace of life whose replies come in time, by halving."""
    enough, too_many = 0, MOST + 1
    while too_many - enough > 1:
        count = (enough + too_many) // 2 if enough else min(4, too_many - 1)
        waits = sorted(asyncio.run(_crowd(target.url, sound, count, live=True)))
        if waits[int(0.95 * len(waits))] <= IN_TIME_S:
            enough = count
        else:
            too_many = count
    return enough


class Timed:
    """An engine that notes how long each sound waited until it was in what is shown: from its
    arrival to the answer of the recogniser, voice activity and all."""

    streaming = True

    def __init__(self, pool: Pool) -> None:
        self.name, self._pool = pool.name, pool
        self.arrived: list[float] = []
        self.waits: list[float] = []

    def open(self, phrases: Sequence[str] = (), /) -> Recogniser:
        """A recogniser of the pool whose `begin_feed` is timed."""
        recogniser = self._pool.open(phrases)
        assert isinstance(recogniser, PooledRecogniser)
        begin = recogniser.begin_feed

        def begin_feed(pcm: bytes) -> "Future[str | None]":
            oldest, self.arrived = min(self.arrived, default=None), []
            answer = begin(pcm)
            if oldest is not None:
                answer.add_done_callback(lambda _: self.waits.append(time.perf_counter() - oldest))
            return answer

        recogniser.begin_feed = begin_feed  # type: ignore[method-assign]
        return recogniser


def partials(folder: Path) -> list[Row]:
    """How old the sound is that a partial shows for the first time, one kiosk speaking."""
    pool = Pool(MODEL, weights.verified(MODEL, MODELS_HOME))
    engine = Timed(pool)

    async def microphone(sound: bytes) -> AsyncIterator[bytes]:
        began = time.perf_counter()
        for at in range(0, len(sound), KIOSK_CHUNK):
            due = began + seconds(at + KIOSK_CHUNK)
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            engine.arrived.append(due)
            yield sound[at : at + KIOSK_CHUNK]

    async def speaking(sound: bytes, path: Path) -> None:
        with Recording(path) as recording:
            async for event in listen(microphone(sound), recording, engine):
                if event.kind is EventKind.LISTENING:
                    engine.arrived = []

    try:
        with tempfile.TemporaryDirectory() as scratch:
            for name in LIVE:
                sound = decode(folder / "clips" / name)
                asyncio.run(speaking(sound, Path(scratch) / name))
    finally:
        pool.close()
    # The first of an utterance brings what was said while it was not yet known to be speech.
    waits = sorted(engine.waits)
    middle, late = waits[len(waits) // 2], waits[int(0.95 * len(waits))]
    said = f"{MODEL}: from a sound's arrival to the partial with it in"
    return [
        (f"{said}, median ({len(waits)})", f"{middle:.2f} s", "≤ 0.3 s"),
        (f"{said}, 95 of 100", f"{late:.2f} s", "≤ 0.3 s"),
    ]


def _ratio(own: float, other: float, form: str = ".0f") -> str:
    return f"{own:{form}} : {other:{form}} = {own / other:.2f}" if other else f"{own:{form}} : 0"


def rows() -> list[Row]:
    """(what, measured, must reach); each pair of figures is from the same run."""
    folder = find_shared("speech")
    if folder is None or MODEL not in weights.installed(MODELS_HOME):
        return [("streams at once", f"not measured: no ../shared, or no {MODEL}", "≥ 1.0")]
    return [*partials(folder), *beside(folder)]


def beside(folder: Path) -> list[Row]:
    """Ours and theirs in one run."""
    checkout = os.environ.get("VOSK_SERVER")
    if not checkout or not (Path(checkout) / "websocket" / "asr_server.py").is_file():
        return [("streams at once", "not measured: VOSK_SERVER names no checkout", "≥ 1.0")]
    sound = decode(folder / "clips" / "zf_xiaoxiao_00.wav")[: int(SOUND_S * SAMPLE_RATE) * 2]
    with (
        tempfile.TemporaryDirectory(prefix="xiaoqing-streams-") as scratch,
        ours(Path(scratch) / "home") as own,
        theirs(Path(checkout)) as other,
    ):
        # In turns, so that a machine with other work has it for both.
        loads = [(load(own, sound), load(other, sound)) for _ in range(ROUNDS)]
        streams = [(in_time(own, sound), in_time(other, sound)) for _ in range(ROUNDS)]
        server = _pss(own.process.pid) / 1024
        idle = own.memory() - server, other.memory()
    cost = median(pair[0].cost for pair in loads), median(pair[1].cost for pair in loads)
    rate = median(pair[0].rate for pair in loads), median(pair[1].rate for pair in loads)
    most = max(pair[0].memory for pair in loads), max(pair[1].memory for pair in loads)
    counts = median(pair[0] for pair in streams), median(pair[1] for pair in streams)
    what = f"{MODEL}, ours : asr_server.py"
    cores = os.cpu_count() or 1
    room = cores / cost[0], cores / cost[1]
    return [
        (f"{what}: streams that {cores} cores have time for", _ratio(*room, ".1f"), "≥ 1.0"),
        (f"{what}: seconds heard a second, {CROWD} clients", _ratio(*rate, ".1f"), "≥ 1.0"),
        (f"{what}: streams in time ({IN_TIME_S} s)", _ratio(*counts), "≥ 1.0"),
        (f"{what}: MiB at most, recognising alone", _ratio(most[0] - server, most[1]), "≤ 1.0"),
        (f"{what}: MiB afterwards, recognising alone", _ratio(*idle), "≤ 1.0"),
        (f"{what}: MiB at most, our whole server", _ratio(*most), "–"),
    ]


if __name__ == "__main__":
    for row in rows():
        print(*row, sep="\t")
