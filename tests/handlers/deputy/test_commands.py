"""A deputy in a chat: by a command, a button or a plain sentence, and never by mistake."""

import pytest
from sqlmodel import select

from data.record.attachment import Attachment, AttachmentKind
from data.record.code import Binding
from handlers.message import chat_text
from handlers.message.turn import Enclosed, Reply
from handlers.opinion import receipt
from handlers.opinion.lifecycle import Action
from nlu.context import Question
from tests.handlers.deputy.conftest import Chat
from tests.support.loop import LAMP, NEXT_STREET, UNSURE, World
from tests.support.talk import Talk

PHOTO = (Enclosed(AttachmentKind.PHOTO, file="done.jpg"),)


@pytest.fixture
def deputy(chat: Chat) -> Talk:
    return chat()


@pytest.fixture
def claimed(deputy: Talk, world: World) -> str:
    """A matter that is theirs."""
    code = world.file()
    assert "这件归您了" in deputy.say(f"/claim {code}").text
    return code


def told(world: World, code: str) -> tuple[str, str]:
    """The last thing that a deputy did with it, and in which words."""
    last = [each for each in world.events(code) if each.actor.startswith("representative")][-1]
    return last.action, last.words_resident or last.words_staff or ""


def payloads(reply: Reply) -> list[str]:
    return [button.payload for button in reply.buttons]


def test_a_deputy_who_claims_second_is_told(deputy: Talk, chat: Chat, world: World) -> None:
    neighbour, code = chat("李代表"), world.file()
    assert "这件归您了" in deputy.say(f"/claim {code}").text
    late = neighbour.say(f"/claim {code}")
    assert "过时" in late.text
    assert late.buttons == ()


@pytest.mark.usefixtures("claimed")
def test_a_yes_is_not_the_answer_itself(deputy: Talk) -> None:
    assert "“修好了”。发出去" in deputy.say("修好了").text
    assert "怎么答复群众" in deputy.say("不对").text
    assert "答复发出去了：“灯换好了，很亮”" in deputy.say("灯换好了，很亮").text


@pytest.mark.usefixtures("claimed")
def test_a_second_thought_takes_the_place_of_the_first(deputy: Talk) -> None:
    assert "发吗" in deputy.say("修好了").text
    assert "“灯换好了，很亮”。发出去" in deputy.say("灯换好了，很亮").text
    assert "答复发出去了：“灯换好了，很亮”" in deputy.say("对的").text


def test_what_is_theirs_and_what_they_may_claim(deputy: Talk, chat: Chat, world: World) -> None:
    for none in ("/mine", "我手上有哪些事"):
        assert deputy.say(none).text == chat_text.NOTHING_MINE
    assert deputy.say("/offers").text == chat_text.NOTHING_OFFERED
    lamp, unsure = world.file(LAMP), world.file(UNSURE)
    offered = deputy.say("有什么可以认领的")
    assert payloads(offered) == [f"/see {lamp}", f"/see {unsure}"]
    assert offered.text.startswith(chat_text.OFFERS.format(number=2))
    assert f"1. 【{receipt.shown(lamp)}】" in offered.text
    assert payloads(deputy.say(f"/see {lamp}")) == [f"/claim {lamp}", f"/hear {lamp}"]
    deputy.say("我来办")
    assert payloads(deputy.say("/mine")) == [f"/see {lamp}"]
    far = chat("远代表", NEXT_STREET)
    assert far.say(f"/see {lamp}").text == chat_text.NO_SUCH_MATTER
    assert far.say(f"/claim {unsure}").text == chat_text.NO_SUCH_MATTER


def test_what_is_spoken_is_read_back_before_anybody_hears_it(
    deputy: Talk, world: World, claimed: str
) -> None:
    asked = deputy.say("我去看过了，明天修好", spoken=True)
    assert asked.text == chat_text.SURE[Action.PROGRESS].format(words="我去看过了，明天修好")
    assert told(world, claimed)[0] == "claim"
    sure, again = payloads(asked)
    assert (sure, again) == (f"/sure {claimed}", f"/progress {claimed}")
    deputy.say(sure)
    assert told(world, claimed) == ("progress", "有进展了：我去看过了，明天修好")
    deputy.say("我去看过了，后天修好")
    assert told(world, claimed) == ("progress", "有进展了：我去看过了，后天修好"), "typed, at once"


