"""`make timeline`: one utterance from its first sound to the first sound of its answer, as it
happens on this machine, drawn into docs/timeline.svg.

Our own voice says our own sentence, with a pause in it, at the pace of life into the real server.
"""

import json
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import jieba
from websockets.sync.client import ClientConnection, connect

from speech.audio.codec import Resampler
from speech.audio.pcm import seconds
from speech.model import weights
from speech.tts import speaker
from speech.tts.spoken_form import spoken
from speech.turn.activity import FRAME_BYTES, FRAME_SECONDS, Silero
from tests.bench.drawing import Mark, draw
from tests.conftest import MODELS_HOME
from tests.speech.sound import silence
from tests.support.server import Server, serving

VOICE, EAR, LANGUAGE = "kokoro-zh", "whisper-base", "open-gram"
SAID = ("我家楼道里的灯", "坏了两个星期了，晚上看不见。")
PAUSE_S, BEFORE_S, AFTER_S = 1.2, 0.5, 6.0
PICTURE = Path(__file__).parents[2] / "docs" / "timeline.svg"
_CHUNK = 3200
_HEADER = 44


@dataclass
class Line:
    """What happened, in seconds since the first sound was sent."""

    began: float
    marks: list[Mark] = field(default_factory=list)

    def mark(self, kind: str, text: str = "") -> None:
        """It happened now."""
        self.marks.append(Mark(time.perf_counter() - self.began, kind, text))


def utterance() -> bytes:
    """The sentence with its pause, s16le, 16 kHz."""
    jieba.setLogLevel("WARNING")
    voice = speaker.load(VOICE, weights.install(VOICE, MODELS_HOME), lambda: jieba.lcut)
    parts = []
    for text in SAID:
        resampler = Resampler(voice.rate, 1)
        parts.append(resampler.feed(voice.say(spoken(text))) + resampler.finish())
    return silence(BEFORE_S) + silence(PAUSE_S).join(parts) + silence(AFTER_S)


def activity(pcm: bytes) -> list[float]:
    """How likely somebody speaks in each frame."""
    detector = Silero()
    starts = range(0, len(pcm) - FRAME_BYTES + 1, FRAME_BYTES)
    return [detector.probability(pcm[start : start + FRAME_BYTES]) for start in starts]


def listen(server: Server, conversation: str, pcm: bytes) -> Line:
    """Say it, and note what comes back until the first sound of the answer."""
    url = f"{server.socket_url}/api/listen?conversation={conversation}&utterance=timeline"
    with connect(url) as socket:
        json.loads(socket.recv())
        line = Line(time.perf_counter())
        stop = threading.Event()
        speaking = threading.Thread(target=_speak, args=(socket, pcm, line.began, stop))
        speaking.start()
        reply: dict[str, Any] = {}
        while not reply:
            message = json.loads(socket.recv(60))
            line.mark(message["type"], message.get("text", ""))
            if message["type"] == "endpoint":
                stop.set()
            if message["type"] == "failed":
                raise RuntimeError(f"not heard: {message}")
            reply = message.get("reply") or {}
        stop.set()
        speaking.join()
    line.marks[-1] = Mark(line.marks[-1].at, "reply", reply["text"])
    wish = {"conversation": conversation, "text": reply["say"]}
    with httpx.stream("POST", f"{server.url}/api/say", json=wish, timeout=60) as answer:
        received = 0
        for chunk in answer.iter_raw():
            received += len(chunk)
            if received > _HEADER:
                break
    line.mark("first sound")
    return line


def _speak(socket: ClientConnection, pcm: bytes, began: float, stop: threading.Event) -> None:
    for at in range(0, len(pcm), _CHUNK):
        if stop.wait(max(0.0, began + seconds(at + _CHUNK) - time.perf_counter())):
            return
        socket.send(pcm[at : at + _CHUNK])


@contextmanager
def installation() -> Iterator[tuple[Server, str]]:
    """A server that hears and speaks, and a conversation with it."""
    with tempfile.TemporaryDirectory(prefix="xiaoqing-timeline-") as folder:
        home = Path(folder) / "home"
        home.mkdir()
        for shared in ("models", "cache"):
            (home / shared).symlink_to(MODELS_HOME / shared, target_is_directory=True)
        with serving(home, XIAOQING_SPEECH=EAR, XIAOQING_VOICE=VOICE) as server:
            server.wait_for_the_ear()
            while not httpx.get(f"{server.url}/api/speech").json()["voice"]:
                time.sleep(0.1)
            begun = httpx.post(f"{server.url}/api/conversations", json={}).json()
            # Once to warm up: the corrector loads in the background, and the greeting is spoken.
            time.sleep(20)
            yield server, begun["conversation"]


def main() -> None:
    """Measure and draw."""
    for name in (VOICE, EAR, LANGUAGE):
        weights.install(name, MODELS_HOME)
    pcm = utterance()
    with installation() as (server, conversation):
        line = listen(server, conversation, pcm)
    for mark in line.marks:
        print(f"{mark.at:6.2f} s  {mark.kind:11} {mark.text}", file=sys.stderr)
    title = f"One utterance, {EAR} and {VOICE}, {datetime.now(UTC):%Y-%m-%d}"
    PICTURE.write_text(draw(title, pcm, activity(pcm), FRAME_SECONDS, line.marks), encoding="utf-8")


if __name__ == "__main__":
    main()
