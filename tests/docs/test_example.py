"""The README's request is answered as it says."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.app import create_app
from data.settings import Settings
from nlu.understander import Understander
from tests.conftest import share_cache
from tests.docs.pages import READMES, text


@pytest.fixture
def client(tmp_path: Path, reader: Understander) -> Iterator[TestClient]:
    settings = Settings(home=tmp_path / "home", speech="none")
    share_cache(settings.home)
    with TestClient(create_app(settings)) as opened:
        yield opened


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_the_request_with_curl(page: Path, client: TestClient) -> None:
    shown = re.search(r"^    (curl (?:.*\\\n)*.*)$", text(page), re.MULTILINE)
    assert shown
    _, _, url, *rest = shlex.split(shown[1].replace("\\\n", ""))
    given = dict(zip(rest[::2], rest[1::2], strict=True))
    assert set(given) == {"-H", "-d"}
    settings = Settings()
    path = url.removeprefix(f"http://{settings.host}:{settings.port}")
    name, _, value = given["-H"].partition(": ")
    answered = client.post(path, content=given["-d"].encode(), headers={name: value})
    assert answered.status_code == 200
    [reply] = answered.json()
    assert reply["recipient_id"] == json.loads(given["-d"])["sender"]
    assert "称呼" in reply["text"]  # the matter and its place were clear; only she is unknown
