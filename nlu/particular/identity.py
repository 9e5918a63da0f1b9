"""ID numbers and other long numbers: what they are, so that the number itself need not be kept."""

import re
from collections.abc import Sequence
from datetime import date

from nlu.text.numerals import digits
from nlu.text.span import Span, disjoint
from nlu.understanding import IdentityKind

GAP = r"[\s\-—.，,、呃嗯啊]{0,3}"
"""What stands between digits that somebody says or spells out."""
_LONG_ID, _SHORT_ID = 18, 15
_RESIDENT = re.compile(rf"(?<!\d)([1-9](?:{GAP}\d){{16}}{GAP}[\dXx叉])(?![\dXx])")
_OLD = re.compile(rf"(?<!\d)([1-9](?:{GAP}\d){{14}})(?!\d)")
_LONG = re.compile(r"(?<!\d)(?:\d{11,}|\d{9,10}(?!\d|\s*[元块万]))")
"""A bank card, an ID or a phone number with a digit lost: personal all the same."""
_GROUPS = re.compile(
    r"(?<!\d)\d{3,6}(?:[\s\-—]{1,2}\d{3,6}){2,}(?!\d)|(?<!\d)\d(?:[\s，,、.]\d){8,}(?!\d)"
)
_CALLABLE = re.compile(r"1[3-9]\d{9}\D")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def identities(text: str) -> list[Span]:
    """Every number that is or was meant as an ID number, in order; `value` has no gaps."""
    plain = digits(text)
    found: list[Span] = []
    for pattern in (_RESIDENT, _OLD):
        for match in pattern.finditer(plain):
            span = Span(*match.span(), _value(match[0]))
            # A phone number and half a code after it are 18 digits too, and 15 may be anything.
            other = _CALLABLE.match(match[0]) or pattern is _OLD
            if other and kind(span.value) is IdentityKind.OTHER:
                continue
            found.append(span)
    return sorted(disjoint(found), key=lambda span: span.start)


def numbers(text: str, taken: Sequence[Span]) -> list[Span]:
    """Every other number too long to be harmless; `taken` are known already."""
    plain = digits(text)
    found = [Span(*m.span(), _value(m[0])) for p in (_LONG, _GROUPS) for m in p.finditer(plain)]
    return disjoint(found, taken)


def _value(words: str) -> str:
    return re.sub(r"[^\dX]", "", words.replace("叉", "X").upper())


def kind(value: str) -> IdentityKind:
    """What a number without gaps is. A phone number is not asked about here."""
    if len(value) == _LONG_ID and value[:17].isdigit() and value[0] != "0":
        if is_resident(value):
            return IdentityKind.RESIDENT
        return IdentityKind.RESIDENT_MISHEARD if _born(value[6:14]) else IdentityKind.OTHER
    if len(value) == _SHORT_ID and value.isdigit() and _born("19" + value[6:12]):
        return IdentityKind.RESIDENT_OLD
    return IdentityKind.OTHER


def is_resident(value: str) -> bool:
    """Whether 18 places are an ID number by GB 11643: a birthday, and the check digit agrees."""
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", value) or not _born(value[6:14]):
        return False
    return check_digit(value[:17]) == value[17]


def check_digit(first17: str) -> str:
    """The last place of an ID number (ISO 7064, MOD 11-2)."""
    total = sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def _born(words: str) -> bool:
    try:
        return date(1880, 1, 1) <= date(int(words[:4]), int(words[4:6]), int(words[6:]))
    except ValueError:
        return False
