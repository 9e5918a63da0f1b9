"""Who visits the console, and what lies there."""

from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from data.record.account import Role
from data.record.station import Representative
from handlers.account import accounts
from handlers.account.accounts import Post
from tests.bot.console.visitor import PASSWORD, Visit, Visitor
from tests.support.loop import NEXT_STREET, STREET, World


@pytest.fixture
def world(client: TestClient) -> World:
    services = client.app.state.services  # type: ignore[attr-defined]
    return World(services.database, services.understander, now=datetime.now(UTC))


@pytest.fixture
def visit(client: TestClient, world: World) -> Visit:
    """Sign in as one of the people."""
    posts = {
        "小陈": Post(Role.STAFF, STREET),
        "小林": Post(Role.STAFF, NEXT_STREET),
        "市里": Post(Role.CITY),
        "城管科": Post(Role.UNIT, STREET, "T-CITY"),
        "王代表": Post(Role.REPRESENTATIVE, representative="R1"),
    }
    with world.database.transaction() as session:
        session.add(Representative(code="R1", name="王代表", station_code=STREET))
        session.flush()
        for name, post in posts.items():
            accounts.add_person(session, name, post, PASSWORD, world.now)

    def enter(name: str) -> Visitor:
        visitor = Visitor(client, name)
        assert visitor.sign_in().status_code == 303
        return visitor

    return enter
