"""A small platform (基层治理四平台) that takes our events, as docs/platform.md asks of it."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from handlers.account import signature

SECRET = "whsec_YSBzZWNyZXQgdGhhdCBib3RoIHNpZGVzIGtlZXA="


@dataclass
class Platform:
    """What reads our events: it drops an id that it knows, as docs/platform.md asks."""

    url: str = ""
    arrived: Counter[str] = field(default_factory=Counter)
    read: dict[str, bytes] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    refuses: int = 0
    """How many times more it answers 500."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, headers: dict[str, str], body: bytes) -> None:
        event = headers[signature.ID]
        with self.lock:
            self.arrived[event] += 1
            if self.read.setdefault(event, body) != body:
                self.faults.append(f"{event} came with other news")
            if not signature.valid(SECRET, headers, body):
                self.faults.append(f"{event} is not signed")

    def told(self, code: str) -> list[str]:
        """What was told of one opinion, in order."""
        told = [json.loads(body) for body in self.read.values()]
        return [each["event"] for each in told if each["opinion"]["code"] == code]

    def count(self) -> Counter[tuple[str, str]]:
        """How often each thing was told of each opinion."""
        told = [json.loads(body) for body in self.read.values()]
        return Counter((each["opinion"]["code"], each["event"]) for each in told)


@contextmanager
def receiving() -> Iterator[Platform]:
    """The platform's end of the line, in this process."""
    platform = Platform()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if platform.refuses:
                platform.refuses -= 1
                self.send_response(500)
                self.end_headers()
                return
            platform.take({name.lower(): value for name, value in self.headers.items()}, body)
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    platform.url = f"http://127.0.0.1:{server.server_port}/events"
    try:
        yield platform
    finally:
        server.shutdown()
        server.server_close()
