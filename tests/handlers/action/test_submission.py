"""What was told outside the dialogue: at the desk, by a program, by a deputy."""

import pytest

from data.record.conversation import Channel
from data.record.opinion import Opinion
from data.settings import Settings
from handlers.action.context import ActionContext
from handlers.action.submission import Submission, submit, understand
from handlers.opinion.errors import MissingError
from handlers.opinion.source import Source
from tests.support.loop import DISTRICT, NEXT_STREET, STAFF, STREET, World

DESK = Source(Channel.DESK, station=STREET)
TEXT = "楼下的路灯坏了，我叫王秀英，电话13588123456"


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


def take(world: World, submission: Submission, key: str | None = None) -> Opinion:
    understood = understand(submission, world.reader)
    with world.database.transaction() as session:
        code = submit(ActionContext(session, STAFF, world.now, key), submission, understood).code
    return world.opinion(code)


def test_who_tells_it_is_understood_unless_it_is_given(world: World) -> None:
    filed = take(world, Submission(DESK, TEXT))
    assert (filed.reporter, filed.phone) == ("王秀英", "13588123456")
    filed = take(world, Submission(DESK, TEXT, reporter="李大爷", phone="87654321"))
    assert (filed.reporter, filed.phone) == ("李大爷", "87654321")
    filed = take(world, Submission(DESK, "楼下的路灯坏了"))
    assert (filed.reporter, filed.phone, filed.urgent) == (None, None, None)
    assert take(world, Submission(DESK, "厨房里煤气漏了，味道很大")).urgent == "gas"


def test_a_place_that_was_chosen_comes_before_one_that_was_said(world: World) -> None:
    said = Submission(DESK, "清波街道三幢的路灯坏了")
    assert take(world, said).place_code == STREET
    for place, name in (
        (NEXT_STREET, "上城区南星街道"),
        (DISTRICT, "上城区"),
        ("330102001051", "上城区清波街道清波门社区"),
    ):
        filed = take(world, Submission(DESK, said.text, place=place, where="菜场门口"))
        assert filed.place_code == place
        assert filed.place_name == f"{name}，菜场门口"


def test_the_place_in_words_is_understood_with_the_matter(world: World) -> None:
    filed = take(world, Submission(Source(Channel.DESK), "路灯坏了", where="清波街道"))
    assert filed.place_code == STREET
    assert filed.place_name == "上城区清波街道，清波街道"
    assert filed.matter == "路灯坏了"
    assert take(world, Submission(Source(Channel.DESK), "路灯坏了")).place_name is None


def test_the_same_key_files_once(world: World) -> None:
    first = take(world, Submission(DESK, TEXT), "k-1")
    assert take(world, Submission(DESK, "别的事情"), "k-1").code == first.code
    assert take(world, Submission(DESK, TEXT), "k-2").code != first.code
    assert take(world, Submission(DESK, TEXT)).code != first.code


@pytest.mark.parametrize(
    ("submission", "field"),
    [
        (Submission(DESK, " "), "text"),
        (Submission(DESK, "\0"), "text"),
        (Submission(DESK, TEXT, place="1"), "place"),
    ],
)
def test_what_is_missing_is_named(world: World, submission: Submission, field: str) -> None:
    with pytest.raises(MissingError) as missing:
        take(world, submission)
    assert missing.value.field == field


def test_a_zero_byte_of_a_program_is_dropped(world: World) -> None:
    assert take(world, Submission(DESK, "路灯\0坏了")).words == "路灯坏了"
