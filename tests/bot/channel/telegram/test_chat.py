"""Residents and deputies in private chats: the real python-telegram-bot, emulated Bot API."""

import re
from typing import Any

import pytest
from sqlmodel import select

from bot.services import Services
from data.record.attachment import Attachment
from data.record.conversation import Conversation, Utterance
from data.record.opinion import Opinion, OpinionState
from tests.bot.channel.telegram.conftest import invited
from tests.support.loop import LAMP
from tests.support.telegram_api import NAME, Telegram

HER, DEPUTY, NEIGHBOUR = 4242, 777, 999
STICKER = {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}


def file(name: str, **more: Any) -> dict[str, Any]:
    return {"file_id": name, "file_unique_id": name, **more}


def code_of(receipt: dict[str, Any]) -> str:
    found = re.search(r"编号是 (\d{4} \d{4})", receipt["text"])
    assert found, receipt
    return found[1].replace(" ", "")


def filed(telegram: Telegram, chat: int = HER) -> str:
    """A matter from the first word to the receipt, by text and buttons; its code."""
    asked = telegram.says(chat, LAMP, "怎么称呼")
    return code_of(telegram.taps(asked, "不留也行", "您的编号是"))


def opinions(bot: Services) -> list[Opinion]:
    with bot.database.reading() as session:
        return list(session.exec(select(Opinion)).all())


def test_the_menu_is_chinese(telegram: Telegram, bot: Services) -> None:
    telegram.says(HER, "/start", "慢慢说")
    assert {"new", "status", "language", "help", "forget", "start"} <= {
        entry["command"] for entry in telegram.menu
    }
    assert all(re.search("[一-鿿]", entry["description"]) for entry in telegram.menu)


def test_a_matter_goes_round_between_a_resident_and_a_deputy(
    telegram: Telegram, bot: Services
) -> None:
    telegram.says(DEPUTY, f"/start bind_{invited(bot)}", "绑定好了")
    code = filed(telegram)
    telegram.wait(HER, "城市管理科")
    offers = telegram.says(DEPUTY, "有什么可以认领的", "可以认领的有1件")
    card = telegram.taps(offers, "1. 看看", "路灯坏了")
    assert "13" not in card["text"].split("期限")[0].replace(code[:4], "").replace(code[4:], "")
    telegram.taps(card, "认领", "这件归您了")
    telegram.wait(HER, "有一位人大代表接下了")
    telegram.says(DEPUTY, "我去看过了，明天修好", "已经告诉群众")
    telegram.wait(HER, "我去看过了，明天修好")
    asked = telegram.says(DEPUTY, "问一下居民，是哪一盏灯", "已经替您问了")
    question = telegram.wait(HER, "是哪一盏灯")
    telegram.taps(question, "现在回答", "您说")
    telegram.says(HER, "三幢东面那盏，我电话13588123456", "补上去了")
    answer = telegram.wait(DEPUTY, "三幢东面那盏")
    assert "13588123456" not in answer["text"]
    sure = telegram.says(DEPUTY, "修好了，换了新灯", "发吗")
    telegram.taps(sure, "对，就这样", "答复发出去了")
    answered = telegram.wait(HER, "换了新灯")
    telegram.taps(answered, "基本满意", "谢谢")
    (opinion,) = opinions(bot)
    assert opinion.state is OpinionState.EVALUATED
    telegram.taps(asked, "答复群众", "过时")


def test_a_deputy_s_photo_belongs_to_the_matter_in_hand(telegram: Telegram, bot: Services) -> None:
    telegram.says(DEPUTY, f"/bind {invited(bot)}", "绑定好了")
    telegram.says(DEPUTY, f"/claim {filed(telegram)}", "这件归您了")
    telegram.files["done.jpg"] = b"\xff\xd8done"
    telegram.write(DEPUTY, photo=[file("done.jpg", width=2, height=2)])
    telegram.wait(DEPUTY, "已经加到")
    telegram.write(DEPUTY, photo=[file("done.jpg", width=2, height=2)], caption="明天装新灯")
    telegram.wait(HER, "明天装新灯")
    with bot.database.reading() as session:
        kept = session.exec(select(Attachment)).all()
    assert [each.opinion_id for each in kept] == [opinions(bot)[0].id] * 2


