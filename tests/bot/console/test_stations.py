"""Stations, their deputies and codes to print, on both databases."""

import re

from sqlmodel import select

from data.record.conversation import Channel
from data.record.notice import Audience
from data.record.station import Representative
from handlers.account import qr_code as codes
from handlers.conversation.service import Dialogue
from tests.bot.console.visitor import Visit
from tests.support.loop import LAMP, NEXT_STREET, STREET, World
from tests.support.talk import Talk


def test_the_station_s_page_says_who_can_sign_in(visit: Visit) -> None:
    page = visit("小陈").get(f"/stations/{STREET}").text.split("能登录的")[1]
    assert "小陈" in page
    assert "小林" not in page


def test_codes_to_print(visit: Visit) -> None:
    visitor = visit("小陈")
    assert STREET in visitor.get("/stations").text
    page = visitor.get(f"/stations/{STREET}").text
    assert "王代表" in page
    for path in (f"/stations/{STREET}/code.svg", f"/stations/{STREET}/deputies/R1.svg"):
        picture = visitor.get(path)
        assert picture.headers["content-type"] == "image/svg+xml"
        assert b"<svg" in picture.content
    assert visitor.get(f"/stations/{NEXT_STREET}").status_code == 404
    assert visit("王代表").get(f"/stations/{STREET}/code.svg").status_code == 404


def test_a_code_that_is_revoked_leads_nowhere(visit: Visit, world: World) -> None:
    visitor = visit("小陈")
    talk = Talk(Dialogue(world.database, world.reader), "phone", Channel.TELEGRAM)

    def token(deputy: Representative | None = None) -> str:
        visitor.get(f"/stations/{STREET}/code.svg")
        with world.database.transaction() as session:
            return codes.token(codes.standing(session, STREET, deputy, world.now))

    first = token()
    assert "清波街道" in talk.say(f"/start {first}").text
    assert visitor.post(f"/stations/{STREET}/revoke").status_code == 303
    assert "不用了" in talk.say(f"/start {first}").text
    assert "清波街道" in talk.say(f"/start {token()}").text
    forged = first[:-1] + ("A" if first[-1] != "A" else "B")
    assert "不用了" in talk.say(f"/start {forged}").text


def test_what_is_told_to_a_deputy_s_code_goes_to_that_deputy(visit: Visit, world: World) -> None:
    visit("小陈").get(f"/stations/{STREET}/deputies/R1.svg")
    with world.database.transaction() as session:
        deputy = session.exec(select(Representative).where(Representative.code == "R1")).one()
        number = deputy.id
        token = codes.token(codes.standing(session, STREET, deputy, world.now))
    talk = Talk(Dialogue(world.database, world.reader), "phone", Channel.TELEGRAM)
    assert "王代表" in talk.say(f"/start {token}").text
    talk.say(LAMP)
    receipt = talk.say("不留")
    assert receipt.card
    assert receipt.card.code
    code = receipt.card.code.replace(" ", "")
    assert world.opinion(code).addressed_id == number
    told = world.notices(code, Audience.REPRESENTATIVE)
    assert [(notice.address, "代表码" in notice.words) for notice in told] == [(str(number), True)]


def test_a_chat_is_bound_by_a_code_that_is_shown_once(visit: Visit, world: World) -> None:
    visitor = visit("小陈")
    page = visitor.post(f"/stations/{STREET}/invite", deputy="R1").text
    given = re.search(r"/bind ([A-Z0-9]{10})", page)
    assert given
    talk = Talk(Dialogue(world.database, world.reader), "phone", Channel.TELEGRAM)
    assert "王代表" in talk.say(f"/bind {given[1]}").text
    assert "已绑定聊天" in visitor.get(f"/stations/{STREET}").text
    assert given[1] not in visitor.get(f"/stations/{STREET}").text
    assert visit("王代表").post(f"/stations/{STREET}/invite", deputy="R1").status_code == 404
    assert visitor.post(f"/stations/{NEXT_STREET}/invite", deputy="R1").status_code == 404


def test_a_new_deputy_gets_a_code_to_print(visit: Visit) -> None:
    visitor = visit("小陈")
    answer = visitor.post(f"/stations/{STREET}/deputies", name="李代表", phone="13588123456")
    assert answer.status_code == 303
    page = visitor.get(f"/stations/{STREET}").text
    assert "李代表" in page
    assert f"{STREET}-1" in page
    assert "13588123456" not in page
    assert visitor.post(f"/stations/{STREET}/deputies", name=" ").status_code == 422
    assert visitor.post(f"/stations/{STREET}/deputies", name="x", grid="1").status_code == 422
    assert visitor.post(f"/stations/{NEXT_STREET}/deputies", name="x").status_code == 422
