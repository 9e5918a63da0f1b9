"""Receipt codes as people say and write them: 3726 5849, 三七二六五八四九, 3726-5849."""

import re
from collections.abc import Sequence

from nlu.context import Question
from nlu.text.numerals import digits
from nlu.text.span import Span

LENGTH = 8
SHORTEST = 4
"""A part of a code, when a code was asked for."""
_GAP = r"[\s\-—，,、。]{0,4}"
_RUN = re.compile(rf"(?<![\d.])\d(?:{_GAP}\d)*(?![\d.]?\d)")
_CUE = re.compile(
    r"(?:编号|单号|回执|受理号|查询号|号码|号是|码是|代码|工单|号码是|条码)[^\d，。]{0,6}$"
)
_BEFORE = 12
_FOURS = re.compile(r"\d{4}[\s\-—]\d{4}")
_YEARS = re.compile(r"(?:19|20)\d\d[\s\-—](?:19|20)\d\d")
_AMOUNT = re.compile(r"\s*(?:元|块|万|千|百|米|平|个|人|户|年|月|号楼|幢|栋|室|路|分|%|％)")


def code(
    text: str, taken: Sequence[Span] = (), question: Question = Question.NOTHING
) -> Span | None:
    """The receipt code of a text as digits alone; `taken` are numbers that are something else."""
    plain = digits(_without(text, taken))
    best = None
    for match in _RUN.finditer(plain):
        span = Span(match.start(), match.end(), re.sub(r"\D", "", match[0]))
        if _AMOUNT.match(plain, match.end()):
            continue
        before = max(0, match.start() - _BEFORE), match.start()
        cued = question is Question.CODE or _CUE.search(plain, *before)
        if cued and SHORTEST <= len(span.value) <= LENGTH:
            return span
        if len(span.value) != LENGTH:
            continue
        alone = not re.search(r"\w", plain[: match.start()] + plain[match.end() :])
        fours = _FOURS.fullmatch(match[0]) and not _YEARS.fullmatch(match[0])
        if alone or fours:
            best = best or span
    return best


def _without(text: str, spans: Sequence[Span]) -> str:
    """Other numbers as blanks too wide for a code to reach across."""
    places = list(text)
    for span in spans:
        places[span.start : span.end] = "；" * (span.end - span.start)
    return "".join(places)
