"""Telling an opinion: what is asked, what is read back, and how each part is mended."""

import pytest

from data.database import Database
from data.record.conversation import Channel
from handlers.conversation.service import Dialogue
from handlers.message import resident_text
from handlers.message.turn import CardKind, Reply
from handlers.opinion import receipt
from nlu.context import Question
from tests.handlers.conversation.seen import opinions, value
from tests.support.loop import LAMP, STREET
from tests.support.talk import Talk


def test_asks_only_for_what_is_missing(talk: Talk) -> None:
    reply = talk.say("清波街道三幢楼下的路灯坏了，我姓李，电话13900001111")
    assert reply.question is Question.CONFIRM


def test_who_and_phone_are_optional_and_she_is_told_why(talk: Talk, database: Database) -> None:
    reply = talk.say("清波街道三幢楼下的路灯坏了两个星期了")
    assert reply.question is Question.WHO
    assert "不想说也没关系" in reply.text
    reply = talk.say("不留")
    assert reply.question is Question.CONFIRM
    talk.say("对")
    assert opinions(database)[0].reporter is None


def test_repairing_one_thing_keeps_the_rest(talk: Talk, database: Database) -> None:
    talk.say("清波街道三幢楼上的灯坏了两个星期了，我姓李，电话13900001111")
    reply = talk.say("不对，是楼下")
    assert reply.question is Question.CONFIRM
    assert "楼下的灯坏了两个星期" in value(reply, resident_text.MATTER_LABEL)
    assert "楼上" not in reply.text
    assert value(reply, resident_text.PHONE_LABEL) == "13900001111"
    talk.say("对的")
    (filed,) = opinions(database)
    assert "楼下" in filed.words
    assert filed.place_code == "330102001"


def test_a_bare_no_asks_what_is_wrong(talk: Talk) -> None:
    talk.say("清波街道三幢楼上的灯坏了两个星期了，我姓李，电话13900001111")
    reply = talk.say("不对")
    assert reply.question is Question.REPAIR
    assert len(reply.buttons) == 3
    assert talk.say("地方不对").question is Question.WHERE
    reply = talk.say("紫阳街道")
    assert reply.question is Question.CONFIRM
    assert "紫阳街道" in value(reply, resident_text.PLACE_LABEL)


def test_a_yes_is_no_name_and_no_phone(dialogue: Dialogue) -> None:
    talk = Talk(dialogue)
    talk.say("清波街道三幢楼下的路灯坏了两个星期了")
    asked = talk.say("好的")
    assert asked.question is Question.WHO
    assert talk.say("王阿姨").question is Question.PHONE
    assert talk.say("可以").question is Question.PHONE
    read = talk.say("不留")
    assert read.question is Question.CONFIRM
    assert "王阿姨" in read.text
    assert "好的" not in read.text


def test_a_first_sentence_that_corrects_itself_is_a_matter(dialogue: Dialogue) -> None:
    talk = Talk(dialogue)
    assert talk.say("西溪街道，呃不对，是翠苑街道，井盖松了").question is Question.WHO
    assert "西湖区翠苑街道" in talk.say("不留").text


def test_what_is_everywhere_is_not_asked_for_its_place(dialogue: Dialogue) -> None:
    reply = Talk(dialogue).say("全杭州各个社区都没有地方给电瓶车充电")
    assert reply.question is Question.WHO


def test_a_yes_with_a_but_mends_and_does_not_file(talk: Talk, database: Database) -> None:
    talk.say("清波街道三幢楼下的路灯坏了，我姓李，电话13900001111")
    reply = talk.say("对，不过是五幢")
    assert reply.question is Question.CONFIRM
    assert "五幢楼下" in value(reply, resident_text.MATTER_LABEL)
    assert not opinions(database)


def test_a_phone_number_at_the_summary_is_taken(talk: Talk) -> None:
    talk.say("清波街道三幢楼下的路灯坏了")
    talk.say("不留")
    reply = talk.say("我电话是13588123456")
    assert value(reply, resident_text.PHONE_LABEL) == "13588123456"


def test_the_place_may_come_when_the_name_is_asked(talk: Talk) -> None:
    talk.say("我们小区垃圾没人收")
    talk.say("就在菜场旁边")
    reply = talk.say("翠苑街道")
    assert reply.question is Question.WHO
    assert "翠苑街道" in value(talk.say("不留"), resident_text.PLACE_LABEL)


def test_a_subject_alone_is_asked_about(talk: Talk) -> None:
    assert talk.say("我想反映一下电梯的事情").text == resident_text.WHAT_ABOUT_IT
    assert talk.say("坏了三天了，我住六楼，腿脚不好").question is Question.WHERE


def test_a_place_alone_is_no_matter(talk: Talk) -> None:
    assert talk.say("三墩镇").question is Question.WHAT
    reply = talk.say("公交车等了四十分钟都没来")
    assert reply.question is Question.WHO


def test_the_estate_beside_the_street_is_kept(talk: Talk) -> None:
    talk.say("楼上天天半夜装修，吵得我睡不着觉")
    talk.say("紫阳街道金狮苑")
    assert "紫阳街道，金狮苑" in value(talk.say("不留"), resident_text.PLACE_LABEL)


def test_only_what_is_wrong_is_asked_again(talk: Talk) -> None:
    talk.say("清波街道三幢楼下的路灯坏了，我姓李，电话13900001111")
    assert talk.say("电话不对").question is Question.PHONE
    reply = talk.say("13900002222")
    assert value(reply, resident_text.PHONE_LABEL) == "13900002222"
    assert value(reply, resident_text.WHO_LABEL) == "李"
    assert talk.say("不对").question is Question.REPAIR
    assert talk.say("称呼电话不对").question is Question.WHO


