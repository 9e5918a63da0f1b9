"""Rasa as it answers, and the engine that stands in for it."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from nlu.intent import embedded
from nlu.intent.embedded import Embedded
from tests.conftest import MODELS_HOME
from tests.nlu.rasa.pretender import (
    NOT_AUTHENTICATED,
    SECRET,
    Pretender,
)


@pytest.fixture
def server() -> Iterator[Pretender]:
    pretender = Pretender()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            wish = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if pretender.drops and self.client_address in pretender.lines:
                self.close_connection = True
                return
            pretender.asked.append(wish["text"])
            pretender.lines.add(self.client_address)
            time.sleep(pretender.delay)
            address = urlsplit(self.path)
            status, answer = pretender.status, pretender.answer
            if address.path != "/model/parse" or parse_qs(address.query) != {"token": [SECRET]}:
                status, answer = 401, json.dumps(NOT_AUTHENTICATED).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            try:
                for at in range(len(answer)) if pretender.drip else ():
                    self.wfile.write(answer[at : at + 1])
                    time.sleep(pretender.drip)
                self.wfile.write(b"" if pretender.drip else answer)
            except OSError:
                pass  # who asked has gone
            # Not announced, as when an idle line is closed by the other end.
            self.close_connection = pretender.hang_up

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        pretender.port = running.server_port
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield pretender
        running.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def spare() -> Embedded:
    return embedded.start(MODELS_HOME / "cache")
