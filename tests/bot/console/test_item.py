"""The page of one item, on both databases."""

import re

from sqlmodel import select
from starlette.testclient import TestClient

from data.record.account import Look
from data.record.attachment import AttachmentKind
from data.record.conversation import Channel, Utterance, UtteranceState
from data.record.opinion import OpinionState
from data.record.station import Representative
from data.settings import Settings
from handlers.conversation.service import Dialogue
from handlers.message.turn import Enclosed
from handlers.opinion.actor import RESIDENT, of_representative
from tests.bot.console.visitor import Visit
from tests.support.loop import LAMP, UNIT, UNSURE, World
from tests.support.talk import Talk


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


def test_likely_duplicates_are_shown_and_merged(visit: Visit, world: World) -> None:
    first, second = world.file(LAMP), world.file("清波街道三幢楼下路灯坏了，两个星期没人修")
    visitor = visit("小陈")
    assert f'value="{first}"' in visitor.get(f"/items/{second}").text
    visitor.post(f"/items/{second}/merge", into=first)
    assert world.opinion(second).state is OpinionState.MERGED
    assert second[:4] in visitor.get(f"/items/{first}").text


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
