"""The console's queues and lists through its own pages, on both databases."""

import re

from sqlmodel import select, text

from data.record.conversation import Channel
from data.record.notice import Audience, Delivery, Notice, NoticeState
from data.record.opinion import OpinionState
from handlers.conversation.service import Dialogue
from tests.bot.console.visitor import Visit
from tests.support.loop import BUS, LAMP, STREET, UNSURE, World
from tests.support.talk import Talk


def test_the_queue_offers_the_proposals_and_one_tap_assigns(visit: Visit, world: World) -> None:
    code = world.file(UNSURE)
    visitor = visit("小陈")
    page = visitor.get().text
    assert "待梳理 1 件" in page
    assert code[:4] in page
    answer = visitor.post(f"/items/{code}/assign", unit="T-BUILD")
    assert answer.status_code == 303
    assert world.opinion(code).unit == "清波街道城市建设科"
    assert "办好了" in visitor.get(f"/items/{code}?done=assign").text
    assert "都梳理好了" in visitor.get().text


def test_who_waits_for_a_person_is_seen_at_the_desk_and_attended_to_once(
    visit: Visit, world: World
) -> None:
    talk = Talk(Dialogue(world.database, world.reader), "kiosk-1", Channel.KIOSK, STREET)
    code = talk.file()
    talk.say("我眼睛不好，看不清")
    talk.say("我要找工作人员")
    visitor = visit("小陈")
    assert "等人 <b" in visitor.get().text
    page = visitor.get("/handoffs").text
    for word in ("等工作人员的 1 位", "一体机", "清波街道", f"/staff/items/{code}", "等了 0 分钟"):
        assert word in page
    assert "没有人在等" in visit("小林").get("/handoffs").text
    assert "没有人在等" in visit("王代表").get("/handoffs").text
    number = re.search(r"/staff/handoffs/(\d+)", page)
    assert number
    visit("小林").post(f"/handoffs/{number[1]}")
    assert "等工作人员的 1 位" in visitor.get("/handoffs").text
    assert visitor.post(f"/handoffs/{number[1]}").status_code == 303
    page = visit("市里").get("/handoffs").text
    assert "没有人在等" in page
    assert "小陈 接待" in page


def test_why_a_letter_did_not_arrive_is_said(visit: Visit, world: World) -> None:
    world.file(LAMP)
    with world.database.transaction() as session:
        received = session.exec(select(Notice)).first()
        assert received
        received.state, received.ended_at = NoticeState.DEAD, world.now
        session.add(Delivery(notice_id=received.id or 0, at=world.now, fault="线路不通"))
    page = visit("小陈").get("/undelivered").text
    assert "线路不通" in page
    assert "起不再试" in page


def test_a_state_of_a_later_release_takes_no_page_with_it(visit: Visit, world: World) -> None:
    code, other = world.file(LAMP), world.file(UNSURE)
    with world.database.transaction() as session:
        session.execute(text(f"UPDATE opinion SET state='inspected' WHERE code='{code}'"))
    visitor = visit("小陈")
    for path in ("", "/items", "/board", f"/items/{code}", f"/items/{other}"):
        assert visitor.get(path).status_code == 200, path
    assert "inspected" in visitor.get(f"/items/{code}").text
    assert visitor.post(f"/items/{code}/assign", unit="T-BUILD").status_code == 409


def test_each_role_sees_its_own(visit: Visit, world: World) -> None:
    code, bus = world.file(LAMP), world.file(BUS)
    for name, sees, sees_bus in (
        ("小陈", 200, 200),
        ("小林", 404, 404),
        ("市里", 200, 200),
        ("城管科", 200, 404),
        ("王代表", 200, 200),
    ):
        visitor = visit(name)
        assert visitor.get().status_code == 200
        assert visitor.get("/board").status_code == 200
        assert visitor.get(f"/items/{code}").status_code == sees, name
        assert visitor.get(f"/items/{bus}").status_code == sees_bus, name
        assert (code in visitor.get("/items").text) is (sees == 200)


def test_a_deputy_claims_and_answers_from_the_phone(visit: Visit, world: World) -> None:
    code = world.file(LAMP)
    deputy = visit("王代表")
    assert "可以认领的 1 件" in deputy.get().text
    deputy.post(f"/items/{code}/claim")
    assert "我认领的 1 件" in deputy.get().text
    deputy.post(f"/items/{code}/answer", words="修好了")
    assert world.opinion(code).state is OpinionState.ANSWERED


def test_filing_for_a_resident_at_the_desk_once(visit: Visit, world: World) -> None:
    visitor = visit("小陈")
    once = {"text": LAMP, "reporter": "李阿姨", "once": "same"}
    one, two = visitor.post("/new", **once), visitor.post("/new", **once)
    assert one.headers["location"] == two.headers["location"]
    code = one.headers["location"].split("/")[-1].split("?")[0]
    assert world.events(code)[0].actor == "staff:小陈"
    assert "登记好了" in visitor.get(f"/items/{code}?done=filed").text
    assert visitor.post("/new", text="  ").status_code == 422


def test_what_is_too_long_to_be_filed_is_named_and_not_cut(visit: Visit) -> None:
    visitor = visit("小陈")
    where = "清波街道" * 60
    refused = visitor.post("/new", text=LAMP, where=where)
    assert refused.status_code == 422
    assert "“地方”" in refused.text
    assert where in refused.text
    assert visitor.post("/new", text="长" * 12_001).status_code == 422
    assert visitor.post("/new", text=LAMP, where=where[:200]).status_code == 303


def test_search_finds_by_code_words_and_place(visit: Visit, world: World) -> None:
    code = world.file(LAMP)
    world.file(UNSURE)
    visitor = visit("小陈")
    for query in (code, f"{code[:4]} {code[4:]}", "路灯", "清波街道"):
        assert code in visitor.get(f"/items?q={query}").text
    assert code not in visitor.get("/items?q=地铁").text
    assert code not in visitor.get("/items?state=closed").text
    assert visitor.get("/items?q=%25&state=nonsense&before=1").status_code == 200


def test_what_was_not_delivered_is_counted_shown_and_sent_again(visit: Visit, world: World) -> None:
    code = world.file(LAMP)
    with world.database.transaction() as session:
        unit = select(Notice).where(Notice.audience == Audience.UNIT)
        session.exec(unit).one().state = NoticeState.DEAD
    visitor = visit("小陈")
    assert '<b class="count bad">1</b>' in visitor.get("/items").text
    page = visitor.get("/undelivered").text
    assert "新交办" in page
    number = re.search(r"/staff/undelivered/(\d+)", page)
    assert number
    visit("小林").post(f"/undelivered/{number[1]}")
    assert "新交办" in visitor.get("/undelivered").text
    again = visitor.post(f"/undelivered/{number[1]}")
    assert again.headers["location"] == "/staff/undelivered"
    assert "都送到了" in visitor.get("/undelivered").text
    assert world.notices(code, "unit")[0].state is not NoticeState.DEAD
