"""How well, how fast and how large each installed engine is, on ../shared/speech.

A figure is of the whole way from sound to text: voice activity, recogniser, script. Characters
wrong are edits over the characters of the reference, both without punctuation, simplified, digits
written as Chinese digits one by one. The wait is from the last voiced sound to the text, spoken at
the pace of life, so it holds the silence that ends a turn.
"""

import asyncio
import csv
import re
import tempfile
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np

from nlu import understander
from nlu.correction import vocabulary
from speech.audio.codec import decode
from speech.audio.pcm import SAMPLE_BYTES, SAMPLE_RATE, seconds
from speech.audio.recording import Recording
from speech.model import weights
from speech.pool.pool import Pool
from speech.stt import recogniser
from speech.stt.orthography import simplified
from speech.stt.recogniser import Correctable, SpeechEngine
from speech.stt.service import LANGUAGE_MODEL
from speech.turn.activity import FRAME_BYTES, PATIENT, Counter, End, Silero
from speech.turn.gate import Gate
from speech.turn.listening import EventKind, listen
from speech.turn.transcription import transcribe
from tests.speech.sound import silence
from tests.support.shared import find_shared

Row = tuple[str, str, str]
HOME = Path(__file__).resolve().parents[2] / "var" / "test-home"
MOST_WRONG = {"scenes": "≤ 8 %", "human clips": "≤ 11 %"}
LIVE = ("zf_xiaoxiao_01.wav", "zf_xiaoxiao_02.wav", "zm_yunxi_03.wav")
PAUSE_S = 1.2
_CHUNK = 3200

_MARKS = re.compile(r"[\W_]+")
_DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")


@dataclass(frozen=True)
class Clip:
    """A sound and what is said in it."""

    path: Path
    text: str
    group: str


def plain(text: str) -> str:
    """A text as it is compared."""
    return _MARKS.sub("", simplified(text)).lower().translate(_DIGITS)


