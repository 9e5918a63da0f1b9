"""How a matter stands, as its resident hears it, and a stranger with the code."""

import pytest

from data.record.opinion import Opinion
from handlers.conversation.service import Dialogue
from handlers.message import resident_text
from handlers.message.turn import Reply
from handlers.opinion import receipt
from nlu.context import Question
from tests.handlers.conversation.seen import value
from tests.support.loop import STAFF, UNIT, World
from tests.support.talk import Talk


@pytest.fixture
def stranger(world: World) -> Talk:
    """Somebody who has nothing filed, and may know a code."""
    return Talk(Dialogue(world.database, world.reader, lambda: world.now), "stranger")


def asked(stranger: Talk, opinion: Opinion | str) -> Reply:
    stranger.say("我要查一下办得怎么样了")
    return stranger.say(opinion if isinstance(opinion, str) else opinion.code)


def test_the_status_by_code_and_by_what_it_was_about(talk: Talk, dialogue: Dialogue) -> None:
    lamp = talk.file()
    talk.file("紫阳街道弄堂口的垃圾没人收，味道很大")
    reply = talk.say("我上次反映的路灯怎么样了")
    assert reply.card
    assert reply.card.code == receipt.shown(lamp)
    assert "清波街道城市管理科" in reply.text
    stranger = Talk(dialogue, "neighbour")
    assert stranger.say("帮我查一下我那件事情办得怎么样了").question is Question.CODE
    reply = stranger.say(receipt.spoken(lamp))
    assert reply.card
    assert reply.card.code == receipt.shown(lamp)


def test_a_misheard_code_is_asked_again_and_trying_codes_out_ends(talk: Talk) -> None:
    talk.say("我要查一下办得怎么样了")
    for _ in range(4):
        assert talk.say("12345678").text == resident_text.CODE_MISHEARD
    for _ in range(3):
        assert talk.say("12345678").text == resident_text.CODE_TOO_OFTEN
        talk.say("我要查一下办得怎么样了")


def test_the_resident_hears_what_the_deputy_suggested(world: World) -> None:
    talk = Talk(Dialogue(world.database, world.reader, lambda: world.now))
    code = talk.file()
    title, text = "关于老小区路灯", "建议把路灯统一交给城管维护"
    world.do(world.deputy(), "suggest", code, title=title, words=text)
    reply = talk.say("我反映的路灯怎么样了")
    assert reply.card
    rows = {row.label: row.value for row in reply.card.rows}
    assert rows[resident_text.SUGGESTION_LABEL] == f"《{title}》{text}"


def test_a_code_that_is_right_forgives_the_wrong_ones(stranger: Talk, world: World) -> None:
    code = world.file()
    for _ in range(2):
        for _ in range(4):
            assert asked(stranger, "12345678").text == resident_text.CODE_MISHEARD
        assert asked(stranger, code).card


def test_a_code_that_nobody_has_is_told_from_one_misheard(stranger: Talk, world: World) -> None:
    code = world.file()
    free = next(other for other in iter(receipt.fresh, "") if other != code)
    reply = asked(stranger, free)
    assert (reply.text, reply.question) == (resident_text.CODE_UNKNOWN, Question.CODE)


def test_who_knows_only_the_code_hears_nothing_personal(stranger: Talk, world: World) -> None:
    matter = "清波街道路灯坏了，身份证330102194001011234"
    code = world.file(matter, phone="13588123456", reporter="王秀英")
    reply = asked(stranger, code)
    assert value(reply, resident_text.MATTER_LABEL).startswith("清波街道路灯坏了")
    for personal in ("王秀英", "13588123456", "194001011234"):
        assert personal not in reply.written + reply.say


def test_of_a_merged_matter_the_other_one_s_news_is_told(stranger: Talk, world: World) -> None:
    hers, other = world.file(), world.file()
    world.do(STAFF, "merge", hers, into=other)
    world.do(UNIT, "progress", other, words="灯已经订了")
    reply = asked(stranger, hers)
    assert value(reply, resident_text.STATUS_LABEL) == "正在办"
    assert "灯已经订了" in value(reply, resident_text.LATEST_LABEL)
    assert reply.card
    assert reply.card.code == receipt.shown(hers)


def test_an_answer_asks_for_a_grade_and_a_question_for_its_answer(
    stranger: Talk, world: World
) -> None:
    answered, waiting = world.file(), world.file()
    world.do(UNIT, "answer", answered, words="灯已换好")
    world.do(UNIT, "ask", waiting, words="是哪一盏灯？")
    reply = asked(stranger, answered)
    assert reply.question is Question.EVALUATE
    assert tuple(button.title for button in reply.buttons) == resident_text.GRADE_TITLES
    stranger.say("/restart")
    reply = asked(stranger, waiting)
    assert (reply.question, reply.buttons) == (Question.SUPPLEMENT, ())


def test_a_long_suggestion_is_cut_short(stranger: Talk, world: World) -> None:
    code, deputy = world.file(), world.deputy()
    world.do(deputy, "suggest", code, title="路灯", words="建" * 300)
    reply = asked(stranger, code)
    assert value(reply, resident_text.SUGGESTION_LABEL) == "《路灯》" + "建" * 200
    assert value(reply, resident_text.FILED_LABEL) == "2026年3月5日"
