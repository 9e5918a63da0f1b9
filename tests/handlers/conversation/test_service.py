"""Whole conversations, with the real engine and the real database."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlmodel import select

from data.database import Database, open_database
from data.record.conversation import Channel, Utterance, UtteranceState
from data.record.handoff import Handoff
from data.record.opinion import Opinion, OpinionEvent, OpinionState
from data.settings import Settings
from handlers.conversation.service import Dialogue, TooLongError, UnknownConversationError
from handlers.message import resident_text
from handlers.message.turn import CardKind, Failure, Reply, Turn
from handlers.opinion import receipt
from nlu.context import Context, Question
from nlu.understander import Understander
from nlu.understanding import Understanding
from tests.support.talk import Talk


@pytest.fixture
def talk(dialogue: Dialogue) -> Talk:
    return Talk(dialogue)


def opinions(database: Database) -> list[Opinion]:
    with database.reading() as session:
        return list(session.exec(select(Opinion).order_by(Opinion.id)).all())  # type: ignore[arg-type]


def value(reply: Reply, label: str) -> str:
    assert reply.card, reply
    return next(row.value for row in reply.card.rows if row.label == label)


def test_an_opinion_from_the_first_word_to_the_receipt(talk: Talk, database: Database) -> None:
    reply = talk.say("我要反映一个问题")
    assert reply.question is Question.WHAT
    reply = talk.say("我们楼下的路灯坏了两个星期了，晚上老人走路很不安全")
    assert reply.question is Question.WHERE
    reply = talk.say("清波街道三幢楼下")
    assert reply.question is Question.WHO
    reply = talk.say("我姓王")
    assert reply.question is Question.PHONE
    reply = talk.say("一三五八八一二三四五六")
    assert reply.question is Question.CONFIRM
    assert "两个星期" in value(reply, resident_text.MATTER_LABEL)
    assert "清波街道" in value(reply, resident_text.PLACE_LABEL)
    assert value(reply, resident_text.PHONE_LABEL) == "13588123456"
    assert not opinions(database)
    reply = talk.say("对的，就是这样")
    assert reply.card
    assert reply.card.kind is CardKind.RECEIPT
    assert reply.card.code
    (filed,) = opinions(database)
    assert receipt.shown(filed.code) == reply.card.code
    assert filed.state is OpinionState.ASSIGNED
    assert filed.unit == "清波街道城市管理科"
    assert filed.place_code == "330102001"
    assert filed.phone == "13588123456"
    assert filed.topic_name
    with database.reading() as session:
        events = session.exec(select(OpinionEvent).order_by(OpinionEvent.id)).all()  # type: ignore[arg-type]
        said = session.exec(select(Utterance)).all()
    assert [(event.actor, event.action) for event in events] == [
        ("resident", "file"),
        ("clock", "assign"),
    ]
    assert all(utterance.opinion_id == filed.id for utterance in said)
    assert len(said) == 6


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


@pytest.mark.parametrize(
    "sentences",
    [
        (),
        ("我要反映一个问题",),
        ("楼下的路灯坏了两个星期了",),
        ("清波街道三幢楼下的路灯坏了两个星期了",),
        ("清波街道三幢楼下的路灯坏了两个星期了", "我姓李"),
        ("清波街道三幢楼下的路灯坏了两个星期了", "我姓李", "不留"),
        ("清波街道三幢楼下的路灯坏了两个星期了", "我姓李", "不留", "不对"),
        ("我要查一下办得怎么样了",),
    ],
)
class TestAtEveryPoint:
    """Repeat, cancel, a person and starting over work whatever is open."""

    def begin(self, talk: Talk, sentences: tuple[str, ...]) -> Reply:
        reply = talk.dialogue.greet(talk.channel, talk.sender)
        for sentence in sentences:
            reply = talk.say(sentence)
        return reply

    @pytest.mark.parametrize("again", ["/repeat", "再说一遍", "没听清，再讲一遍"])
    def test_repeat(self, talk: Talk, sentences: tuple[str, ...], again: str) -> None:
        assert self.begin(talk, sentences) == talk.say(again)

    @pytest.mark.parametrize("person", ["/human", "我要找工作人员", "叫个人来帮我"])
    def test_person(
        self, talk: Talk, database: Database, sentences: tuple[str, ...], person: str
    ) -> None:
        before = self.begin(talk, sentences)
        reply = talk.say(person)
        assert reply.text == resident_text.HUMAN
        assert reply.question is before.question
        with database.reading() as session:
            assert session.exec(select(Handoff)).one().ended_at is None

    @pytest.mark.parametrize("over", ["/restart", "重新开始", "从头来"])
    def test_start_over(self, talk: Talk, sentences: tuple[str, ...], over: str) -> None:
        self.begin(talk, sentences)
        assert talk.say(over).text == resident_text.RESTARTED
        assert talk.say("清波街道三幢楼下的路灯坏了两个星期了").question is Question.WHO

    @pytest.mark.parametrize("no_more", ["算了不说了", "不弄了，不反映了"])
    def test_cancel(self, talk: Talk, sentences: tuple[str, ...], no_more: str) -> None:
        self.begin(talk, sentences)
        assert talk.say(no_more).text in (resident_text.CANCELLED, resident_text.NOTHING_TO_CANCEL)

    def test_yes_and_no_never_fall_over(self, talk: Talk, sentences: tuple[str, ...]) -> None:
        self.begin(talk, sentences)
        for text in ("对", "不对", "对", "不对", "对"):
            assert talk.say(text).text


def test_a_bare_never_mind_to_an_optional_question_drops_only_that(talk: Talk) -> None:
    talk.say("清波街道三幢楼下的路灯坏了两个星期了")
    assert talk.say("算了").question is Question.CONFIRM


def test_three_misses_offer_a_person_and_the_question_stays(talk: Talk) -> None:
    asked = talk.say("楼下的路灯坏了两个星期了").question
    for _ in range(2):
        reply = talk.say("", spoken=True, failure=Failure.NOTHING_HEARD)
        assert reply.text == resident_text.MISSED[Failure.NOTHING_HEARD]
        assert reply.question is asked
    reply = talk.say("", spoken=True, failure=Failure.RECOGNITION)
    assert reply.text == resident_text.OFFER_HUMAN
    assert [button.payload for button in reply.buttons] == ["/human"]
    assert talk.say("清波街道").question is Question.WHO


def test_a_turn_that_arrives_twice_is_done_once(dialogue: Dialogue, database: Database) -> None:
    talk = Talk(dialogue)
    talk.say("清波街道三幢楼下的路灯坏了，我姓李，电话13900001111")
    yes = Turn(id="yes", channel=Channel.REST, sender="resident", text="对的")
    first = dialogue.turn(yes)
    assert first.card
    assert dialogue.turn(yes) == first
    assert len(opinions(database)) == 1
    other = Turn(id="yes", channel=Channel.REST, sender="someone else", text="你好")
    assert dialogue.turn(other) != first


def test_two_tabs_on_one_conversation(dialogue: Dialogue, database: Database) -> None:
    talk = Talk(dialogue)
    talk.say("清波街道三幢楼下的路灯坏了，我姓李，电话13900001111")
    replies: list[Reply] = []

    def confirm(tab: int) -> None:
        turn = Turn(id=f"tab-{tab}", channel=Channel.REST, sender="resident", text="对的")
        replies.append(dialogue.turn(turn))

    tabs = [threading.Thread(target=confirm, args=(n,)) for n in range(4)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert len(replies) == 4
    assert len(opinions(database)) == 1
    # Whoever says yes once more sees the same receipt.
    assert len({reply.card and reply.card.code for reply in replies}) == 1


def test_the_conversation_survives_a_restart(
    settings: Settings, reader: Understander, tmp_path: Path
) -> None:
    Talk(Dialogue(open_database(settings), reader)).say("楼下的路灯坏了两个星期了")
    later = Talk(Dialogue(open_database(settings), reader))
    later._numbers = iter(range(100, 200))  # type: ignore[assignment]
    assert later.say("清波街道").question is Question.WHO


def test_a_kiosk_forgets_the_last_person_and_a_chat_does_not(dialogue: Dialogue) -> None:
    for channel, remembers in ((Channel.KIOSK, False), (Channel.REST, True)):
        talk = Talk(dialogue, f"at {channel}", channel)
        talk.file()
        talk.say("/restart")
        reply = talk.say("我上次反映的路灯怎么样了")
        assert (reply.card is not None) is remembers


def test_urge_supplement_and_withdraw_leave_a_trace(talk: Talk, database: Database) -> None:
    talk.file()
    news, urged = talk.say("怎么还没人来，都一个月了，帮我催一下").text.split("\n")
    assert "清波街道城市管理科" in news
    assert urged == resident_text.URGED
    assert talk.say("我要补充一下").question is Question.SUPPLEMENT
    assert talk.say("昨天晚上有个老人摔了一跤").text == resident_text.SUPPLEMENTED
    assert talk.say("那件事解决了，不用办了，撤回吧").question is Question.WITHDRAW
    assert talk.say("对的").text == resident_text.WITHDRAWN
    with database.reading() as session:
        events = session.exec(select(OpinionEvent).order_by(OpinionEvent.id)).all()  # type: ignore[arg-type]
    actions = [event.action for event in events]
    assert actions == ["file", "assign", "urge", "supplement", "withdraw"]
    assert events[-1].state_to is OpinionState.WITHDRAWN
    assert opinions(database)[0].state is OpinionState.WITHDRAWN


@pytest.mark.parametrize(
    "text",
    [
        "😀😀😀",
        "'; DROP TABLE opinion; --",
        "<script>alert(1)</script>",
        "\x00\x01\x02\x1b[31m",
        "The street lamp in front of number five is broken.",
        "ありがとうございます",
        "路灯坏了" * 2_500,
        " \n\t ",
        "\ud800",
    ],
)
def test_whatever_is_typed_gets_an_answer(talk: Talk, text: str) -> None:
    assert talk.say(text).text
    assert talk.say("清波街道三幢楼下的路灯坏了").text


def test_what_is_far_too_long_is_refused_whole(talk: Talk, database: Database) -> None:
    with pytest.raises(TooLongError):
        talk.say("路" * 20_000)
    assert talk.say("你好").text


def test_sound_is_noted_before_it_is_stored(dialogue: Dialogue, database: Database) -> None:
    sender, _ = dialogue.begin(Channel.KIOSK)
    assert dialogue.recording(Channel.KIOSK, sender, "u1", "u1.s16le") is None
    with database.reading() as session:
        noted = session.exec(select(Utterance)).one()
    assert (noted.state, noted.audio) == (UtteranceState.RECORDING, "u1.s16le")
    turn = Turn(id="u1", channel=Channel.KIOSK, sender=sender, text="你好", spoken=True)
    reply = dialogue.turn(turn)
    assert dialogue.recording(Channel.KIOSK, sender, "u1", "u1.s16le") == reply
    with pytest.raises(UnknownConversationError):
        dialogue.recording(Channel.KIOSK, "nobody", "u2", "u2.s16le")


class TestInBetween:
    """People do not answer like forms."""

    def test_she_asks_back_and_the_question_stays(self, talk: Talk) -> None:
        talk.say("我们小区垃圾没人收")
        assert talk.say("你是谁啊").text == resident_text.INTRODUCTION
        reply = talk.say("为什么要问地方")
        assert reply.text == resident_text.REASONS[Question.WHERE]
        assert reply.question is Question.WHERE
        talk.say("翠苑街道")
        assert talk.say("为啥要问名字").text == resident_text.REASONS[Question.WHO]
        assert talk.say("等一下").text == resident_text.NO_HURRY
        assert talk.say("不想说").question is Question.CONFIRM

    def test_a_yes_with_a_but_mends_and_does_not_file(self, talk: Talk, database: Database) -> None:
        talk.say("清波街道三幢楼下的路灯坏了，我姓李，电话13900001111")
        reply = talk.say("对，不过是五幢")
        assert reply.question is Question.CONFIRM
        assert "五幢楼下" in value(reply, resident_text.MATTER_LABEL)
        assert not opinions(database)

    def test_a_phone_number_at_the_summary_is_taken(self, talk: Talk) -> None:
        talk.say("清波街道三幢楼下的路灯坏了")
        talk.say("不留")
        reply = talk.say("我电话是13588123456")
        assert value(reply, resident_text.PHONE_LABEL) == "13588123456"

    def test_the_place_may_come_when_the_name_is_asked(self, talk: Talk) -> None:
        talk.say("我们小区垃圾没人收")
        talk.say("就在菜场旁边")
        reply = talk.say("翠苑街道")
        assert reply.question is Question.WHO
        assert "翠苑街道" in value(talk.say("不留"), resident_text.PLACE_LABEL)

    def test_a_subject_alone_is_asked_about(self, talk: Talk) -> None:
        assert talk.say("我想反映一下电梯的事情").text == resident_text.WHAT_ABOUT_IT
        assert talk.say("坏了三天了，我住六楼，腿脚不好").question is Question.WHERE

    def test_two_matters_one_after_the_other(self, talk: Talk, database: Database) -> None:
        talk.file()
        receipt_again = talk.say("好的")
        assert receipt_again.card
        assert talk.say("还有一件事，自来水发黄一个星期了").question is Question.WHERE
        talk.say("翠苑街道")
        talk.say("不留")
        talk.say("对")
        assert [filed.place_code for filed in opinions(database)] == ["330102001", "330106005"]

    def test_a_question_is_kept_for_staff(self, talk: Talk, database: Database) -> None:
        assert talk.say("你好，医保卡丢了到哪里补").question is Question.KEEP
        assert talk.say("记下来").question is Question.WHERE
        talk.say("三墩镇")
        talk.say("不留")
        talk.say("对")
        assert "医保卡" in opinions(database)[0].words

    def test_a_question_that_is_not_kept_is_dropped(self, talk: Talk) -> None:
        talk.say("你好，医保卡丢了到哪里补")
        assert talk.say("不用了").question is Question.NOTHING
        talk.say("你好，医保卡丢了到哪里补")
        assert talk.say("清波街道三幢楼下的路灯坏了两个星期了").question is Question.WHO

    def test_a_place_alone_is_no_matter(self, talk: Talk) -> None:
        assert talk.say("三墩镇").question is Question.WHAT
        reply = talk.say("公交车等了四十分钟都没来")
        assert reply.question is Question.WHO

    def test_the_estate_beside_the_street_is_kept(self, talk: Talk) -> None:
        talk.say("楼上天天半夜装修，吵得我睡不着觉")
        talk.say("紫阳街道金狮苑")
        assert "紫阳街道，金狮苑" in value(talk.say("不留"), resident_text.PLACE_LABEL)

    def test_only_what_is_wrong_is_asked_again(self, talk: Talk) -> None:
        talk.say("清波街道三幢楼下的路灯坏了，我姓李，电话13900001111")
        assert talk.say("电话不对").question is Question.PHONE
        reply = talk.say("13900002222")
        assert value(reply, resident_text.PHONE_LABEL) == "13900002222"
        assert value(reply, resident_text.WHO_LABEL) == "李"
        assert talk.say("不对").question is Question.REPAIR
        assert talk.say("称呼电话不对").question is Question.WHO

    def test_others_near_the_kiosk_do_not_hear_an_id_number(self, talk: Talk) -> None:
        reply = talk.say("清波街道路灯坏了，身份证330102194001011234，我姓李，电话13900001111")
        assert reply.question is Question.CONFIRM
        assert "194001011234" not in reply.text + value(reply, resident_text.MATTER_LABEL)

    def test_a_name_is_no_question(self, talk: Talk) -> None:
        talk.say("清波街道三幢楼下的路灯坏了")
        assert talk.say("您贵姓").text == resident_text.INTRODUCTION
        talk.say("姓陈，耳东陈")
        assert value(talk.say("不方便"), resident_text.WHO_LABEL) == "陈"

    def test_something_else_than_the_supplement(self, talk: Talk) -> None:
        talk.file()
        assert talk.say("我要补充").question is Question.SUPPLEMENT
        assert talk.say("那件事解决了，不用办了，撤回吧").question is Question.WITHDRAW
        talk.say("不撤了")
        assert talk.say("我补充一句，晚上更看不清").text == resident_text.SUPPLEMENTED


@pytest.mark.parametrize(
    ("wish", "answer"),
    [
        ("帮我催一下，都一个月了", resident_text.URGED),
        ("我要补充一下", resident_text.QUESTIONS[Question.SUPPLEMENT]),
        ("那件事解决了，不用办了，撤回吧", "撤回，不办了，对吗"),
    ],
)
def test_a_wish_is_remembered_while_the_code_is_asked(
    dialogue: Dialogue, wish: str, answer: str
) -> None:
    code = Talk(dialogue, "at home").file()
    later = Talk(dialogue, "weeks later")
    assert later.say(wish).question is Question.CODE
    assert later.say("12345678").text == resident_text.CODE_MISHEARD
    assert answer in later.say(receipt.spoken(code)).text


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


def test_what_was_heard_first_stays_beside_what_was_meant(
    dialogue: Dialogue, database: Database
) -> None:
    turn = Turn("t1", Channel.KIOSK, "k1", "饭店的油烟很大", spoken=True, original="饭店的有烟很大")
    dialogue.turn(turn)
    with database.reading() as session:
        utterance = session.exec(select(Utterance)).one()
    assert (utterance.transcript, utterance.original) == ("饭店的油烟很大", "饭店的有烟很大")


def test_english_is_answered_and_the_open_question_stays(dialogue: Dialogue) -> None:
    talk = Talk(dialogue)
    asked = talk.say("楼下的路灯坏了两个星期了")
    reply = talk.say("Sorry, I do not speak Chinese.")
    assert "staff" in reply.text
    assert reply.question is asked.question is Question.WHERE
    assert [button.payload for button in reply.buttons] == ["/human"]
    assert talk.say("清波街道").question is Question.WHO


class Slow:
    """An understander that takes its time, in which somebody else files something."""

    def __init__(self, reader: Understander, meanwhile: Callable[[], object]) -> None:
        self._reader = reader
        self._meanwhile = meanwhile
        self.read_again: list[Question] = []

    def understand_here(self, text: str, context: Context | None = None) -> Understanding:
        self.read_again.append(context.question if context else Question.NOTHING)
        return self._reader.understand_here(text, context)

    def understand(self, text: str, context: Context | None = None) -> Understanding:
        with ThreadPoolExecutor(1) as other:
            other.submit(self._meanwhile).result(timeout=20)
        return self._reader.understand(text, context)


def test_while_one_is_being_understood_others_are_answered(
    database: Database, reader: Understander
) -> None:
    other = Talk(Dialogue(database, reader), "somebody else")
    slow = Slow(reader, lambda: other.say("您好"))
    reply = Talk(Dialogue(database, slow), "she").say("清波街道柳浪社区的路灯坏了")  # type: ignore[arg-type]
    assert reply.question is Question.WHO


def test_a_turn_that_another_overtook_is_read_with_the_question_that_is_open_now(
    database: Database, reader: Understander
) -> None:
    dialogue = Dialogue(database, reader)
    she = Talk(dialogue, "she")
    she.say("清波街道柳浪社区的路灯坏了")
    slow = Slow(reader, lambda: she.say("不留"))
    late = Turn(id="late", channel=she.channel, sender="she", text="对的")
    reply = Dialogue(database, slow).turn(late)  # type: ignore[arg-type]
    assert slow.read_again[0] is Question.CONFIRM
    assert reply.card
    assert reply.card.kind is CardKind.RECEIPT
