"""Phone and ID numbers, written or spoken, and how they are covered."""

import re

from nlu.context import Question
from nlu.numerals import digits
from nlu.span import Span

_GAP = r"[\s\-—.，,、]{0,2}"
_MOBILE = re.compile(rf"(?<!\d)(?:\+?86[\s\-]?)?(1[3-9](?:{_GAP}\d){{9}})(?!\d)")
_LANDLINE = re.compile(rf"(?<!\d)(0571{_GAP}[2-8](?:{_GAP}\d){{7}})(?!\d)")
_LOCAL = re.compile(rf"(?<!\d)([2-8](?:{_GAP}\d){{7}})(?!\d)")
_CALLED = re.compile(r"(?:电话|座机|打|联系)[^\d，。]{0,6}$")
_IDENTITY = re.compile(rf"(?<!\d)([1-9](?:{_GAP}\d){{16}}{_GAP}[\dXx])(?![\dXx])")
_LONG = re.compile(r"(?<!\d)(\d{12,19})(?!\d)")
"""Bank cards, and ID numbers with a digit lost: personal all the same."""


def phones(text: str, question: Question = Question.NOTHING) -> list[Span]:
    """Mobile and Hangzhou landline numbers, as digits alone. A local number needs 电话 before it,
    or the question for a phone."""
    plain = digits(text)
    taken = identities(text)
    found: list[Span] = []
    for pattern in (_MOBILE, _LANDLINE, _LOCAL):
        for match in pattern.finditer(plain):
            span = Span(match.start(), match.end(), re.sub(r"\D", "", match[1]))
            called = question is Question.PHONE or _CALLED.search(plain[: match.start()])
            if not span.overlaps(taken + found) and (pattern is not _LOCAL or called):
                found.append(span)
    return sorted(found, key=lambda span: span.start)


def identities(text: str) -> list[Span]:
    """Numbers of 18 places that may be ID numbers, and other numbers too long to be a phone's."""
    plain = digits(text)
    found: list[Span] = []
    for pattern in (_IDENTITY, _LONG):
        for match in pattern.finditer(plain):
            span = Span(match.start(), match.end(), re.sub(r"[^\dXx]", "", match[1]))
            if not span.overlaps(found):
                found.append(span)
    return found


def covered(number: str) -> str:
    """A number as others may see it: 135****8888."""
    return f"{number[:3]}****{number[-4:]}"
