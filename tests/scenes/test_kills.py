"""The server and the worker are killed again and again: what was acknowledged is there, once."""

import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlmodel import col, func, select, text

from data.database import Database, open_database
from data.record.account import Account, Role
from data.record.notice import Audience, Notice, NoticeState
from data.record.opinion import Opinion, OpinionEvent
from data.settings import Settings
from handlers.account import accounts
from handlers.account.accounts import Post
from tests.conftest import share_cache
from tests.support.loop import BUS, STREET
from tests.support.platform import SECRET, Platform, receiving
from tests.support.server import Server, free_port, start

ITEMS, KILLS = 500, 20
ALL_TOLD_WITHIN_S = 200
"""A killed worker's notices are held for two minutes."""
CLIENT = "app"
_SAID = {"supplement": {"words": "今天又等了半小时"}, "withdraw": {"reason": "已经修好了"}}


class Houses:
    """The server and the worker on one home, each begun anew as soon as it is killed."""

    def __init__(self, home: Path, platform: Platform) -> None:
        self.home = home
        self.environment = {
            "XIAOQING_PLATFORM_URL": platform.url,
            "XIAOQING_PLATFORM_SECRET": SECRET,
        }
        self.kills = 0
        self.server = self._serve(free_port())
        self.worker = self._work()

    def kill_one(self) -> None:
        if self.kills % 2:
            self.worker.kill()
            self.worker.wait()
            self.worker = self._work()
        else:
            self.server.kill()
            self.server = self._serve(self.server.port)
        self.kills += 1

    def stop(self) -> None:
        self.worker.kill()
        self.worker.wait()
        self.server.stop()

    def _serve(self, port: int) -> Server:
        return start(self.home, port=port, **self.environment)

    def _work(self) -> subprocess.Popen[bytes]:
        with (self.home / "worker.log").open("ab") as log:
            return subprocess.Popen(
                [Path(sys.executable).with_name("xiaoqing"), "deliver"],
                env={**os.environ, **self.environment, "XIAOQING_HOME": str(self.home)},
                stdout=log,
                stderr=log,
            )


@dataclass
class Resident:
    """Files and acts; asks again with the same key until there is an answer."""

    url: str
    token: str
    dice: random.Random
    enough: threading.Event
    acknowledged: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By key: the opinion's code, and what was done."""
    repeated: int = 0

    def run(self) -> None:
        number = 0
        while number < ITEMS or not self.enough.is_set():
            code = self._send(f"file-{number}", "file", text=f"{BUS}，第{number}次", station=STREET)
            for action, often in (("urge", 0.4), ("supplement", 0.4), ("withdraw", 0.2)):
                if self.dice.random() < often:
                    self._send(f"{action}-{number}", action, code, **_SAID.get(action, {}))
            number += 1

    def _send(self, key: str, action: str, code: str | None = None, **body: str) -> str:
        path = f"/{code}/{action}" if code else ""
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
        while True:
            try:
                answer = httpx.post(
                    f"{self.url}/api/opinions{path}", json=body, headers=headers, timeout=15
                )
            except httpx.HTTPError:
                self.repeated += 1
                time.sleep(0.05)
                continue
            if answer.is_server_error:
                self.repeated += 1
                time.sleep(0.05)
                continue
            assert answer.is_success, f"{key}: {answer.status_code} {answer.text}"
            found = str(answer.json()["code"])
            self.acknowledged[key] = (found, action)
            return found


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    share_cache(home)
    return home


@pytest.fixture
def database(home: Path) -> Iterator[Database]:
    """The home's database, in this process too."""
    opened = open_database(Settings(home=home))
    yield opened
    opened.close()


@pytest.mark.slow
def test_what_was_acknowledged_survives_every_kill(home: Path, database: Database) -> None:
    with database.transaction() as session:
        token = accounts.add_token(session, CLIENT, Post(Role.RESIDENT), datetime.now(UTC))
    dice = random.Random(20260305)
    enough = threading.Event()
    with receiving() as platform, ThreadPoolExecutor(1) as pool:
        houses = Houses(home, platform)
        resident = Resident(houses.server.url, token, random.Random(7), enough)
        try:
            running = pool.submit(resident.run)
            while not running.done():
                time.sleep(dice.uniform(0.1, 2.5))
                houses.kill_one()
                if houses.kills >= KILLS:
                    enough.set()
            running.result()
            wait_until_told(database)
        finally:
            enough.set()
            houses.stop()
    assert houses.kills >= KILLS
    assert resident.repeated, "no request was ever cut off: nothing was tested"
    check_opinions(database, resident)
    check_platform(database, resident, platform)


def wait_until_told(database: Database) -> None:
    deadline = time.monotonic() + ALL_TOLD_WITHIN_S
    while waiting := untold(database):
        assert time.monotonic() < deadline, f"{waiting} notices still wait"
        time.sleep(1)


def untold(database: Database) -> int:
    with database.reading() as session:
        return session.exec(
            select(func.count())
            .select_from(Notice)
            .where(Notice.audience == Audience.PLATFORM, Notice.state == NoticeState.WAITING)
        ).one()


def check_opinions(database: Database, resident: Resident) -> None:
    """Each acknowledged step is there once, and nothing beside them."""
    with database.reading() as session:
        assert session.connection().execute(text("PRAGMA integrity_check")).scalar() == "ok"
        account = session.exec(select(Account).where(Account.name == CLIENT)).one()
        opinions = {each.id: each for each in session.exec(select(Opinion))}
        events = session.exec(select(OpinionEvent).where(col(OpinionEvent.key).is_not(None))).all()
        every = session.exec(select(OpinionEvent)).all()
    by_key = [(event.key, (opinions[event.opinion_id].code, event.action)) for event in events]
    acknowledged = {f"{account.id}:{key}": done for key, done in resident.acknowledged.items()}
    assert len(by_key) == len(dict(by_key))
    assert dict(by_key) == acknowledged
    # A step that was taken twice would be there once without its key.
    done = Counter((opinions[event.opinion_id].code, event.action) for event in every)
    routed = {(each.code, "transfer"): 1 for each in opinions.values()}
    assert done == Counter(acknowledged.values()) + Counter(routed)
    for opinion in opinions.values():
        assert opinion.urged == done[opinion.code, "urge"]
        assert opinion.version == sum(e.opinion_id == opinion.id for e in every) - 1


def check_platform(database: Database, resident: Resident, platform: Platform) -> None:
    """Every notice came, and the platform counts what was done, not what was sent."""
    with database.reading() as session:
        notices = session.exec(select(Notice).where(Notice.audience == Audience.PLATFORM)).all()
    assert not platform.faults
    assert {notice.state for notice in notices} == {NoticeState.DELIVERED}
    # An id of a webhook has no dots: https://www.standardwebhooks.com, "webhook-id".
    assert set(platform.arrived) == {notice.key.replace(".", "-") for notice in notices}
    done = Counter(resident.acknowledged.values())
    told = Counter({(code, "transfer" if a == "file" else a): n for (code, a), n in done.items()})
    assert platform.count() == told
