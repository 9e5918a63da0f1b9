"""The loop at work: console pages over 10,000 opinions, and filing beside bare inserts."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

import httpx
from fastapi.testclient import TestClient
from sqlmodel import Session, SQLModel, col, select

from bot.app import create_app
from data.database import Database, open_database
from data.record.account import Role
from data.record.conversation import Conversation
from data.record.notice import Notice
from data.record.opinion import Opinion, OpinionEvent, OpinionState
from data.settings import Settings
from handlers.account import accounts
from handlers.account.accounts import Post
from handlers.opinion.lookup import unused_code
from tests.conftest import share_cache
from tests.support.loop import BUS, LAMP, STREET, UNSURE, World
from tests.support.postgres import Postgres
from tests.support.server import serving

OPINIONS = 10_000
VISITS = 40
FILED, TURNS = 60, 7
CLIENTS = 4
PASSWORD = "correct horse battery"
PAGES = (
    "",
    "/board",
    "/items",
    "/items?q=路灯",
    "/items/{code}",
    "/undelivered",
    "/stations",
    "/new",
)


def measure(folder: Path) -> list[tuple[str, str, str]]:
    """(what, measured, must reach) on both databases."""
    rows = []
    with (
        Postgres(folder / "postgres") as postgres,
        postgres.fresh() as url,
        postgres.fresh() as two,
    ):
        for name, first, second in (("SQLite", None, None), ("PostgreSQL", url, two)):
            rows += _pages(folder / f"pages-{name}", name, first)
            rows += _filing(folder / f"filing-{name}", name, second)
    return rows


def _pages(home: Path, name: str, url: str | None) -> list[tuple[str, str, str]]:
    share_cache(home)
    settings = Settings(home=home, database_url=url, speech="none", voice="none")
    with TestClient(create_app(settings)) as client:
        services = client.app.state.services  # type: ignore[attr-defined]
        world = World(services.database, services.understander, now=datetime.now(UTC))
        with services.database.transaction() as session:
            accounts.add_person(session, "desk", Post(Role.STAFF, STREET), PASSWORD, world.now)
        client.post("/staff/sign-in", data={"name": "desk", "password": PASSWORD})
        code = _fill(world, OPINIONS // 20, every=5)
        few = _visits(client, "/staff")
        _fill(world, OPINIONS - OPINIONS // 20, every=0)
        many = _visits(client, "/staff")
        rows = []
        for page in PAGES:
            taken = _visits(client, f"/staff{page.format(code=code)}")
            shown = page.split("?")[0].replace("{code}", "…") or "queue"
            what = f"{name}, 10,000 opinions: {'search' if '?' in page else shown.strip('/')}, p95"
            rows.append((what, f"{_p95(taken) * 1000:.0f} ms", "≤ 150 ms"))
        ratio = _p95(many) / _p95(few)
        what = f"{name}: sorting queue with 20 times as many items, the others closed, p95"
        rows.append((what, f"{ratio:.2f}×", "≈ 1×"))
    return rows


def _fill(world: World, number: int, every: int) -> str:
    """Copies of three opinions that are filed in earnest, with their history: one in `every` waits
    at the desk or is open, the others are closed. The code of the first."""
    samples = [world.file(text) for text in (LAMP, UNSURE, BUS)]
    with world.database.transaction() as session:
        firsts = [
            session.exec(select(Opinion).where(Opinion.code == code)).one() for code in samples
        ]
        for n in range(number):
            first = firsts[n % len(firsts)]
            closed = not every or n % every != 0
            state = OpinionState.CLOSED if closed else first.state
            copy = _copy(first, id=None, code=unused_code(session), state=state)
            copy.filed_at = first.filed_at - timedelta(minutes=n)
            if closed:
                copy.due_at = copy.tick_at = None
            session.add(copy)
            session.flush()
            session.add_all(
                _copy(event, id=None, opinion_id=copy.id)
                for event in _of(session, OpinionEvent, first)
            )
    return samples[0]


def _visits(client: TestClient, path: str) -> list[float]:
    taken = []
    for _ in range(VISITS):
        start = time.perf_counter()
        answer = client.get(path)
        taken.append(time.perf_counter() - start)
        if answer.status_code != httpx.codes.OK:
            raise RuntimeError(f"{path}: {answer.status_code}")
    return taken


def _filing(home: Path, name: str, url: str | None) -> list[tuple[str, str, str]]:
    """Opinions a second through the API, and the same rows inserted bare, a transaction each."""
    share_cache(home)
    settings = Settings(home=home, database_url=url)
    database = open_database(settings)
    with database.transaction() as session:
        token = accounts.add_token(session, "app", Post(Role.RESIDENT), datetime.now(UTC))
    environment = {"XIAOQING_DATABASE_URL": url} if url else {}
    with serving(home, **environment) as server:
        _through_the_api(server.url, token, CLIENTS)
        filings, bares = [], []
        # In turns, since what else the machine does changes from one second to the next.
        for _ in range(TURNS):
            start = time.perf_counter()
            codes = _through_the_api(server.url, token, FILED)
            filings.append(FILED / (time.perf_counter() - start))
            time.sleep(2)  # the worker delivers what was filed; it is not to be measured twice
            bares.append(_bare(database, codes))
    database.close()
    filing, bare = median(filings), median(bares)
    share = median(a / b for a, b in zip(filings, bares, strict=True))
    return [
        (f"{name}: opinions filed through the API, a second", f"{filing:.0f}", "–"),
        (f"{name}: the same rows inserted bare, opinions a second", f"{bare:.0f}", "–"),
        (f"{name}: share of bare inserts", f"{share:.0%}", "≥ 25 %"),
    ]


def _through_the_api(url: str, token: str, number: int) -> list[str]:
    with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}) as client:

        def file(_: int) -> str:
            answer = client.post("/api/opinions", json={"text": LAMP, "station": STREET})
            return str(answer.raise_for_status().json()["code"])

        with ThreadPoolExecutor(CLIENTS) as pool:
            return list(pool.map(file, range(number)))


def _bare(database: Database, codes: list[str]) -> float:
    """Opinions a second, each with its conversation, events and notices in one transaction."""
    with database.reading() as session:
        sets = [_rows(session, code) for code in codes]
    start = time.perf_counter()
    for conversation, opinion, others in sets:
        with database.transaction() as session:
            session.add(conversation)
            session.flush()
            session.add(opinion)
            session.flush()
            for other in others:
                other.opinion_id = opinion.id  # type: ignore[attr-defined]
            session.add_all(others)
    return len(sets) / (time.perf_counter() - start)


def _rows(session: Session, code: str) -> tuple[Conversation, Opinion, list[SQLModel]]:
    opinion = session.exec(select(Opinion).where(Opinion.code == code)).one()
    conversation = session.get_one(Conversation, opinion.conversation_id)
    again = f"again-{conversation.id}"
    others: list[SQLModel] = [
        _copy(event, id=None) for event in _of(session, OpinionEvent, opinion)
    ]
    others += [
        _copy(notice, id=None, key=f"again-{notice.key}")
        for notice in _of(session, Notice, opinion)
    ]
    return (
        _copy(conversation, id=again, sender=again),
        _copy(opinion, id=None, code=f"again-{code}", conversation_id=again),
        others,
    )


T = TypeVar("T", OpinionEvent, Notice)
R = TypeVar("R", bound=SQLModel)


def _of(session: Session, table: type[T], opinion: Opinion) -> list[T]:
    return list(
        session.exec(
            select(table).where(table.opinion_id == opinion.id).order_by(col(table.id))
        ).all()
    )


def _copy(row: R, **changed: object) -> R:
    return type(row)(**{**row.model_dump(), **changed})


def _p95(taken: list[float]) -> float:
    return quantiles(taken, n=20)[18]
