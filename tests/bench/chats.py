"""The bot in a process of its own against an emulated Bot API: 200 chats at once, voice notes."""

import queue
import random
import threading
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any

from speech.audio.codec import decode, opus
from speech.model import weights
from speech.stt import recogniser
from speech.turn.transcription import transcribe
from tests.bench.channels import MATTERS, p95
from tests.conftest import MODELS_HOME, share_cache
from tests.scenes.test_telegram import running
from tests.support.shared import find_shared
from tests.support.telegram import emulated
from tests.support.telegram_api import Telegram

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
        self.arrived: dict[int, queue.Queue[float]] = defaultdict(queue.Queue)

    def _send(self, given: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        chat, now = int(given["chat_id"]), time.perf_counter()
        answer = super()._send(given)
        # What nobody asked for (您反映的…) is not an answer.
        if not given.get("text", "").startswith("您反映的"):
            self.arrived[chat].put(now)
        return answer


def crowd(telegram: Watched, typing: tuple[float, float]) -> list[float]:
    """So many chats, each of which types for a random time between the two: seconds from each
    update to its answer."""
    run: list[float] = []
    lock = threading.Lock()

    def talk(chat: int) -> None:
        for text in (random.choice(MATTERS), "我姓王", "不留"):
            time.sleep(random.uniform(*typing))
            began = time.perf_counter()
            telegram.write(chat, text)
            try:
                answered = telegram.arrived[chat].get(timeout=_PATIENCE_S)
            except queue.Empty:
                return
            with lock:
                run.append(answered - began)

    people = [threading.Thread(target=talk, args=(1_000 + n,)) for n in range(CHATS)]
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
        answered = telegram.arrived[chat].get(timeout=_PATIENCE_S)
        beyond.append(answered - began - min(took))
    return beyond


def decode_of(content: bytes, path: Path) -> bytes:
    """The sound as the bot decodes it."""
    path.write_bytes(content)
    return decode(path)


def measure(home: Path) -> list[tuple[str, str, str]]:
    """The rows of the report."""
    share_cache(home)
    rows = []
    for what, typing, rate, reach in (
        (f"{CHATS} chats at once, 5 to 15 s of typing a turn", UNHURRIED, "25", "≤ 1 s"),
        (f"{CHATS} chats who type in no time at all, no rate limit", AT_ONCE, "9999", "–"),
    ):
        place = home / rate
        share_cache(place)
        with emulated(Watched()) as telegram, running(place, telegram, rate=rate):
            telegram.says(1, "/start", "慢慢说")
            run = crowd(telegram, typing)
        rows.append(
            (
                f"{what}: p95 from update to answer",
                f"{p95(run):.2f} s (p50 {median(run):.2f} s)",
                reach,
            )
        )
        rows.append((f"{what}: answers", f"{len(run)} of {CHATS * TURNS}", "all"))
    (home / "models").symlink_to(MODELS_HOME / "models", target_is_directory=True)
    with emulated(Watched()) as telegram, running(home, telegram, "whisper-base"):
        telegram.says(1, "/start", "慢慢说")
        time.sleep(10)  # the ear opens
        beyond = voices(home, telegram)
    if beyond:
        text = f"{median(beyond) * 1000:.0f} ms (most {max(beyond) * 1000:.0f} ms)"
        rows.append(("A voice note, beyond the recogniser's own time", text, "≤ 200 ms"))
    return rows
