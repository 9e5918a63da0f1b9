"""The console through its own pages, on both databases: sign-in, roles, forged forms, deeds."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlencode

import httpx
import pytest
from sqlmodel import select, text
from starlette.testclient import TestClient

from bot.console.auth import MOST_BYTES
from data.record.account import Account, Look, Role
from data.record.attachment import AttachmentKind
from data.record.conversation import Channel, Utterance, UtteranceState
from data.record.notice import Audience, Delivery, Notice, NoticeState
from data.record.opinion import OpinionState
from data.record.station import Representative
from data.settings import Settings
from handlers.account import accounts
from handlers.account import qr_code as codes
from handlers.account.accounts import Post
from handlers.conversation.service import Dialogue
from handlers.message.turn import Enclosed
from handlers.opinion.actor import RESIDENT, of_representative
from tests.support.loop import BUS, LAMP, NEXT_STREET, STREET, UNIT, UNSURE, World
from tests.support.talk import Talk

PASSWORD = "correct horse battery"
Visit = Callable[..., "Visitor"]


class Visitor:
    """Somebody at a browser of their own."""

    def __init__(self, client: TestClient, name: str) -> None:
        self.client, self.name = client, name
        self.cookies: dict[str, str] = {}

    def sign_in(self, password: str = PASSWORD) -> httpx.Response:
        form = {"name": self.name, "password": password}
        answer = self._send("POST", "/staff/sign-in", data=form)
        if answer.status_code == 303:
            self.cookies = {"xiaoqing_staff": answer.cookies["xiaoqing_staff"]}
        return answer

    def get(self, path: str = "") -> httpx.Response:
        return self._send("GET", f"/staff{path}")

    def post(self, path: str, **fields: str) -> httpx.Response:
        """Send a form with the secret that the pages carry."""
        page = self.get("/new" if "/new" in path else "").text
        secret = re.search(r'name="csrf" value="([^"]+)"', page)
        return self._send(
            "POST", f"/staff{path}", data={"csrf": secret[1] if secret else "", **fields}
        )

    def _send(self, method: str, path: str, **more: object) -> httpx.Response:
        self.client.cookies.clear()
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        return self.client.request(method, path, headers=headers, follow_redirects=False, **more)  # type: ignore[arg-type]


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


def test_nobody_gets_in_without_signing_in(client: TestClient) -> None:
    pages = ("", "/items", "/board", "/new", "/undelivered", "/handoffs", "/stations")
    for path in (*pages, "/items/12345678"):
        answer = Visitor(client, "x").get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/staff/sign-in")
    assert "密码" in Visitor(client, "x").get("/sign-in").text


def test_signing_in_gives_a_new_session_each_time_and_out_ends_it(visit: Visit) -> None:
    one = visit("小陈")
    before = dict(one.cookies)
    one.sign_in()
    assert one.cookies != before
    old = Visitor(one.client, "小陈")
    old.cookies = before
    assert old.get().status_code == 303
    assert one.get().status_code == 200
    one.post("/sign-out")
    assert one.get().status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(visit: Visit) -> None:
    cookie = visit("小陈").sign_in().headers["set-cookie"].lower()
    for word in ("httponly", "samesite=strict", "path=/staff"):
        assert word in cookie


def test_after_five_wrong_passwords_the_right_one_waits(visit: Visit, world: World) -> None:
    visitor = visit("小陈")
    for _ in range(5):
        assert visitor.sign_in("wrong").status_code == 401
    assert visitor.sign_in().status_code == 401
    with world.database.transaction() as session:
        account = session.exec(select(Account).where(Account.name == "小陈")).one()
        account.locked_until = world.now
    assert visitor.sign_in().status_code == 303


def test_a_form_without_our_secret_does_nothing(visit: Visit, world: World) -> None:
    code = world.file(UNSURE)
    visitor = visit("小陈")
    for secret in ("", "guess"):
        answer = visitor._send("POST", f"/staff/items/{code}/sort", data={"csrf": secret})
        assert answer.status_code == 403
    assert world.actions(code) == ["file"]


def send_raw(visitor: Visitor, path: str, kind: str, body: bytes) -> httpx.Response:
    """A form as no browser sends it; `SECRET` in it becomes the secret of the pages."""
    secret = re.search(r'name="csrf" value="([^"]+)"', visitor.get().text)
    assert secret
    cookies = "; ".join(f"{k}={v}" for k, v in visitor.cookies.items())
    return visitor.client.post(
        f"/staff{path}",
        content=body.replace(b"SECRET", secret[1].encode()),
        headers={"Cookie": cookies, "Content-Type": kind},
        follow_redirects=False,
    )


def test_a_form_that_is_too_large_is_refused_whole(visit: Visit, world: World) -> None:
    code = world.file(UNSURE)
    visitor = visit("小陈")
    visitor.post(f"/items/{code}/sort", transcript="改短了")
    steps = world.actions(code)
    for long in ("长" * 23_000, "a" * (MOST_BYTES + 1), "长" * 1_000_000):
        answer = visitor.post(f"/items/{code}/sort", transcript=long)
        assert answer.status_code == 413
        assert "太长了，一个字也没有存下" in answer.text
        assert 'lang="zh-CN"' in answer.text
    many = urlencode({f"f{number}": "x" * 1000 for number in range(99)} | {"csrf": "x"})
    form = "application/x-www-form-urlencoded"
    assert send_raw(visitor, "/new", form, f"{many}&{many}&{many}".encode()).status_code == 413
    assert world.actions(code) == steps
    assert world.opinion(code).matter == "改短了"


def test_a_form_of_the_largest_size_is_kept_whole(visit: Visit, world: World) -> None:
    code = world.file(UNSURE)
    long = "长" * 22_000
    visitor = visit("小陈")
    assert visitor.post(f"/items/{code}/sort", transcript=long).status_code == 303
    assert len(world.opinion(code).matter) == len(long)


PART = b"--B\r\nContent-Disposition: form-data; name="
URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=B"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (URLENCODED, b"csrf=SECRET&transcript=a&transcript=b"),
        (URLENCODED, b"csrf=SECRET&csrf=guess&transcript=b"),
        (URLENCODED, b"csrf=SECRET" + b"&x=1" * 200),
        (MULTIPART, PART + b'"csrf"\r\n\r\nSECRET\r\n' + PART
         + b'"transcript"; filename="a.txt"\r\n\r\nb\r\n--B--\r\n'),
        (MULTIPART, PART + b'"csrf"\r\n\r\nSECRET\r\n--B\r\n\r\nx\r\n--B--\r\n'),
        (MULTIPART, b"no multipart at all"),
        ("multipart/form-data", b"csrf=SECRET"),
    ],
)  # fmt: skip
def test_a_form_with_a_file_or_a_field_twice_does_nothing(
    visit: Visit, world: World, kind: str, body: bytes
) -> None:
    code = world.file(UNSURE)
    matter = world.opinion(code).matter
    answer = send_raw(visit("小陈"), f"/items/{code}/sort", kind, body)
    assert answer.status_code == 400
    assert "没有看懂" in answer.text
    assert world.actions(code) == ["file"]
    assert world.opinion(code).matter == matter


def test_a_form_may_come_in_parts_but_not_as_anything_else(visit: Visit, world: World) -> None:
    code = world.file(UNSURE)
    visitor = visit("小陈")
    parts = PART + b'"csrf"\r\n\r\nSECRET\r\n' + PART + b'"transcript"\r\n\r\n'
    parts += "改短了".encode() + b"\r\n--B--\r\n"
    assert send_raw(visitor, f"/items/{code}/sort", MULTIPART, parts).status_code == 303
    assert world.opinion(code).matter == "改短了"
    for kind, body in (("application/json", b'{"csrf": "SECRET"}'), (URLENCODED, b"")):
        assert send_raw(visitor, f"/items/{code}/sort", kind, body).status_code == 403


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


def test_the_item_shows_everything_and_hides_who_it_was(visit: Visit, world: World) -> None:
    code = world.file(LAMP, reporter="王秀英", phone="13588123456")
    visitor = visit("小陈")
    page = visitor.get(f"/items/{code}").text
    for word in ("微档案", "清波街道城市管理科", "王**", "135****3456", "路灯"):
        assert word in page
    assert "13588123456" not in page
    assert "13588123456" in visitor.post(f"/items/{code}/contact").text
    with world.database.reading() as session:
        assert len(session.exec(select(Look)).all()) == 1
    assert "13588123456" not in visit("城管科").post(f"/items/{code}/contact").text


def test_who_looked_at_a_number_can_be_read(visit: Visit, world: World) -> None:
    code = world.file(LAMP, reporter="王秀英", phone="13588123456")
    assert "谁看过称呼和电话" not in visit("小陈").get(f"/items/{code}").text
    visit("小陈").post(f"/items/{code}/contact")
    visit("市里").post(f"/items/{code}/contact")
    looks = visit("小陈").get(f"/items/{code}").text.split("谁看过称呼和电话")[1]
    assert looks.index("<b>市里</b>") < looks.index("<b>小陈</b>")
    assert "谁看过称呼和电话" not in visit("城管科").get(f"/items/{code}").text


def test_the_very_words_are_shown_with_the_number_and_not_before(
    visit: Visit, world: World
) -> None:
    code = world.file(LAMP + "，我电话13588123456", phone="13588123456")
    assert "13588123456" not in visit("小陈").get(f"/items/{code}").text
    assert "我电话13588123456" in visit("小陈").post(f"/items/{code}/contact").text


def test_claims_judgements_and_suggestions_stand_on_the_page(visit: Visit, world: World) -> None:
    code, other = world.file(LAMP), world.file(LAMP)
    with world.database.transaction() as session:
        person = session.exec(select(Representative)).one()
        person.phone = "13900001111"
        deputy = of_representative(person)
    world.do(deputy, "claim", code)
    assert "王代表 13900001111" in visit("小陈").get(f"/items/{code}").text
    assert "13900001111" not in visit("城管科").get(f"/items/{code}").text
    world.do(deputy, "suggest", code, title="关于老小区路灯", words="建议把路灯统一交给城管维护")
    page = visit("小陈").get(f"/items/{code}").text
    for word in ("代表建议：关于老小区路灯", "建议把路灯统一交给城管维护", "王代表 署名"):
        assert word in page
    world.do(UNIT, "answer", other, words="换了新灯")
    world.do(RESIDENT, "evaluate", other, grade="fair", reason="来得太慢")
    assert "基本满意：来得太慢" in visit("小陈").get(f"/items/{other}").text


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


def test_the_station_s_page_says_who_can_sign_in(visit: Visit) -> None:
    page = visit("小陈").get(f"/stations/{STREET}").text.split("能登录的")[1]
    assert "小陈" in page
    assert "小林" not in page


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


def test_who_comes_too_late_is_told_what_happened(visit: Visit, world: World) -> None:
    code = world.file(LAMP)
    seen = str(world.opinion(code).version)
    world.do(UNIT, "answer", code, words="修好了")
    answer = visit("小陈").post(f"/items/{code}/return", reason="不是我们", version=seen)
    assert answer.status_code == 409
    assert "有答复" in answer.text
    assert "承办单位" in answer.text


def test_what_is_missing_is_said_and_what_was_written_stays(visit: Visit, world: World) -> None:
    code = world.file(UNSURE)
    answer = visit("小陈").post(f"/items/{code}/decline", reason="已经在打官司")
    assert answer.status_code == 422
    assert "可以去哪里办" in answer.text
    assert "已经在打官司" in answer.text
    assert world.opinion(code).state is OpinionState.RECEIVED


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


def test_likely_duplicates_are_shown_and_merged(visit: Visit, world: World) -> None:
    first, second = world.file(LAMP), world.file("清波街道三幢楼下路灯坏了，两个星期没人修")
    visitor = visit("小陈")
    assert f'value="{first}"' in visitor.get(f"/items/{second}").text
    visitor.post(f"/items/{second}/merge", into=first)
    assert world.opinion(second).state is OpinionState.MERGED
    assert second[:4] in visitor.get(f"/items/{first}").text


def test_the_sound_is_played_to_staff_alone(visit: Visit, world: World, client: TestClient) -> None:
    code = world.file(LAMP)
    services = client.app.state.services  # type: ignore[attr-defined]
    services.settings.audio.mkdir(parents=True, exist_ok=True)
    (services.settings.audio / "u.s16le").write_bytes(bytes(32_000))
    with world.database.transaction() as session:
        opinion = world.opinion(code)
        said = Utterance(
            turn_id="t",
            conversation_id=opinion.conversation_id,
            opinion_id=opinion.id,
            state=UtteranceState.HEARD,
            transcript=LAMP,
            audio="u.s16le",
            at=world.now,
        )
        session.add(said)
        session.flush()
        number = said.id
    visitor = visit("小陈")
    assert f"/sound/{number}" in visitor.get(f"/items/{code}").text
    sound = visitor.get(f"/items/{code}/sound/{number}")
    assert sound.headers["content-type"] == "audio/wav"
    assert sound.content[:4] == b"RIFF"
    assert len(sound.content) == 32_044
    assert visit("小林").get(f"/items/{code}/sound/{number}").status_code == 404
    assert visitor.get(f"/items/{code}/sound/{number + 1}").status_code == 404


def test_search_finds_by_code_words_and_place(visit: Visit, world: World) -> None:
    code = world.file(LAMP)
    world.file(UNSURE)
    visitor = visit("小陈")
    for query in (code, f"{code[:4]} {code[4:]}", "路灯", "清波街道"):
        assert code in visitor.get(f"/items?q={query}").text
    assert code not in visitor.get("/items?q=地铁").text
    assert code not in visitor.get("/items?state=closed").text
    assert visitor.get("/items?q=%25&state=nonsense&before=1").status_code == 200


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


def test_photos_and_places_stand_with_the_opinion(
    visit: Visit, world: World, settings: Settings
) -> None:
    folder = settings.attachments
    folder.mkdir(parents=True)
    (folder / "lamp.jpg").write_bytes(b"picture")
    talk = Talk(Dialogue(world.database, world.reader), "phone", Channel.TELEGRAM)
    talk.say(LAMP, enclosed=(Enclosed(AttachmentKind.PHOTO, file="lamp.jpg"),))
    here = Enclosed(AttachmentKind.LOCATION, position=(30.25, 120.15))
    talk.say("", enclosed=(here,))
    receipt = talk.say("不留")
    assert receipt.card
    assert receipt.card.code
    code = receipt.card.code.replace(" ", "")
    page = visit("市里").get(f"/items/{code}").text
    assert "30.250000,120.150000" in page
    (source,) = re.findall(rf'src="/staff(/items/{code}/photo/\d+)"', page)
    assert visit("市里").get(source).content == b"picture"
    other = world.file(LAMP)
    assert visit("市里").get(source.replace(code, other)).status_code == 404


def test_what_people_write_is_shown_and_not_run(visit: Visit, world: World) -> None:
    code = world.file("清波街道<script>alert(1)</script>路灯坏了")
    for path in ("", f"/items/{code}", "/items", "/board"):
        assert "<script>alert" not in visit("小陈").get(path).text


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


def test_a_place_that_was_unclear_is_chosen_with_one_tap(visit: Visit, world: World) -> None:
    code = world.file("城东社区的路灯坏了，晚上很黑", None)
    visitor = visit("市里")
    page = visitor.get(f"/items/{code}").text
    choices = re.findall(r'name="place" value="(\d+)"', page)
    assert len(choices) > 1
    visitor.post(f"/items/{code}/sort", place=choices[0])
    assert world.opinion(code).place_code == choices[0]
    chosen = re.search(
        r'name="place" value="(\d+)" class="chosen"', visitor.get(f"/items/{code}").text
    )
    assert chosen
    assert chosen[1] == choices[0]


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
