"""The outside platform's face: signed both ways, each event once."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from bot.channel.log_file import LogDoor
from bot.channel.platform import sender as door
from data.settings import Settings
from handlers.account import signature
from handlers.notification.dispatcher import DeliveryError, Parcel
from tests.loop import BUS, STREET, World

SECRET = "a secret of both"
NOW = datetime(2026, 3, 5, 2, 30, tzinfo=UTC)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"platform_secret": SECRET})


def send(
    client: TestClient, secret: str = SECRET, late: int = 0, **message: object
) -> httpx.Response:
    body = json.dumps(message).encode()
    at = str(int((datetime.now(UTC) - timedelta(seconds=late)).timestamp()))
    headers = {door.TIMESTAMP: at, door.SIGNATURE: signature.sign(secret, at, body)}
    return client.post("/api/platform/events", content=body, headers=headers)


@pytest.fixture
def code(client: TestClient) -> str:
    """A transferred opinion."""
    house = client.app.state.house  # type: ignore[attr-defined]
    return World(house.database, house.understander).file(BUS, STREET)


def test_accepts_handles_answers(client: TestClient, code: str) -> None:
    for number, (action, state) in enumerate(
        [("accept", "transferred"), ("progress", "transferred"), ("answer", "answered")]
    ):
        answer = send(client, event=f"e{number}", code=code, action=action, words="加了三班车")
        assert answer.json() == {"code": code, "state": state}


def test_the_same_event_is_done_once(client: TestClient, code: str) -> None:
    for _ in range(3):
        assert send(client, event="e1", code=code, action="return", words="不归我们").is_success
    assert send(client, event="e2", code=code, action="answer", words="x").status_code == 409


@pytest.mark.parametrize(
    ("secret", "late"), [("another", 0), (SECRET, 600), (SECRET, -600), ("", 0)]
)
def test_a_wrong_or_old_signature_is_refused(
    client: TestClient, code: str, secret: str, late: int
) -> None:
    answer = send(client, secret, late, event="e1", code=code, action="accept")
    assert answer.status_code == 401


def test_what_cannot_be_understood_changes_nothing(client: TestClient, code: str) -> None:
    assert send(client, event="e1", code=code, action="dance").status_code == 422
    assert send(client, event="e1", code="00000000", action="accept").status_code == 404
    assert send(client, event="e1", code=code, action="answer").status_code == 422


@pytest.mark.parametrize(
    ("status", "final"), [(200, None), (400, True), (429, False), (500, False), (503, False)]
)
def test_what_the_platform_answers_decides_whether_to_try_again(
    status: int, final: bool | None
) -> None:
    seen: list[httpx.Request] = []

    def platform(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(status)

    carrier = door.PlatformDoor("http://platform/events", SECRET, lambda: NOW)
    carrier._client = httpx.Client(transport=httpx.MockTransport(platform))
    parcel = Parcel("k", "platform", "路灯", '{"event":"transfer"}')
    if final is None:
        carrier.carry(parcel)
    else:
        with pytest.raises(DeliveryError) as failed:
            carrier.carry(parcel)
        assert failed.value.final is final
    headers = seen[0].headers
    assert headers[door.EVENT] == "k"
    assert signature.valid(
        SECRET, headers[door.TIMESTAMP], seen[0].content, headers[door.SIGNATURE], NOW
    )


def test_the_log_door_writes_a_line_a_notice(tmp_path: Path) -> None:
    log = LogDoor(tmp_path / "notices.log")
    log.carry(Parcel("k1", "a", "第一件"))
    log.carry(Parcel("k2", "b", "第二件"))
    lines = (tmp_path / "notices.log").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["key"] for line in lines] == ["k1", "k2"]
    with pytest.raises(DeliveryError):
        LogDoor(tmp_path / "missing" / "notices.log").carry(Parcel("k", "a", "x"))