def test_which_of_two_matters_is_asked_and_a_reply_says(telegram: Telegram, bot: Services) -> None:
    telegram.says(DEPUTY, f"/bind {invited(bot)}", "绑定好了")
    first, second = filed(telegram), filed(telegram, NEIGHBOUR)
    card = telegram.says(DEPUTY, f"/claim {first}", "这件归您了")
    telegram.says(DEPUTY, f"/claim {second}", "这件归您了")
    telegram.says(DEPUTY, "/mine", "您手上有2件")
    telegram.write(DEPUTY, "灯罩已经订了，马上到", reply_to_message=card)
    assert telegram.wait(HER, "灯罩已经订了")
    assert not any("灯罩" in message["text"] for message in telegram.told(NEIGHBOUR))


def test_nobody_else_presses_a_deputy_s_buttons(telegram: Telegram, bot: Services) -> None:
    code = filed(telegram)
    told = telegram.says(NEIGHBOUR, f"/claim {code}", "人大代表用的")
    assert "reply_markup" not in told
    telegram.says(NEIGHBOUR, f"/hear {code}", "人大代表用的")
    telegram.says(NEIGHBOUR, f"/grade {code} satisfied", "没有找到")
    telegram.says(NEIGHBOUR, f"/reply {code}", "没有找到")
    assert opinions(bot)[0].representative_id is None


def test_a_binding_code_works_once(telegram: Telegram, bot: Services) -> None:
    code = invited(bot)
    telegram.says(DEPUTY, f"/bind {code}", "绑定好了")
    telegram.says(NEIGHBOUR, f"/bind {code}", "不对，或者已经过期")


def test_the_digest_comes_at_the_hour_that_was_chosen(telegram: Telegram, bot: Services) -> None:
    telegram.says(DEPUTY, f"/bind {invited(bot)}", "绑定好了")
    hours = telegram.says(DEPUTY, "/digest", "几点")
    telegram.taps(hours, "18点", "每天18点")


def test_an_old_button_says_that_it_is_old(telegram: Telegram, bot: Services) -> None:
    asked = telegram.says(HER, LAMP, "怎么称呼")
    telegram.says(HER, "我姓王", "电话")
    telegram.press(asked, "不留也行")
    old = telegram.until(lambda: [e for e in telegram.acknowledged if e.get("text")], "an alert")
    assert "过时" in old[0]["text"]


def test_traditional_characters_where_they_are_asked_for(telegram: Telegram, bot: Services) -> None:
    chosen = telegram.says(HER, "/language", "哪种字")
    telegram.taps(chosen, "繁體字", "好的")
    telegram.says(HER, "/new", "什麼事")


def test_who_wants_no_news_hears_it_when_asking(telegram: Telegram, bot: Services) -> None:
    telegram.says(HER, "/news off", "不主动打扰")
    code = filed(telegram)
    assert not any("城市管理科" in message["text"] for message in telegram.told(HER))
    telegram.says(HER, f"/status {code}", "城市管理科")


def test_forgetting_leaves_nothing_that_leads_back(telegram: Telegram, bot: Services) -> None:
    asked = telegram.says(HER, LAMP, "怎么称呼")
    telegram.says(HER, "我叫王秀英", "电话")
    telegram.says(HER, "13588123456", "您的编号是")
    sure = telegram.says(HER, "/forget", "删掉您的信息吗")
    telegram.taps(sure, "都删掉", "都删掉了")
    (opinion,) = opinions(bot)
    assert (opinion.reporter, opinion.phone) == (None, None)
    assert "路灯" in opinion.words
    with bot.database.reading() as session:
        assert [c.sender for c in session.exec(select(Conversation))] != [str(HER)]
        assert len(session.exec(select(Utterance)).all()) <= 1
    assert asked


def test_a_photo_is_kept_with_the_opinion(telegram: Telegram, bot: Services) -> None:
    telegram.files["lamp.jpg"] = b"\xff\xd8picture"
    photo = [file("small", width=1, height=1), file("lamp.jpg", width=2, height=2)]
    telegram.write(HER, photo=photo)
    telegram.wait(HER, "照片里是什么事")
    filed(telegram)
    with bot.database.reading() as session:
        (kept,) = session.exec(select(Attachment)).all()
    assert kept.opinion_id == opinions(bot)[0].id
    assert (bot.settings.attachments / str(kept.file)).read_bytes() == b"\xff\xd8picture"


