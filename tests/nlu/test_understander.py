"""The door of the room: whole sentences, the open question, and whatever else people type."""

import json
import threading
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.context import Context, Question
from nlu.understander import Understander, clean
from nlu.understanding import IntentName


def test_a_spoken_opinion_is_understood_whole(reader: Understander) -> None:
    heard = reader.understand(
        "那个…我住在翠苑街道，三幢楼下的路灯坏了两个星期了，我叫王秀英，电话幺三五八八八八一二三四"
    )
    assert heard.intent.name is IntentName.FILE_OPINION
    assert heard.topics[0].path[0] == "城乡建设"
    assert heard.place is not None
    assert heard.place.words == "西湖区翠苑街道"
    assert heard.entities.phones == ("13588881234",)
    assert heard.entities.names == ("王秀英",)
    assert heard.entities.detail == "三幢楼下"
    assert heard.entities.times[0].text == "两个星期了"
    assert "王秀英" not in heard.masked
    assert "八八八八" not in heard.masked


@pytest.mark.parametrize(
    ("text", "question", "name"),
    [
        ("翠苑街道", Question.WHERE, IntentName.FILE_OPINION),
        ("三幢楼下", Question.WHERE, IntentName.FILE_OPINION),
        ("三墩镇", Question.NOTHING, IntentName.FILE_OPINION),
        ("三七二六", Question.CODE, IntentName.QUERY_STATUS),
        ("编号是37265849", Question.NOTHING, IntentName.QUERY_STATUS),
        ("13588881234", Question.PHONE, IntentName.FILE_OPINION),
        ("王秀英", Question.WHO, IntentName.FILE_OPINION),
        ("不对，是楼下", Question.CONFIRM, IntentName.DENY),
        ("我上次反映的路灯怎么样了", Question.NOTHING, IntentName.QUERY_STATUS),
        ("今天天气怎么样", Question.NOTHING, IntentName.OUT_OF_SCOPE),
        (
            "Hello, can you help me book a flight to Paris?",
            Question.NOTHING,
            IntentName.OUT_OF_SCOPE,
        ),
        ("SELECT * FROM opinions; DROP TABLE opinions", Question.NOTHING, IntentName.OUT_OF_SCOPE),
        ("<script>alert(1)</script>", Question.NOTHING, IntentName.OUT_OF_SCOPE),
        ("😀😀😀", Question.NOTHING, IntentName.OUT_OF_SCOPE),
    ],
)
def test_the_intent_of_a_text(
    reader: Understander, text: str, question: Question, name: IntentName
) -> None:
    assert reader.understand(text, Context(question=question)).intent.name is name


@pytest.mark.parametrize("text", ["", " ", "\u3000\n\t", "\x00\x07", "\u200b", "\ud800"])
def test_blank_text_is_out_of_scope_without_any_confidence(reader: Understander, text: str) -> None:
    heard = reader.understand(text)
    assert (heard.intent.name, heard.intent.confidence) == (IntentName.OUT_OF_SCOPE, 0.0)
    assert heard.text == text


def test_an_answer_brings_no_topic_of_its_own(reader: Understander) -> None:
    for text, question in (("翠苑街道", Question.WHERE), ("三七二六", Question.CODE)):
        heard = reader.understand(text, Context(question=question))
        assert heard.topics == ()
        assert heard.jurisdiction is None


@pytest.mark.parametrize(
    "piece", ["翠苑街道路灯坏了", "一", "1", "三幢", "😀", "昨天", "<b>", "对"]
)
def test_ten_thousand_characters_are_read(reader: Understander, piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    heard = reader.understand(text)
    assert heard.text == text


@given(st.text(max_size=200), st.sampled_from(Question))
@settings(deadline=None, max_examples=200)
def test_no_text_breaks_it_and_all_of_it_is_json(
    reader: Understander, text: str, question: Question
) -> None:
    heard = reader.understand(text, Context("330106005", question))
    assert 0 <= heard.intent.confidence <= 1
    assert len(heard.topics) <= 3
    said = json.loads(json.dumps(heard.as_json(), ensure_ascii=False))
    assert said["intent"]["name"] in {str(name) for name in IntentName}


@given(
    st.lists(
        st.sampled_from("不对是翠苑街道西溪的路灯坏了三七二六号1，。 王我叫姓昨天上个月"),
        max_size=40,
    )
)
@settings(deadline=None, max_examples=200)
def test_no_shuffled_speech_breaks_it(reader: Understander, pieces: list[str]) -> None:
    heard = reader.understand("".join(pieces))
    if heard.place:
        assert heard.place.matched in clean("".join(pieces))


def test_what_cannot_be_seen_is_left_out() -> None:
    assert clean(" 路\u200b灯\x00坏\n了３幢 ") == "路灯坏\n了3幢"


def test_days_are_counted_from_today(reader: Understander) -> None:
    fixed = Understander(reader._engine, today=lambda: date(2026, 3, 9))
    (moment,) = fixed.understand("昨天路灯坏了").entities.times
    assert moment.start == date(2026, 3, 8)


def test_many_threads_get_the_same_answers(reader: Understander) -> None:
    texts = ["翠苑街道路灯坏了", "我上次反映的路灯怎么样了", "你好"] * 20
    alone = [reader.understand(text) for text in texts]
    together: list[object] = [None] * len(texts)

    def read(at: int) -> None:
        together[at] = reader.understand(texts[at])

    threads = [threading.Thread(target=read, args=(at,)) for at in range(len(texts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == alone


def test_particulars_are_json_and_hold_no_identity_number(reader: Understander) -> None:
    heard = reader.understand(
        "身份证330106194903070025，三幢二单元301室漏水三个多月了，中秋那天最厉害，十来户受影响"
    )
    found = json.loads(json.dumps(heard.as_json(), ensure_ascii=False))
    assert found["entities"]["identities"] == ["resident"]
    assert found["entities"]["building"]["room"] == "301"
    assert found["entities"]["affected"][0]["unit"] == "household"
    assert found["entities"]["duration"]["low"] == 90
    assert "330106194903070025" not in json.dumps(found)
