"""Somebody at the console, by its own pages."""

import re
from collections.abc import Callable

import httpx
from starlette.testclient import TestClient

PASSWORD = "correct horse battery"


class Visitor:
    """Somebody at a browser of their own."""

    def __init__(self, client: TestClient, name: str) -> None:
        self.client, self.name = client, name
        self.cookies: dict[str, str] = {}

    def sign_in(self, password: str = PASSWORD) -> httpx.Response:
        form = {"name": self.name, "password": password}
        answer = self._send("POST", "/staff/sign-in", data=form)
        if answer.status_code == 303:
            self.cookies = {"xiaoqing_staff": answer.cookies["xiaoqing_staff"]}
        return answer

    def get(self, path: str = "") -> httpx.Response:
        return self._send("GET", f"/staff{path}")

    def post(self, path: str, **fields: str) -> httpx.Response:
        """Send a form with the secret that the pages carry."""
        page = self.get("/new" if "/new" in path else "").text
        secret = re.search(r'name="csrf" value="([^"]+)"', page)
        return self._send(
            "POST", f"/staff{path}", data={"csrf": secret[1] if secret else "", **fields}
        )

    def _send(self, method: str, path: str, **more: object) -> httpx.Response:
        self.client.cookies.clear()
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        return self.client.request(method, path, headers=headers, follow_redirects=False, **more)  # type: ignore[arg-type]


Visit = Callable[..., "Visitor"]
