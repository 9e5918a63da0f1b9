"""The bot in a process of its own against an emulated Bot API: 200 chats at once, voice notes."""

import random
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from speech import recogniser, weights
from speech.audio import decode, opus
from speech.transcription import transcribe
from tests.bench.doors import MATTERS, p95
from tests.conftest import MODELS_HOME, share_cache
from tests.scenes.test_telegram import running
from tests.shared import find_shared
from tests.telegram import Telegram, emulated

CHATS = 200
TURNS = 3
UNHURRIED = (5.0, 15.0)
"""Seconds that somebody types; twenty messages a second from 200 people."""
AT_ONCE = (0.0, 0.0)
VOICES = 5
_PATIENCE_S = 300.0


class Watched(Telegram):
    """Notes when each message was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived: dict[int, list[float]] = {}

    def _send(self, given: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        chat, now = int(given["chat_id"]), time.perf_counter()
        answer = super()._send(given)
        # What nobody asked for (您反映的…) is not an answer.
        if not given.get("text", "").startswith("您反映的"):
            self.arrived.setdefault(chat, []).append(now)
        return answer


@dataclass
class Run:
    """Seconds from an update to its answer, and how many answers never came."""

    seconds: list[float] = field(default_factory=list)
    lost: int = 0


def crowd(telegram: Watched, first: int, typing: tuple[float, float]) -> Run:
    """So many chats, each of which types for a random time between the two."""
    run, lock = Run(), threading.Lock()

    def talk(chat: int) -> None:
        for turn, text in enumerate((random.choice(MATTERS), "我姓王", "不留")):
            time.sleep(random.uniform(*typing))
            began = time.perf_counter()
            telegram.write(chat, text)
            while len(telegram.arrived.get(chat, [])) <= turn:
                if time.perf_counter() - began > _PATIENCE_S:
                    with lock:
                        run.lost += 1
                    return
                time.sleep(0.005)
            with lock:
                run.seconds.append(telegram.arrived[chat][turn] - began)

    people = [threading.Thread(target=talk, args=(first + n,)) for n in range(CHATS)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return run


def voices(home: Path, telegram: Watched) -> list[float]:
    """Seconds that a voice note takes beyond the recogniser's own."""
    folder = find_shared("speech", "scenes")
    if folder is None:
        return []
    engine = recogniser.load("whisper-base", weights.install("whisper-base", MODELS_HOME))
    beyond = []
    for number, clip in enumerate(sorted(folder.glob("*.wav"))[:VOICES]):
        pcm, sound = decode(clip), home / f"{clip.stem}.s16le"
        sound.write_bytes(pcm)
        telegram.files[f"{clip.stem}.oga"] = opus(sound)
        heard = decode_of(telegram.files[f"{clip.stem}.oga"], home / "heard.oga")
        took = []
        for _ in range(2):
            began = time.perf_counter()
            transcribe(heard, engine)
            took.append(time.perf_counter() - began)
        chat, name = 9_000 + number, f"{clip.stem}.oga"
        began = time.perf_counter()
        telegram.write(chat, voice={"file_id": name, "file_unique_id": name, "duration": 5})
        telegram.until(lambda chat=chat: telegram.arrived.get(chat), "an answer to a voice")
        beyond.append(telegram.arrived[chat][0] - began - min(took))
    return beyond


def decode_of(content: bytes, path: Path) -> bytes:
    """The sound as the bot decodes it."""
    path.write_bytes(content)
    return decode(path)


def measure(home: Path) -> list[tuple[str, str, str]]:
    """The rows of the report."""
    share_cache(home)
    rows = []
    for what, typing, rate in (
        (f"{CHATS} chats at once, typing 5–15 s", UNHURRIED, "25"),
        (
            f"{CHATS} chats in the same instant, three times, without the 25 a second",
            AT_ONCE,
            "9999",
        ),
    ):
        place = home / rate
        share_cache(place)
        with emulated(Watched()) as telegram, running(place, telegram, rate=rate):
            telegram.says(1, "/start", "慢慢说")
            run = crowd(telegram, 1_000, typing)
        rows.append(
            (
                f"{what}: p95 from update to answer",
                f"{p95(run.seconds):.2f} s (p50 {median(run.seconds):.2f} s)",
                "≤ 1 s",
            )
        )
        answered = len(run.seconds)
        rows.append((f"{what}: answers", f"{answered} of {CHATS * TURNS}", "all"))
    (home / "models").symlink_to(MODELS_HOME / "models", target_is_directory=True)
    with emulated(Watched()) as telegram, running(home, telegram, "whisper-base"):
        telegram.says(1, "/start", "慢慢说")
        time.sleep(10)  # the ear opens
        beyond = voices(home, telegram)
    if beyond:
        text = f"{median(beyond) * 1000:.0f} ms (most {max(beyond) * 1000:.0f} ms)"
        rows.append(("A voice note, beyond the recogniser's own time", text, "≤ 200 ms"))
    return rows
