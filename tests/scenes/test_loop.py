"""The loop from end to end: residents talk, staff, deputies and units act over HTTP, the clock
goes its rounds, and the platform answers with signed events."""

import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import httpx
import pytest
from fastapi.testclient import TestClient

from bot.app import create_app
from data.record.account import Role
from data.record.station import Representative
from data.settings import Settings
from handlers.account import accounts, signature
from handlers.account.accounts import Post
from handlers.action import escalation
from nlu.understander import Understander
from tests.conftest import share_cache
from tests.support.loop import BUS, DISTRICT, LAMP, STREET, World
from tests.support.platform import SECRET, Platform, receiving

COMMUNITIES = ("柳翠社区", "清波门社区", "定安路社区", "劳动路社区")


class Town:
    """A street of Hangzhou: whoever lives and works there, each at a door of their own."""

    def __init__(self, client: TestClient, platform: Platform) -> None:
        self.client, self.platform = client, platform
        services = client.app.state.services  # type: ignore[attr-defined]
        self.database = services.database
        self.world = World(services.database, services.understander, now=datetime.now(UTC))
        self.tokens: dict[str, str] = {}
        self._events = 0
        posts = {
            "desk": Post(Role.STAFF, STREET),
            "county": Post(Role.STAFF, DISTRICT),
            "lamps": Post(Role.UNIT, STREET, "T-CITY"),
            "works": Post(Role.UNIT, STREET, "T-BUILD"),
            "deputy": Post(Role.REPRESENTATIVE, representative="R1"),
            "other deputy": Post(Role.REPRESENTATIVE, representative="R2"),
        }
        with self.database.transaction() as session:
            for code in ("R1", "R2"):
                session.add(Representative(code=code, name=code, station_code=STREET))
            session.flush()
            for name, post in posts.items():
                self.tokens[name] = accounts.add_token(session, name, post, datetime.now(UTC))

    def says(self, who: str, text: str) -> str:
        """A resident says something in the chat; the answer."""
        body = {"sender": who, "message": text}
        (answer,) = self.client.post("/webhooks/rest/webhook", json=body).json()
        return str(answer["text"])

    def files(self, who: str, matter: str = LAMP) -> str:
        """A resident tells a matter to the end; the receipt code."""
        answer = self.says(who, matter)
        for _ in range(4):
            if "编号是" in answer:
                break
            answer = self.says(who, "对的" if "对吗" in answer else "不留")
        found = re.search(r"编号是 (\d{4} \d{4})", answer)
        assert found, answer
        return found[1].replace(" ", "")

    def does(self, who: str, action: str, code: str, **form: str) -> dict[str, object]:
        """Staff, a deputy or a unit acts; the opinion afterwards."""
        answer = self._post(who, f"/{code}/{action}", form)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def may_not(self, who: str, action: str, code: str, **form: str) -> None:
        assert self._post(who, f"/{code}/{action}", form).status_code in (404, 409)

    def sees(self, code: str) -> dict[str, object]:
        """The opinion as the county's desk sees it."""
        headers = {"Authorization": f"Bearer {self.tokens['county']}"}
        return dict(self.client.get(f"/api/opinions/{code}", headers=headers).json())

    def steps(self, code: str) -> list[str]:
        return [str(event["action"]) for event in self.sees(code)["events"]]  # type: ignore[attr-defined]

    def platform_says(self, code: str, action: str, words: str = "") -> None:
        """The platform sends an event, twice, as lines that break make it do."""
        self._events += 1
        body = json.dumps({"code": code, "action": action, "words": words}).encode()
        headers = signature.headers(SECRET, f"p-{self._events}", body, datetime.now(UTC))
        for _ in range(2):
            answer = self.client.post("/api/platform/events", content=body, headers=headers)
            assert answer.status_code == 200, answer.text

    def days_pass(self, days: int) -> None:
        """The clock goes round every six hours."""
        for _ in range(days * 4):
            self.world.later(hours=6)
            escalation.go_round(self.database, self.world.now)

    def notices(self, code: str, audience: str) -> list[tuple[str, str]]:
        return [(notice.address, notice.words) for notice in self.world.notices(code, audience)]

    def _post(self, who: str, path: str, form: dict[str, str]) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.tokens[who]}"}
        return self.client.post(f"/api/opinions{path}", headers=headers, json=form)


@pytest.fixture
def town(settings: Settings, reader: Understander) -> Iterator[Town]:
    share_cache(settings.home)
    with receiving() as platform:
        told = {
            "speech": "none",
            "station": STREET,
            "platform_url": platform.url,
            "platform_secret": SECRET,
        }
        with TestClient(create_app(settings.model_copy(update=told))) as client:
            yield Town(client, platform)


