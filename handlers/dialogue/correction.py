"""Mending one thing in a draft and keeping the rest: "不对，是楼下"."""

import re
from dataclasses import replace

from handlers.context.draft import Draft
from nlu.text.pattern import any_of
from nlu.text.yes_no import MISTAKEN, UNTRUE
from nlu.understanding import IntentName, Understanding

# Words that can only be confused with their counterpart.
_PAIRS = (
    ("楼上", "楼下"),
    ("东边", "西边"),
    ("南边", "北边"),
    ("东门", "西门"),
    ("南门", "北门"),
    ("左边", "右边"),
    ("前面", "后面"),
    ("里面", "外面"),
    ("早上", "晚上"),
    ("白天", "夜里"),
)
_COUNTERPART = {word: other for pair in _PAIRS for word, other in (pair, pair[::-1])}

_NUMBER = r"[0-9零〇一二两三四五六七八九十百]+"
_COUNTED = re.compile(rf"({_NUMBER})(号楼|幢|栋|单元|楼|层|号|室|弄|路|天|个月|个星期|年)")
_DENIAL = re.compile(
    r"^[\s，,。、！!]*(?:(?:哎呀?|呃|嗯|那个|喏)[，,、\s]*)*"
    rf"{any_of(UNTRUE, MISTAKEN, '不是的 不是这样 不')}?[\s，,。、！!啊呀的了]*"
)
_LEAD = re.compile(r"^(?:我(?:说|讲)的|应该|其实|那)*(?:就)?(?:是|叫|要)?(?:在)?")
_NOT_THIS = re.compile(
    r"(?:我说的是|应该是|是)?(?P<right>[^，,。]{1,20})[，,、\s]*(?:而)?不是(?P<wrong>[^，,。]{1,20})$"
)
_BUT_THIS = re.compile(
    r"^不是(?P<wrong>[^，,。]{1,20}?)[，,、\s]*(?:而|应该|我说的)?是(?P<right>[^，,。]{1,20})$"
)
_SPOT = re.compile(r"楼上|楼下|门口|旁边|对面|后面|前面|里面|外面|边上|幢|栋|单元|弄|路口|转角")
_ENOUGH_FOR_A_MATTER = 6


def amend(draft: Draft, text: str, heard: Understanding) -> Draft:
    """The draft with what the sentence corrects. The same draft where it corrects nothing."""
    bare = text.strip().rstrip("。！!.，, 啊呀吧呢")
    while (shorter := _DENIAL.sub("", bare, count=1)) != bare and not _BUT_THIS.match(bare):
        bare = shorter
    contrast = _BUT_THIS.match(bare) or _NOT_THIS.match(bare)
    if contrast:
        right = _LEAD.sub("", contrast["right"], count=1)
        mended = _exchange(draft, contrast["wrong"], right)
        if mended != draft:
            return mended
        bare = right
    else:
        bare = _LEAD.sub("", bare, count=1)
    if not bare:
        return draft
    if heard.entities.phones or heard.entities.names:
        return _person(draft, heard)
    if heard.place or heard.places:
        return _place(draft, heard)
    if (counterpart := _COUNTERPART.get(bare)) and counterpart in _words(draft):
        return _exchange(draft, counterpart, bare)
    if mended_numbers := _renumber(draft, bare):
        return mended_numbers
    if _SPOT.search(bare) and len(bare) <= 2 * _ENOUGH_FOR_A_MATTER:
        return replace(draft, spot=bare)
    tells = heard.topics or heard.intent.name is IntentName.FILE_OPINION
    if tells and len(bare) >= _ENOUGH_FOR_A_MATTER:
        return replace(draft, matter=bare, spot=heard.entities.detail or draft.spot)
    return draft


def _words(draft: Draft) -> str:
    return "\n".join(part for part in (draft.matter, draft.where, draft.spot) if part)


def _exchange(draft: Draft, wrong: str, right: str) -> Draft:
    def mend(part: str | None) -> str | None:
        return part.replace(wrong, right) if part else part

    return replace(
        draft,
        matter=draft.matter.replace(wrong, right),
        where=mend(draft.where),
        spot=mend(draft.spot),
    )


def _renumber(draft: Draft, bare: str) -> Draft | None:
    """ "不对，是五幢": the number before the same counter is exchanged, where there is just one."""
    counted = _COUNTED.fullmatch(bare.removesuffix("楼下").removesuffix("门口"))
    if not counted:
        return None
    wrong = {m[0] for m in _COUNTED.finditer(_words(draft)) if m[2] == counted[2]}
    if len(wrong) != 1:
        return None
    return _exchange(draft, wrong.pop(), counted[0])


def _person(draft: Draft, heard: Understanding) -> Draft:
    found = heard.entities
    return replace(
        draft,
        reporter=found.names[-1] if found.names else draft.reporter,
        phone=found.phones[-1] if found.phones else draft.phone,
        anonymous=False,
    )


def _place(draft: Draft, heard: Understanding) -> Draft:
    if draft.place and heard.place:
        # The old name stands in the story too, and must not be read back beside the new one.
        draft = _exchange(draft, draft.place.matched, heard.place.matched)
    return replace(
        draft,
        place=heard.place,
        candidates=heard.places if not heard.place else (),
        where=None,
        spot=heard.entities.detail or draft.spot,
    )