def test_a_photo_with_words_under_it_is_a_matter(telegram: Telegram, bot: Services) -> None:
    telegram.files["lamp.jpg"] = b"\xff\xd8picture"
    telegram.write(HER, photo=[file("lamp.jpg", width=2, height=2)], caption=LAMP)
    asked = telegram.wait(HER, "怎么称呼")
    telegram.taps(asked, "不留", "您的编号是")
    with bot.database.reading() as session:
        assert session.exec(select(Attachment)).one().opinion_id


def test_a_place_that_is_shared_is_kept_and_asked_for(telegram: Telegram, bot: Services) -> None:
    telegram.says(HER, "楼下的路灯坏了，晚上很黑", "在哪里")
    telegram.write(HER, location={"latitude": 30.2436, "longitude": 120.1551})
    telegram.wait(HER, "看位置大概在上城区或者西湖区")
    asked = telegram.says(HER, "清波街道三幢", "怎么称呼")
    telegram.taps(asked, "不留", "您的编号是")
    with bot.database.reading() as session:
        kept = session.exec(select(Attachment)).one()
    assert kept.position == "30.243600,120.155100"
    assert kept.opinion_id


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"sticker": file("s", **STICKER)}, "看不了"),
        ({"video": file("v", width=1, height=1, duration=1)}, "看不了"),
        ({"document": file("d", file_size=20 * 1024 * 1024)}, "太大"),
        ({"voice": file("v", duration=600)}, "太长"),
        ({"voice": file("lost.oga", duration=5)}, "没有收到"),
        ({"contact": {"phone_number": "1", "first_name": "x"}}, "看不了"),
    ],
    ids=["sticker", "video", "big file", "long voice", "lost voice", "contact"],
)
def test_what_cannot_be_read_gets_a_word_of_help(
    telegram: Telegram, bot: Services, sent: dict[str, Any], words: str
) -> None:
    telegram.write(HER, **sent)
    telegram.wait(HER, words)
    telegram.says(HER, LAMP, "怎么称呼")


def test_a_forwarded_and_an_edited_message(telegram: Telegram, bot: Services) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "x", "date": 1}
    telegram.write(HER, LAMP, forward_origin=origin)
    telegram.wait(HER, "转发来的话")
    telegram.put({"edited_message": telegram.message(HER, "改了", edit_date=1)})
    telegram.wait(HER, "改过的话我看不到")
    assert not opinions(bot)


def test_rubbish_in_a_deep_link_and_in_a_name(telegram: Telegram, bot: Services) -> None:
    person = {"id": HER, "is_bot": False, "first_name": "\u202e\x00\x1b[31m"}
    for token in ("st_1_" + "A" * 16, "rep_99999999999_x", "'; DROP TABLE", "st__", "\u0661"):
        told = telegram.told(HER)
        telegram.write(HER, f"/start {token}", **{"from": person})
        telegram.wait(HER, "这个码已经不用了", len(told))
    telegram.says(HER, "/nonsense", "没有这个命令")


def test_a_group_hears_nothing_but_the_way_to_a_chat(telegram: Telegram, bot: Services) -> None:
    group = {"id": -5, "type": "group", "title": "邻居"}
    telegram.put({"message": telegram.message(HER, LAMP) | {"chat": group}})
    mention = [{"type": "mention", "offset": 0, "length": len(NAME) + 1}]
    said = telegram.message(HER, f"@{NAME} 我的编号呢", entities=mention)
    telegram.put({"message": said | {"chat": group}})
    told = telegram.until(lambda: telegram.told(-5), "an answer in the group")
    assert len(told) == 1
    assert told[0]["reply_markup"]["inline_keyboard"][0][0]["url"].endswith(NAME)
    assert not opinions(bot)


def test_a_blocked_bot_is_noticed(telegram: Telegram, bot: Services) -> None:
    filed(telegram)
    telegram.wait(HER, "城市管理科")
    telegram.blocked.add(HER)
    telegram.write(HER, "你好")

    def closed() -> bool:
        with bot.database.reading() as session:
            return session.exec(select(Conversation.closed_at)).one() is not None

    telegram.until(closed, "the chat to be closed")
    telegram.blocked.clear()
    telegram.says(HER, "你好", "您慢慢说")
    assert not closed()