def wait_until(what: str, reached: Callable[[], bool]) -> None:
    """The worker has its own pace."""
    deadline = time.monotonic() + 60
    while not reached():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def test_the_township_route_to_a_satisfied_resident(town: Town) -> None:
    kiosk = town.client.post("/api/conversations", json={}).json()["conversation"]

    def speaks(text: str) -> dict[str, object]:
        url = f"/api/conversations/{kiosk}/turns"
        return dict(town.client.post(url, json={"text": text}).json())

    speaks("清波街道三幢楼下的路灯坏了两个星期了")
    speaks("不留")
    receipt = speaks("对的")["card"]
    code = str(receipt["code"]).replace(" ", "")  # type: ignore[index]
    town.does("lamps", "progress", code, words="已经派人去看了")
    town.does("lamps", "answer", code, words="换了一只新灯，晚上亮了")
    speaks("/restart")
    assert "换了一只新灯" in str(speaks(code)["text"])
    assert "谢谢" in str(speaks("满意")["text"])
    assert town.sees(code)["state"] == "evaluated"
    town.days_pass(4)
    assert town.sees(code)["state"] == "closed"
    assert town.steps(code) == ["file", "assign", "progress", "answer", "evaluate", "close"]


def test_the_county_route_through_the_platform_and_back(town: Town) -> None:
    town.platform.refuses = 1
    code = town.files("a citizen", BUS)
    assert town.sees(code)["state"] == "transferred"
    wait_until("the platform heard of it", lambda: town.platform.told(code) == ["transfer"])
    assert town.platform.faults == []
    town.platform_says(code, "accept")
    town.platform_says(code, "progress", "公交公司在排班")
    town.platform_says(code, "answer", "早晚各加三班车")
    assert "早晚各加三班车" in town.says("a citizen", "你好")
    assert "谢谢" in town.says("a citizen", "满意")
    assert town.steps(code) == ["file", "transfer", "progress", "progress", "answer", "evaluate"]


def test_eleven_residents_one_trouble_one_suggestion(town: Town) -> None:
    codes = [
        town.files(f"resident {n}", f"清波街道{COMMUNITIES[n % 4]}的路灯都太暗了，晚上看不清路")
        for n in range(11)
    ]
    first = codes[0]
    for code in codes[1:]:
        town.does("desk", "merge", code, into=first)
    town.may_not("desk", "suggest", first, title="x", words="y")
    town.does("deputy", "claim", first)
    suggestion = {"title": "关于改造老旧小区路灯的建议", "words": "十一位居民、四个社区都反映……"}
    town.does("deputy", "suggest", first, **suggestion)
    for n in range(11):
        assert "关于改造老旧小区路灯的建议" in town.says(f"resident {n}", "你好")
    town.does("deputy", "answer", first, words="已列入明年的改造计划")
    for n in range(11):
        assert "明年的改造计划" in town.says(f"resident {n}", "你好")


def test_the_wrong_unit_sends_it_back_to_the_desk(town: Town) -> None:
    code = town.files("resident")
    before = town.notices(code, "resident")
    town.does("lamps", "return", code, reason="这里的灯归城建科")
    assert town.sees(code)["state"] == "returned"
    assert town.notices(code, "resident") == before
    town.may_not("lamps", "answer", code, words="x")
    town.does("desk", "assign", code, unit="T-BUILD")
    town.does("works", "answer", code, words="修好了")
    assert "修好了" in town.says("resident", "你好")


def test_a_late_item_climbs_from_the_unit_to_the_county(town: Town) -> None:
    code = town.files("resident")
    town.days_pass(30)
    assert town.steps(code)[2:] == ["remind", "escalate", "escalate", "escalate"]
    assert {address for address, _ in town.notices(code, "station")} == {STREET, DISTRICT}
    assert any("超期" in words for _, words in town.notices(code, "unit"))


def test_a_dissatisfied_resident_is_heard_once_more(town: Town) -> None:
    code = town.files("resident")
    town.does("lamps", "answer", code, words="修好了")
    assert "满意" in town.says("resident", code)
    assert "哪里没办好" in town.says("resident", "不满意")
    assert "重办" in town.says("resident", "来了一趟，第二天又不亮了")
    assert town.sees(code)["state"] == "returned"
    assert "第二天又不亮了" in str(town.sees(code)["events"])
    town.does("desk", "assign", code, unit="T-CITY")
    town.does("lamps", "answer", code, words="换了整条线")
    town.says("resident", code)
    town.says("resident", "还是不满意，太慢了")
    assert town.sees(code)["state"] == "evaluated"


def test_a_withdrawal(town: Town) -> None:
    code = town.files("resident")
    assert "撤回" in town.says("resident", "那件事解决了，不用办了，撤回吧")
    town.says("resident", "对的")
    assert town.sees(code)["state"] == "withdrawn"
    assert any("撤回" in words for _, words in town.notices(code, "unit"))
    town.may_not("lamps", "answer", code, words="x")


def test_a_silent_claim_is_released(town: Town) -> None:
    code = town.files("resident", "各个社区都有电动车停在楼道里充电，很危险")
    town.does("deputy", "claim", code)
    town.may_not("other deputy", "claim", code)
    town.days_pass(8)
    assert town.steps(code)[-2:] == ["remind", "release"]
    town.does("other deputy", "claim", code)