def test_a_sentence_that_is_no_step_is_asked_about(
    deputy: Talk, world: World, claimed: str
) -> None:
    asked = deputy.say("换灯泡的人在路上")
    assert asked.text == chat_text.WHAT_WITH_IT.format(words="换灯泡的人在路上")
    progress, _, new = payloads(asked)
    assert (progress, new) == (f"/as {claimed} progress", "/new")
    deputy.say(progress)
    assert told(world, claimed) == ("progress", "有进展了：换灯泡的人在路上")
    assert deputy.say("/new").question is Question.WHAT
    assert deputy.say("我们小区垃圾没人收").question is Question.WHERE, "a matter of their own"


def test_a_yes_to_one_matter_is_none_to_another(deputy: Talk, world: World, claimed: str) -> None:
    other = world.file(UNSURE)
    deputy.say(f"/claim {other}")
    deputy.say(f"/see {claimed}")
    assert payloads(deputy.say("修好了，换了新灯"))[0] == f"/sure {claimed}"
    assert chat_text.OLD_BUTTON in deputy.say(f"/sure {other}").text
    assert (told(world, claimed)[0], told(world, other)[0]) == ("claim", "claim")


def test_which_of_two_is_asked_before_anything_is_done(
    deputy: Talk, world: World, claimed: str
) -> None:
    second = world.file(UNSURE)
    deputy.say(f"/claim {second}")
    deputy.say("/start")  # so that none of them was the last that was spoken of
    asked = deputy.say("灯罩已经订了，马上到")
    assert asked.text == chat_text.WHICH
    assert sorted(payloads(asked)) == sorted([f"/as {claimed}", f"/as {second}"])
    deputy.say(f"/as {claimed}")
    assert told(world, claimed) == ("progress", "有进展了：灯罩已经订了，马上到")
    assert told(world, second)[0] == "claim"


@pytest.mark.parametrize(
    ("step", "said", "words"),
    [
        ("release", "不归我管", "不归我管"),
        ("propose", "街道解决不了", "代表提议转上级：街道解决不了"),
        ("ask", "问问居民，是哪一盏灯", "办事的人想问您：是哪一盏灯"),
        ("answer", "换了新灯", "有答复了：换了新灯。满意不满意，您说一声。"),
    ],
)
def test_a_button_asks_for_its_words_and_then_acts(
    deputy: Talk, world: World, claimed: str, step: str, said: str, words: str
) -> None:
    assert deputy.say(f"/{step} {claimed}").text == chat_text.IN_WHICH_WORDS[Action(step)]
    assert told(world, claimed)[0] == "claim"
    done = deputy.say(said)
    assert told(world, claimed) == (step, words)
    theirs = world.opinion(claimed).representative_id is not None
    assert bool(done.buttons) is theirs, "what was given back is not offered again at once"


def test_who_drops_a_step_has_done_nothing(deputy: Talk, world: World, claimed: str) -> None:
    for begun in (f"/answer {claimed}", "修好了，换了新灯"):
        deputy.say(begun)
        assert deputy.say("算了").text == chat_text.NOT_DONE
    assert deputy.say(f"/sure {claimed}").text.startswith(f"【{receipt.shown(claimed)}】")
    assert told(world, claimed)[0] == "claim"


def test_a_photo_goes_to_the_matter_in_hand_and_can_be_seen(
    deputy: Talk, world: World, claimed: str
) -> None:
    assert deputy.say(f"/hear {claimed}").text == chat_text.NOTHING_TO_HEAR
    kept = deputy.say("", enclosed=PHOTO)
    assert kept.text.startswith("已经加到")
    with world.database.reading() as session:
        assert session.exec(select(Attachment)).one().opinion_id == world.opinion(claimed).id
    shown = deputy.say(f"/hear {claimed}")
    assert (shown.photos, shown.sounds) == (("done.jpg",), ())


def test_the_hour_of_the_digest_and_the_end_of_the_tie(deputy: Talk, world: World) -> None:
    def tie() -> Binding:
        with world.database.reading() as session:
            return session.exec(select(Binding)).one()

    for none in ("/digest", "/digest 24", "/digest \u0663", "/digest -1"):
        assert deputy.say(none).text == chat_text.DIGEST_HOW
    assert tie().digest_hour == 8
    assert deputy.say("/digest 18").text == chat_text.DIGEST_SET.format(hour=18)
    assert tie().digest_hour == 18
    assert deputy.say("/unbind").text == chat_text.UNBOUND
    assert tie().ended_at == world.now
    assert deputy.say("/mine").text == chat_text.NOT_YOURS
