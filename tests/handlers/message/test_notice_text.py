"""The words of news: whole where a resident reads them, and understood where she says them."""

from string import Formatter

import pytest

from data.record.casework import Grade
from data.record.conversation import Channel
from handlers.dialogue.grade import grade
from handlers.message import notice_text, resident_text

TOLD = {
    "ASSIGNED": {"unit"},
    "TRANSFERRED": {"unit"},
    "CLAIMED": set(),
    "DECLINED": {"reason", "guidance"},
    "MERGED": set(),
    "SUGGESTED": {"title"},
    "ANSWERED": {"words"},
    "PROGRESS": {"words"},
    "ASKED": {"words"},
}
"""What residents hear, and what is put into it."""


@pytest.mark.parametrize(("name", "gaps"), TOLD.items(), ids=TOLD)
def test_what_a_resident_hears_has_no_gap_too_many_and_no_jargon(name: str, gaps: set[str]) -> None:
    text: str = getattr(notice_text, name)
    assert {gap for _, gap, _, _ in Formatter().parse(text) if gap} == gaps
    for jargon in ("承办", "督办", "销号", "工作台", "认领", "并案"):
        assert jargon not in text


def test_every_grade_is_a_button_that_says_what_it_means() -> None:
    assert set(notice_text.GRADES) == set(Grade)
    for meant, title in notice_text.GRADES.items():
        assert grade(title) is meant
    assert tuple(notice_text.GRADES.values()) == resident_text.GRADE_TITLES


def test_the_desk_is_told_where_somebody_stands_and_else_that_she_writes() -> None:
    for channel in Channel:
        where = notice_text.WAITING_AT.get(channel, notice_text.WAITING_ELSEWHERE)
        stands = channel in (Channel.KIOSK, Channel.DESK)
        assert ("前" in where) is stands, channel
        assert ("聊天" in where) is not stands, channel
