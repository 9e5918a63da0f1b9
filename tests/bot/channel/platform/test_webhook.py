"""The outside platform's face: signed both ways, each event once."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from bot.channel.log_file import LogFileTransport
from bot.channel.platform import transport as channel
from data.settings import Settings
from handlers.account import signature
from handlers.notification.dispatcher import DeliveryError, OutgoingMessage
from tests.support.loop import BUS, STREET, World
from tests.support.platform import SECRET

OTHER = "whsec_YW5vdGhlciBzZWNyZXQgdGhhbiB0aGF0IG9uZQ=="


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"platform_secret": SECRET})


def send(
    client: TestClient, event: str, secret: str = SECRET, late: int = 0, **message: object
) -> httpx.Response:
    body = json.dumps(message).encode()
    headers = signature.headers(secret, event, body, datetime.now(UTC) - timedelta(seconds=late))
    return client.post("/api/platform/events", content=body, headers=headers)


@pytest.fixture
def code(client: TestClient) -> str:
    """A transferred opinion."""
    services = client.app.state.services  # type: ignore[attr-defined]
    return World(services.database, services.understander).file(BUS, STREET)


def test_accepts_handles_answers(client: TestClient, code: str) -> None:
    for number, (action, state) in enumerate(
        [("accept", "transferred"), ("progress", "transferred"), ("answer", "answered")]
    ):
        answer = send(client, f"e{number}", code=code, action=action, words="加了三班车")
        assert answer.json() == {"code": code, "state": state}


def test_the_same_event_is_done_once(client: TestClient, code: str) -> None:
    for _ in range(3):
        assert send(client, "e1", code=code, action="return", words="不归我们").is_success
    assert send(client, "e2", code=code, action="answer", words="x").status_code == 409


@pytest.mark.parametrize(
    ("secret", "late"), [(OTHER, 0), (SECRET, 310), (SECRET, -310), (SECRET, 86_400), ("", 0)]
)
def test_a_wrong_or_old_signature_is_refused(
    client: TestClient, code: str, secret: str, late: int
) -> None:
    answer = send(client, "e1", secret, late, code=code, action="accept")
    assert answer.status_code == 401


@pytest.mark.parametrize("late", [-290, 290])
def test_clocks_may_differ_by_five_minutes(client: TestClient, code: str, late: int) -> None:
    assert send(client, "e1", late=late, code=code, action="accept").is_success


def test_what_was_signed_cannot_be_changed(client: TestClient, code: str) -> None:
    body = json.dumps({"code": code, "action": "answer", "words": "加了三班车"}).encode()
    right = signature.headers(SECRET, "e1", body, datetime.now(UTC))
    signed = right[signature.SIGNATURE]
    later = str(int(right[signature.TIMESTAMP]) + 1)
    wrong: list[tuple[dict[str, str], bytes]] = [
        (right, body.replace(b"answer", b"return")),
        (right, b"\xff" + body),
        ({**right, signature.ID: "e2"}, body),
        ({**right, signature.TIMESTAMP: later}, body),
        *(({**right, signature.TIMESTAMP: at}, body) for at in ("", "now", "nan", "1e400")),
        *(
            ({**right, signature.SIGNATURE: each}, body)
            for each in ("", "v1", "v1,", "v1,!", "v2" + signed[2:], "v1,a,a", "v1,AAAA")
        ),
        *(({k: v for k, v in right.items() if k != name}, body) for name in right),
    ]
    for headers, content in wrong:
        answer = client.post("/api/platform/events", content=content, headers=headers)
        assert answer.status_code == 401, headers
    two = {**right, signature.SIGNATURE: f"v1,AAAA {signed}"}  # as while a secret is changed
    assert client.post("/api/platform/events", content=body, headers=two).is_success


@pytest.mark.parametrize("secret", ["whsec_", "whsec_秘密", "whsec_!!!!", "whsec_A"])
def test_a_secret_that_cannot_be_decoded_is_told_at_the_start(
    monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setenv("XIAOQING_PLATFORM_SECRET", secret)
    with pytest.raises(ValidationError) as told:
        Settings()
    assert secret not in str(told.value).replace("nothing follows whsec_", "")


def test_what_cannot_be_understood_changes_nothing(client: TestClient, code: str) -> None:
    assert send(client, "e1", code=code, action="dance").status_code == 422
    assert send(client, "e1", code="00000000", action="accept").status_code == 404
    assert send(client, "e1", code=code, action="answer").status_code == 422
    assert send(client, "e" * 101, code=code, action="accept").status_code == 422


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

    transport = channel.PlatformTransport(
        "http://platform/events", SECRET, lambda: datetime.now(UTC)
    )
    transport._client = httpx.Client(transport=httpx.MockTransport(platform))
    outgoing = OutgoingMessage("12345678.3-k", "platform", "路灯", '{"event":"transfer"}')
    if final is None:
        transport.carry(outgoing)
    else:
        with pytest.raises(DeliveryError) as failed:
            transport.carry(outgoing)
        assert failed.value.final is final
    headers = seen[0].headers
    assert headers[signature.ID] == "12345678-3-k"
    assert signature.valid(SECRET, headers, seen[0].content)


def test_the_log_door_writes_a_line_a_notice(tmp_path: Path) -> None:
    log = LogFileTransport(tmp_path / "notices.log")
    log.carry(OutgoingMessage("k1", "a", "第一件"))
    log.carry(OutgoingMessage("k2", "b", "第二件"))
    lines = (tmp_path / "notices.log").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["key"] for line in lines] == ["k1", "k2"]
    with pytest.raises(DeliveryError):
        LogFileTransport(tmp_path / "missing" / "notices.log").carry(OutgoingMessage("k", "a", "x"))
