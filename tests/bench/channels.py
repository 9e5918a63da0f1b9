"""What the channels add, and 200 residents typing at once, against the real server."""

import asyncio
import json
import random
import sqlite3
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from speech.audio.codec import decode
from tests.conftest import MODELS_HOME
from tests.scenes.test_spoken import Kiosk, chunks
from tests.support.server import Server, serving
from tests.support.shared import find_shared

RESIDENTS = 200
OK = 200
MATTERS = (
    "清波街道三幢楼下的路灯坏了两个星期了",
    "紫阳街道弄堂口的垃圾没人收，味道很大",
    "三墩镇的公交车等了四十分钟都没来",
    "西兴街道我们小区物业费涨了三成",
)


@dataclass
class Heard:
    """What one run of residents heard: seconds a turn, receipts, errors."""

    seconds: list[float] = field(default_factory=list)
    filing: list[float] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    errors: int = 0


def p95(seconds: list[float]) -> float:
    """The 95th percentile, in seconds."""
    return quantiles(seconds, n=100)[94]


class Line:
    """One resident's kept-alive HTTP line. A client library's pool would be measured, too:
    with 200 lines in one process it takes more of the machine than the server does."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def open(cls, server: Server) -> "Line":
        return cls(*await asyncio.open_connection("127.0.0.1", server.port))

    async def say(self, sender: str, text: str) -> tuple[int, str]:
        """Send one message over the REST channel; the status and the answer's text."""
        body = json.dumps({"sender": sender, "message": text}).encode()
        self._writer.write(
            b"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length:")[1].split("\r\n")[0])
        answer = json.loads(await self._reader.readexactly(length))
        status = int(head.split()[1])
        return status, answer[0]["text"] if status == OK else str(answer)


async def _resident(line: Line, name: str, heard: Heard, typing: tuple[float, float]) -> None:
    for text in (random.choice(MATTERS), "我姓王", "不留", "对的"):
        await asyncio.sleep(random.uniform(*typing))
        began = time.perf_counter()
        status, said = await line.say(name, text)
        took = time.perf_counter() - began
        heard.seconds.append(took)
        if status != OK:
            heard.errors += 1
            return
        if "您的编号是" in said:
            heard.filing.append(took)
            heard.codes.append("".join(filter(str.isdigit, said.split("编号是")[1]))[:8])


async def crowd(server: Server, count: int, typing: tuple[float, float]) -> Heard:
    """So many residents, each of whom types for a random time between the two, in seconds."""
    heard = Heard()
    lines = await asyncio.gather(*(Line.open(server) for _ in range(count)))
    await asyncio.gather(
        *(
            _resident(line, f"{count}-{typing[1]}-{n}", heard, typing)
            for n, line in enumerate(lines)
        )
    )
    return heard


def spoken(home: Path) -> list[float]:
    """Seconds from the recogniser's final text to the reply, both as the page receives them."""
    (home / "models").symlink_to(MODELS_HOME / "models", target_is_directory=True)
    waits: list[float] = []
    with serving(home, XIAOQING_SPEECH="whisper-base") as server:
        server.wait_for_the_ear()
        for clip in sorted((find_shared("speech", "scenes") or home).glob("*.wav")):
            with Kiosk(server).socket("clip") as socket:
                for chunk in chunks(decode(clip)):
                    socket.send(chunk)
                socket.send('{"eof": 1}')
                final = 0.0
                for message in socket:
                    if '"type":"final"' in str(message):
                        final = time.perf_counter()
                    elif '"type":"reply"' in str(message):
                        waits.append(time.perf_counter() - final)
    return waits


def filed(home: Path) -> set[str]:
    """The codes in the database, read past the server."""
    rows = sqlite3.connect(home / "xiaoqing.db").execute("SELECT code FROM opinion")
    return {code for (code,) in rows}


def measure(home: Path) -> list[tuple[str, str, str]]:
    """Rows of (what, measured, must reach)."""
    with serving(home) as server:
        alone = Heard()
        for _ in range(40):
            one = asyncio.run(crowd(server, 1, (0.0, 0.0)))
            alone.seconds += one.seconds
            alone.filing += one.filing
        typing = asyncio.run(crowd(server, RESIDENTS, (1.0, 5.0)))
        rush = asyncio.run(crowd(server, RESIDENTS, (0.0, 0.0)))
        lost = len((set(typing.codes) | set(rush.codes)) - filed(home))
    filings = len(typing.codes)
    heard = spoken(home) if find_shared("speech", "scenes") else []
    spoken_p95 = f"{p95(heard) * 1e3:.0f} ms" if heard else "not measured: no clips"
    return [
        (
            "from the final text to the reply, over the microphone's socket, p95",
            spoken_p95,
            "≤ 60 ms",
        ),
        ("a turn over HTTP, one resident, p95", f"{p95(alone.seconds) * 1e3:.0f} ms", "≤ 60 ms"),
        ("the filing turn among them, p95", f"{p95(alone.filing) * 1e3:.0f} ms", "≤ 60 ms"),
        (
            f"{RESIDENTS} residents at once, 1 to 5 s of typing a turn, p95",
            f"{p95(typing.seconds) * 1e3:.0f} ms",
            "≤ 500 ms",
        ),
        (
            f"{RESIDENTS} residents at once who type in no time at all, p95",
            f"{p95(rush.seconds) * 1e3:.0f} ms",
            "–",
        ),
        ("errors in both crowds", str(typing.errors + rush.errors), "0"),
        (
            f"receipts shown that are not in the books, of {filings + len(rush.codes)}",
            str(lost),
            "0",
        ),
    ]