class TestWhichPlace:
    """Two districts have a 凤凰社区."""

    @pytest.fixture
    def asked(self, talk: Talk) -> Reply:
        return talk.say("凤凰社区的路灯坏了，晚上很黑")

    def test_each_of_them_can_be_tapped(self, talk: Talk, database: Database, asked: Reply) -> None:
        assert asked.question is Question.WHICH_PLACE
        near, far, none = asked.buttons
        assert none.payload == resident_text.NONE_OF_THESE
        assert ("紫阳街道" in near.payload, "转塘街道" in far.payload) == (True, True)
        assert talk.say(far.payload).question is Question.WHO
        talk.say("不留")
        talk.say("对的")
        assert (opinions(database)[0].place_name or "").endswith("转塘街道凤凰社区")

    @pytest.mark.parametrize("said", ["是西湖区的", "西湖的那个", "转塘街道", "就是转塘那边的"])
    @pytest.mark.usefixtures("asked")
    def test_its_district_or_its_street_is_enough(self, talk: Talk, said: str) -> None:
        assert talk.say(said).question is Question.WHO
        assert "转塘街道凤凰社区" in value(talk.say("不留"), resident_text.PLACE_LABEL)

    @pytest.mark.usefixtures("asked")
    def test_another_place_takes_the_place_of_them_all(self, talk: Talk) -> None:
        talk.say("都不是，在西湖区翠苑街道")
        place = value(talk.say("不留"), resident_text.PLACE_LABEL)
        assert "翠苑街道" in place
        assert "凤凰社区" not in place

    @pytest.mark.usefixtures("asked")
    def test_none_of_them_asks_where_it_is(self, talk: Talk) -> None:
        assert talk.say(resident_text.NONE_OF_THESE).question is Question.WHERE
        talk.say("临平菜场后门")
        place = value(talk.say("不留"), resident_text.PLACE_LABEL)
        assert "菜场后门" in place
        assert "凤凰社区" not in place


def test_half_a_phone_number_is_asked_for_once_more(talk: Talk) -> None:
    talk.say("清波街道三幢楼下的路灯坏了，我姓李")
    again = talk.say("135881234")
    assert (again.text, again.question) == (resident_text.PHONE_AGAIN, Question.PHONE)
    reply = talk.say("135881234")
    assert reply.question is Question.CONFIRM
    assert value(reply, resident_text.PHONE_LABEL) == resident_text.NO_PHONE


def test_what_is_no_verdict_leaves_the_summary_open(talk: Talk, database: Database) -> None:
    talk.say("清波街道三幢楼下的路灯坏了")
    read = talk.say("不留")
    reply = talk.say("今天天气真好啊")
    assert (reply.text, reply.question) == (resident_text.SAY_YES, Question.CONFIRM)
    assert (reply.card, reply.buttons) == (read.card, read.buttons)
    assert not opinions(database)


def test_what_mends_nothing_is_told_how_to_mend(talk: Talk) -> None:
    talk.say("清波街道三幢楼下的路灯坏了")
    read = talk.say("不留")
    talk.say("不对")
    reply = talk.say("哎呀")
    assert (reply.text, reply.question) == (resident_text.NOT_MENDED, Question.REPAIR)
    again = talk.say("对的")
    assert (again.question, again.card) == (Question.CONFIRM, read.card)


def test_a_matter_is_told_anew_and_the_place_stays(talk: Talk) -> None:
    talk.say("清波街道三幢楼下的路灯坏了")
    talk.say("不留")
    assert talk.say("事情不对").text == resident_text.MATTER_AGAIN
    reply = talk.say("电梯坏了")
    assert value(reply, resident_text.MATTER_LABEL) == "电梯坏了"
    assert "清波街道" in value(reply, resident_text.PLACE_LABEL)


def test_at_a_station_its_own_street_is_offered(dialogue: Dialogue) -> None:
    talk = Talk(dialogue, station=STREET)
    here, unsure = talk.say("楼下的路灯坏了，晚上很黑").buttons
    assert (here.title, unsure.payload) == ("就在清波街道", resident_text.UNSURE)
    talk.say(here.payload)
    assert "上城区清波街道" in value(talk.say("不留"), resident_text.PLACE_LABEL)


def test_what_is_typed_on_one_s_own_phone_is_not_read_back(
    dialogue: Dialogue, database: Database
) -> None:
    typed = Talk(dialogue, "typed", Channel.TELEGRAM)
    typed.say(LAMP)
    reply = typed.say("不留")
    assert reply.card
    assert (reply.card.kind, reply.ended) == (CardKind.RECEIPT, True)
    assert "清波街道" in value(reply, resident_text.PLACE_LABEL), "what was taken down is shown"
    spoken = Talk(dialogue, "spoken", Channel.TELEGRAM)
    spoken.say(LAMP, spoken=True)
    assert spoken.say("不留").question is Question.CONFIRM
    assert len(opinions(database)) == 1


def test_the_receipt_is_said_digit_by_digit(talk: Talk, database: Database) -> None:
    talk.say(LAMP)
    talk.say("不留")
    reply = talk.say("对的")
    (filed,) = opinions(database)
    assert receipt.shown(filed.code) in reply.text
    assert receipt.spoken(filed.code) in reply.say