def edits(wanted: str, given: str) -> int:
    """The Levenshtein distance."""
    row = list(range(len(given) + 1))
    for i, one in enumerate(wanted, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(given, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (one != other))
    return row[-1]


def characters_wrong(pairs: Iterable[tuple[str, str]]) -> float:
    """Edits over reference characters, from (wanted, given) pairs."""
    compared = [(plain(wanted), plain(given)) for wanted, given in pairs]
    return sum(edits(*pair) for pair in compared) / sum(len(wanted) for wanted, _ in compared)


def clips(folder: Path) -> list[Clip]:
    """Scenes, human clips and synthetic clips, each of its group."""
    found = [
        Clip(folder / "scenes" / f"{row['id']}.wav", row["text"], "scenes")
        for row in _table(folder / "scenes" / "scenes.tsv")
    ]
    for row in _table(folder / "clips" / "manifest.tsv"):
        group = "synthetic clips" if row["category"].startswith("tts") else "human clips"
        found.append(Clip(folder / "clips" / row["file"], row["transcript"], group))
    return found


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def accuracy(engine: SpeechEngine, sounds: list[Clip]) -> list[Row]:
    """Characters wrong by group, and the real-time factor over all."""
    groups: dict[str, list[tuple[str, str]]] = {}
    heard: dict[str, list[tuple[str, str]]] = {}
    length = took = 0.0
    for clip in sounds:
        pcm = decode(clip.path)
        start = time.perf_counter()
        given = transcribe(pcm, engine)
        took += time.perf_counter() - start
        length += seconds(len(pcm))
        groups.setdefault(clip.group, []).append((clip.text, given.text))
        heard.setdefault(clip.group, []).append((clip.text, given.original or given.text))
    rows = [(f"{engine.name}: real-time factor, whole files", f"{took / length:.2f}", "< 1")]
    if weights.MODELS[engine.name].language == "zh":
        for group, pairs in groups.items():
            what = f"{engine.name}: characters wrong, {group} ({len(pairs)})"
            before, after = characters_wrong(heard[group]), characters_wrong(pairs)
            rows.append((f"{what}, as first heard", f"{before:.1%}", "–"))
            rows.append((f"{what}, put right", f"{after:.1%}", MOST_WRONG.get(group, "–")))
    return rows


def streets(engine: SpeechEngine, folder: Path) -> list[Row]:
    """How many of the streets that scenes name are understood from their sound alone."""
    reader = understander.load(HOME / "cache")
    right = [
        getattr(reader.understand(_text(engine, folder, row)).place, "street", None)
        == row["street"]
        for row in _table(folder / "scenes" / "scenes.tsv")
        if row["street"]
    ]
    figure = f"{sum(right)} of {len(right)}"
    return [(f"{engine.name}: street right from sound alone, scenes", figure, "≥ 9 of 10")]


def _text(engine: SpeechEngine, folder: Path, row: dict[str, str]) -> str:
    return transcribe(decode(folder / "scenes" / f"{row['id']}.wav"), engine).text


def end_of_speech(pcm: bytes) -> float:
    """Where the last voiced frame ends, in seconds."""
    detector, counter, end = Silero(), Counter(PATIENT), 0.0
    for start in range(0, len(pcm) - FRAME_BYTES + 1, FRAME_BYTES):
        counter.step(detector.probability(pcm[start : start + FRAME_BYTES]))
        if counter.speaking and not counter.silence:
            end = counter.seconds
    return end


async def microphone(sound: bytes, began: float) -> AsyncIterator[bytes]:
    """`sound` at the pace of life since `began`."""
    for at in range(0, len(sound), _CHUNK):
        await asyncio.sleep(max(0.0, began + seconds(at + _CHUNK) - time.perf_counter()))
        yield sound[at : at + _CHUNK]


async def live(engine: SpeechEngine, pcm: bytes, path: Path) -> tuple[float, float, float]:
    """One utterance at the pace of life.

    (first partial after speech began, text after the endpoint, text after the end of speech).
    """
    began = time.perf_counter()

    seen: dict[EventKind, float] = {}
    with Recording(path) as recording:
        async for event in listen(microphone(pcm, began), recording, engine):
            seen.setdefault(event.kind, time.perf_counter() - began)
    last = seen.get(EventKind.FINAL, seen.get(EventKind.FAILED, 0.0))
    first = seen.get(EventKind.PARTIAL, last)
    return first, last - seen[EventKind.ENDPOINT], last - end_of_speech(pcm)


def waits(engine: SpeechEngine, folder: Path) -> list[Row]:
    """Medians over a few utterances of about six seconds."""
    sounds = [decode(folder / "clips" / name) for name in LIVE]
    found, pressed = [], []
    with tempfile.TemporaryDirectory() as scratch:
        for number, sound in enumerate(sounds):
            path = Path(scratch) / f"{number}.s16le"
            found.append(asyncio.run(live(engine, sound + silence(4), path)))
            cut = sound[: int(end_of_speech(sound) * SAMPLE_RATE) * SAMPLE_BYTES]
            pressed.append(asyncio.run(live(engine, cut, path.with_suffix(".cut")))[1])
    first, after_endpoint, after_speech = (median(values) for values in zip(*found, strict=True))
    said = f"{engine.name}: six-second utterance"
    return [
        (f"{said}, first words on the screen", f"{first:.2f} s", "–"),
        (
            f"{said}, text after the endpoint",
            f"{after_endpoint:.2f} s",
            "≤ 0.3 s" if engine.streaming else "≤ 0.7 s",
        ),
        (f"{said}, text after the end of speech", f"{after_speech:.2f} s", "≤ 3.0 s"),
        (f"{said}, text after she presses 说完了 at once", f"{median(pressed):.2f} s", "≤ 1.5 s"),
    ]


def ready(name: str, home: Path) -> SpeechEngine:
    """An engine as the ear has it: with a corrector, where it lets itself be corrected."""
    engine = recogniser.load(name, weights.verified(name, home))
    if isinstance(engine, Correctable) and LANGUAGE_MODEL in weights.installed(home):
        engine.corrector = vocabulary.load(weights.verified(LANGUAGE_MODEL, home))
    return engine


def pooled(name: str, home: Path) -> Pool:
    """An engine as the kiosk has it: in processes of its own, one of them ready."""
    pool = Pool(name, weights.verified(name, home))
    if pool.correctable and LANGUAGE_MODEL in weights.installed(home):
        pool.learn(partial(vocabulary.load, weights.verified(LANGUAGE_MODEL, home)))
    pool.open().finish(silence(1))
    return pool


def hesitations(sounds: list[Clip]) -> Row:
    """How many turns end inside a sentence that has pauses put into it where it is quietest."""
    cut = pauses = 0
    for clip in sounds:
        pcm = decode(clip.path)
        slow, put_in = with_pauses(pcm)
        pauses += put_in
        gate = Gate(PATIENT)
        ended = gate.feed(slow).end is End.SILENCE
        cut += ended and gate.counter.seconds < end_of_speech(slow)
    said = f"{pauses} pauses of {PAUSE_S} s inside {len(sounds)} utterances: cut off"
    return said, str(cut), "0"


def with_pauses(pcm: bytes) -> tuple[bytes, int]:
    """The sound with a pause in each third, and how many pauses that are."""
    samples = np.frombuffer(pcm, dtype="<i2")
    tenth = SAMPLE_RATE // 10
    loud = [
        float((samples[at : at + tenth].astype(np.float32) ** 2).mean())
        for at in range(0, len(samples) - tenth, tenth)
    ]
    voiced = range(len(loud) // 5, len(loud) * 4 // 5)
    half = len(voiced) // 2
    places = [min(part, key=loud.__getitem__) for part in (voiced[:half], voiced[half:]) if part]
    out, before = b"", 0
    for place in places:
        here = (place * tenth + tenth // 2) * SAMPLE_BYTES
        out += pcm[before:here] + silence(PAUSE_S)
        before = here
    return out + pcm[before:], len(places)


def memory() -> float:
    """What this process holds, in MiB; 0 where the system does not say."""
    status = Path("/proc/self/status")
    found = re.search(r"VmRSS:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else 0.0


def measure() -> list[Row]:
    """Rows of (what, measured, must reach) for every engine installed under var/test-home."""
    folder = find_shared("speech")
    if folder is None:
        return [("speech", "not measured: ../shared is absent", "–")]
    names = weights.installed(HOME)
    if not names:
        return [("speech", "not measured: no engine under var/test-home", "–")]
    rows: list[Row] = [hesitations(clips(folder))]
    for name in names:
        before = memory()
        if not weights.MODELS[name].hears:
            continue
        engine = ready(name, HOME)
        chinese = weights.MODELS[name].language == "zh"
        sounds = clips(folder) if chinese else clips(folder)[:8]
        rows += accuracy(engine, sounds)
        if chinese:
            rows += streets(engine, folder)
        with closing(pooled(name, HOME)) as pool:
            rows += waits(pool, folder)
        rows.append((f"{name}: memory", f"{memory() - before:.0f} MiB", "–"))
    return rows


if __name__ == "__main__":
    for row in measure():
        print(*row, sep="\t")
