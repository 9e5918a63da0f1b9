"""A small emulator of the Bot API, after its documented answers (core.telegram.org/bots/api), and
the bot running against it in this process."""

import asyncio
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from bot import background
from bot.channel.telegram.service import TelegramChannel
from bot.services import Services, open_services
from data.settings import Settings
from tests.support.telegram_api import (
    _NOT_FOUND,
    TOKEN,
    Telegram,
    _refusal,
)


@contextmanager
def emulated(telegram: Telegram | None = None) -> Iterator[Any]:
    """The Bot API on a free port of this machine."""
    telegram = telegram or Telegram()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            given = self._given()
            called = re.fullmatch(rf"/bot{re.escape(TOKEN)}/(\w+)", self.path)
            if called:
                status, answer = telegram.call(called[1], given)
            else:
                status, answer = 401, _refusal(401, "Unauthorized")
            if status:
                self._answer(status, json.dumps(answer).encode())
            else:
                self.close_connection = True

        def do_GET(self) -> None:
            content = telegram.files.get(self.path.split("/")[-1])
            self._answer(_NOT_FOUND if content is None else 200, content or b"")

        def _given(self) -> dict[str, Any]:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            kind = self.headers.get("Content-Type") or ""
            if "json" in kind:
                return dict(json.loads(body or b"{}"))
            if "multipart" in kind:
                parsed = BytesParser(policy=HTTP).parsebytes(
                    f"Content-Type: {kind}\r\n\r\n".encode() + body
                )
                return {
                    part.get_param("name", header="content-disposition"): part.get_payload(
                        decode=True
                    )
                    if part.get_filename()
                    else part.get_payload(decode=True).decode()
                    for part in parsed.iter_parts()
                }
            return {name: values[-1] for name, values in parse_qs(body.decode()).items()}

        def _answer(self, status: int, content: bytes) -> None:
            with suppress(BrokenPipeError, ConnectionResetError):
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """A bot that was killed in mid-call."""

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    telegram.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield telegram
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def polling(settings: Settings) -> Iterator[Services]:
    """The real bot with its worker, in threads of this process, as `xiaoqing telegram` runs it."""
    services = open_services(settings)
    services.stt.start()
    worker = background.BackgroundWorker(services.database, settings, services.clock)
    worker.start()
    loop = asyncio.new_event_loop()
    faults: list[BaseException] = []

    async def acting() -> None:
        service = TelegramChannel(services, settings)
        try:
            await service.open()
            await service.poll()
        except asyncio.CancelledError:
            pass
        except Exception as error:
            faults.append(error)
        finally:
            await service.close()

    task = loop.create_task(acting())
    thread = threading.Thread(target=loop.run_until_complete, args=(task,), name="poller")
    thread.start()
    try:
        yield services
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(20)
        worker.stop()
        services.close()
    assert not faults, faults
