"""Phone numbers, written or spoken, and how they are covered."""

import re
from collections.abc import Sequence

from nlu.context import Question
from nlu.particular.identity import GAP
from nlu.text.numerals import digits
from nlu.text.span import Span, disjoint

_MOBILE = re.compile(rf"(?<!\d)(?:\+?86[\s\-]?)?(1[3-9](?:{GAP}\d){{9}})(?!\d)")
_LANDLINE = re.compile(rf"(?<!\d)(0571{GAP}[2-8](?:{GAP}\d){{7}})(?!\d)")
_LOCAL = re.compile(rf"(?<!\d)([2-8](?:{GAP}\d){{7}})(?!\d)")
_CALLED = re.compile(r"(?:电话|座机|打|联系)[^\d，。]{0,6}$")
_HALF = re.compile(rf"(?<!\d)\d(?:{GAP}\d){{6,}}(?!\d)")
_ASKED = re.compile(r"(?:电话|手机|座机|号码|微信|QQ)[^\d，。]{0,6}$", re.IGNORECASE)
_CUE = 12
_SHOWN_FROM = 11
"""A shorter number would be told by its first three and last four."""


def phones(
    text: str, question: Question = Question.NOTHING, taken: Sequence[Span] = ()
) -> list[Span]:
    """Mobile and Hangzhou landline numbers, as digits alone. A local number needs 电话 before it,
    or the question for a phone. `taken` are numbers that are something else."""
    plain = digits(text)
    found: list[Span] = []
    for pattern in (_MOBILE, _LANDLINE, _LOCAL):
        for match in pattern.finditer(plain):
            called = question is Question.PHONE or _CALLED.search(plain, *_before(match))
            if pattern is not _LOCAL or called:
                found.append(Span(*match.span(), re.sub(r"\D", "", match[1])))
    return sorted(disjoint(found, taken), key=lambda span: span.start)


def halves(text: str, question: Question, taken: Sequence[Span]) -> list[Span]:
    """Numbers that were meant as a phone's and are none: to be covered, not to be called."""
    plain = digits(text)
    found = (
        Span(*match.span(), re.sub(r"\D", "", match[0]))
        for match in _HALF.finditer(plain)
        if question is Question.PHONE or _ASKED.search(plain, *_before(match))
    )
    return disjoint(found, taken)


def _before(match: re.Match[str]) -> tuple[int, int]:
    """Where the words stand that may say what a number is."""
    return max(0, match.start() - _CUE), match.start()


def covered(number: str) -> str:
    """A number as others may see it: 135****8888, and of a short one the last four."""
    return f"{number[:3] if len(number) >= _SHOWN_FROM else ''}****{number[-4:]}"
