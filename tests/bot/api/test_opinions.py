"""The API for programs, with real tokens, on both databases."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from data.record.account import Role
from data.record.station import Representative
from handlers.account import accounts
from handlers.account.accounts import Post
from tests.support.loop import LAMP, NEXT_STREET, STREET, UNSURE

Call = Callable[..., tuple[int, dict[str, object]]]


@pytest.fixture
def call(client: TestClient) -> Call:
    """Call the API as somebody: each name gets a token at its first call."""
    services = client.app.state.services  # type: ignore[attr-defined]
    posts = {
        "app": Post(Role.RESIDENT),
        "other app": Post(Role.RESIDENT),
        "desk": Post(Role.STAFF, STREET),
        "next desk": Post(Role.STAFF, NEXT_STREET),
        "unit": Post(Role.UNIT, STREET, "T-CITY"),
        "deputy": Post(Role.REPRESENTATIVE, representative="R1"),
        "city": Post(Role.CITY),
    }
    tokens: dict[str, str] = {}
    with services.database.transaction() as session:
        session.add(Representative(code="R1", name="王代表", station_code=STREET))
        session.flush()
        for name, post in posts.items():
            tokens[name] = accounts.add_token(session, name, post, datetime.now(UTC))

    def run(
        who: str | None, method: str, path: str, key: str | None = None, **body: object
    ) -> tuple[int, dict[str, object]]:
        headers = {"Authorization": f"Bearer {tokens[who]}"} if who else {}
        if key:
            headers["Idempotency-Key"] = key
        json = body or None
        answer = client.request(method, f"/api/opinions{path}", headers=headers, json=json)
        return answer.status_code, answer.json()

    return run


def filed(call: Call, text: str = LAMP, who: str = "app", **more: object) -> str:
    status, opinion = call(who, "POST", "", text=text, station=STREET, **more)
    assert status == 201, opinion
    return str(opinion["code"])


def test_without_a_token_nothing_is_said(call: Call) -> None:
    for method, path in (("GET", ""), ("GET", "/12345678"), ("POST", ""), ("POST", "/1/sort")):
        body = {"text": "x"} if (method, path) == ("POST", "") else {}
        status, answer = call(None, method, path, **body)
        assert status == 401
        assert answer["detail"]["code"] == "unauthorized"  # type: ignore[index]


def test_an_opinion_with_everything_that_is_known_of_it(call: Call) -> None:
    code = filed(call, reporter="王秀英", phone="13588123456")
    status, opinion = call("desk", "GET", f"/{code}")
    assert status == 200
    assert opinion["state"] == "assigned"
    assert opinion["place"]["name"] == "上城区清波街道"  # type: ignore[index]
    assert opinion["topics"][0]["path"][0] == "城乡建设"  # type: ignore[index]
    assert opinion["jurisdiction"]["level"] == "township"  # type: ignore[index]
    assert opinion["jurisdiction"]["reasons"]  # type: ignore[index]
    assert [event["action"] for event in opinion["events"]] == ["file", "assign"]  # type: ignore[index, union-attr]
    assert opinion["phone"] == "13588123456"
    _, seen = call("unit", "GET", f"/{code}")
    assert (seen["reporter"], seen["phone"]) == ("王**", "135****3456")


def test_each_sees_only_their_own(call: Call) -> None:
    code = filed(call)
    for who, status in (
        ("app", 200),
        ("other app", 404),
        ("desk", 200),
        ("next desk", 404),
        ("unit", 200),
        ("deputy", 200),
        ("city", 200),
    ):
        assert call(who, "GET", f"/{code}")[0] == status, who
        listed = call(who, "GET", "")[1]
        assert [one["code"] for one in listed] == ([code] if status == 200 else [])  # type: ignore[index, call-overload]


def test_through_the_loop(call: Call) -> None:
    code = filed(call)
    assert call("deputy", "POST", f"/{code}/claim")[0] == 200
    assert call("deputy", "POST", f"/{code}/progress", words="去看过了")[0] == 200
    assert call("deputy", "POST", f"/{code}/answer", words="修好了")[0] == 200
    status, opinion = call("app", "POST", f"/{code}/evaluate", grade="satisfied")
    assert (status, opinion["state"]) == (200, "evaluated")
    status, opinion = call("desk", "POST", f"/{code}/close")
    assert (status, opinion["state"]) == (200, "closed")


def test_a_refused_step_says_what_is_possible(call: Call) -> None:
    code = filed(call)
    status, answer = call("desk", "POST", f"/{code}/close")
    assert status == 409
    detail = answer["detail"]
    assert detail["state"] == "assigned"  # type: ignore[index]
    assert "answer" in detail["possible"]  # type: ignore[index]
    assert detail["last"]["action"] == "assign"  # type: ignore[index]
    assert "已交办" in detail["words"]  # type: ignore[index]


def test_what_is_missing_is_named(call: Call) -> None:
    code = filed(call)
    status, answer = call("unit", "POST", f"/{code}/answer")
    assert (status, answer["detail"]["field"]) == (422, "words")  # type: ignore[index]
    assert call("app", "POST", "", text=" ")[0] == 422
    assert call("app", "POST", "", text="x", station="nowhere")[0] == 422
    assert call("unit", "POST", "", text="x")[0] == 403


def test_the_same_key_files_and_acts_once(call: Call) -> None:
    one = call("app", "POST", "", "k1", text=LAMP, station=STREET)[1]["code"]
    two = call("app", "POST", "", "k1", text=LAMP, station=STREET)[1]["code"]
    other = call("other app", "POST", "", "k1", text=LAMP, station=STREET)[1]["code"]
    assert one == two != other
    for _ in range(2):
        assert call("app", "POST", f"/{one}/urge", "k2")[0] == 200
    assert call("desk", "GET", f"/{one}")[1]["urged"] == 1


def test_lists_are_filtered_and_paged(call: Call) -> None:
    codes = [filed(call, f"清波街道{n}幢楼下的路灯坏了") for n in "一二三四五"]
    filed(call, UNSURE)
    listed = call("desk", "GET", "?state=assigned&limit=3")[1]
    assert [one["code"] for one in listed] == codes[:1:-1]  # type: ignore[index, call-overload]
    rest = call("desk", "GET", f"?state=assigned&before={codes[2]}")[1]
    assert [one["code"] for one in rest] == codes[1::-1]  # type: ignore[index, call-overload]
    assert len(call("desk", "GET", "?q=三幢")[1]) == 1
    assert call("desk", "GET", f"?q={codes[0]}")[1][0]["code"] == codes[0]  # type: ignore[index]
    assert call("desk", "GET", "?state=nonsense")[0] == 422


def test_a_deputy_s_own_observation_enters_the_same_loop(call: Call) -> None:
    code = filed(call, who="deputy")
    events = call("desk", "GET", f"/{code}")[1]["events"]
    assert str(events[0]["actor"]).startswith("representative:")  # type: ignore[index]
