"""The API holds what its own description promises: schemathesis asks it everything it can."""

from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
import schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.testclient import TestClient

from data.record.account import Role
from data.settings import Settings
from handlers.account import accounts
from handlers.account.accounts import Post
from handlers.action.perform import ACTIONS
from tests.support.loop import LAMP, STREET, World


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


@pytest.fixture
def api(client: TestClient) -> tuple[schemathesis.BaseSchema, str]:
    """The description of a running application, with a token and a few opinions in it."""
    services = client.app.state.services  # type: ignore[attr-defined]
    world = World(services.database, services.understander, now=datetime.now(UTC))
    world.file(LAMP)
    with services.database.transaction() as session:
        token = accounts.add_token(session, "s", Post(Role.STAFF, STREET), datetime.now(UTC))
    schema = schemathesis.openapi.from_asgi("/openapi.json", client.app)
    return schema.include(path_regex="^/api/opinions"), token


def test_what_is_promised_holds(api: tuple[schemathesis.BaseSchema, str]) -> None:
    described, token = api
    # Not schema.parametrize: its plug-in does not know the subtests of pytest 9 yet.
    asked = 0
    for found in described.get_all_operations():
        operation = found.ok()
        takes_a_step = operation.method == "post" and "{code}" in operation.path

        @hypothesis.given(case=operation.as_strategy())
        @hypothesis.settings(max_examples=12 if takes_a_step else 60, deadline=None, database=None)
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(
                headers={"Authorization": f"Bearer {token}"},
                # A code of the right shape may be in no table: no schema can say so.
                excluded_checks=[positive_data_acceptance],
            )

        ask()
        asked += 1
    assert asked == 3 + len(ACTIONS)
