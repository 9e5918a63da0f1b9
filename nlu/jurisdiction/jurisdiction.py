"""Whose job a matter is, from its topic, its words and its place, and why in plain words."""

import re
from collections.abc import Sequence
from dataclasses import replace

from data.reference.matter import jurisdictions
from data.reference.place import divisions
from data.reference.place.divisions import DivisionLevel
from nlu.understanding import Intent, IntentName, Jurisdiction, Level, Place, Topic

_EVERYWHERE = re.compile(
    r"全杭州|全市|整个杭州|杭州(?:各|所有|很多|到处)|到处都|普遍|家家户户都|哪[里儿]都"
    r"|各个?(?:区|街道|社区|小区|地方|村)(?:里)?都|每个(?:社区|小区|街道|村)都"
    r"|(?:很多|好多|许多|不少|所有|好几个|几个)(?:的)?(?:社区|小区|街道|地方|村)(?:里|子)?[^，。！？]{0,4}都"
)
_LAW_UNIT = "M-NPC"
_BY_KEYWORD = 0.9
_BY_TOPIC = 0.6
_LIKELIEST = 2
"""Topics after these are too unlikely for one of their keywords to decide."""
_LAW = "这是对立法的意见，由市人大常委会统一征集"
_SPREAD = "您说“{words}”，不止一处有，请代表一起了解"
_BY_NAME = "按“{topic}”这一类来分"
_UNSURE = "还拿不准，先请工作人员看一看"
_DIVISION = {
    Level.TOWNSHIP: DivisionLevel.STREET,
    Level.COUNTY: DivisionLevel.DISTRICT,
}


def jurisdiction(
    text: str, intent: Intent, topics: Sequence[Topic], place: Place | None, sure: float = 0.0
) -> Jurisdiction | None:
    """Whose job it is; None where the topics say nothing. `division` is None without a place.

    One less likely than `sure` goes to staff, with the others it may be.
    """
    if intent.name is IntentName.LEGISLATION:
        unit = jurisdictions.units()[_LAW_UNIT]
        return _of(Level.CITY, unit.name, place, intent.confidence, (_LAW,))
    if not topics:
        return None
    everywhere = _EVERYWHERE.search(text)
    if everywhere:
        reason = _SPREAD.format(words=everywhere[0])
        return _of(Level.GENERAL, None, place, _BY_KEYWORD, (reason,))
    duties = [_duty(text, topic, place) for topic in topics]
    told = [duty for duty, keyword in duties[:_LIKELIEST] if keyword]
    best = told[0] if told else duties[0][0]
    if best.confidence >= sure:
        return best
    others = {duty.unit: duty for duty, _ in duties if duty.unit != best.unit}
    reasons = (*best.reasons, _UNSURE)
    return replace(best, reasons=reasons, others=tuple(others.values()), sure=False)


def _duty(text: str, topic: Topic, place: Place | None) -> tuple[Jurisdiction, str]:
    """What the rules say of one topic, and the keyword that says so, if one does.

    The deepest topic counts, then the longest keyword; a rule without keywords holds otherwise.
    """
    found = [
        (bool(word), len(rule.topic), len(word), rule, word)
        for rule in jurisdictions.rules()
        if topic.code.startswith(rule.topic)
        for word in rule.keywords or ("",)
        if word in text
    ]
    _, _, _, rule, word = max(found, key=lambda each: each[:3])
    if word:
        confidence = max(topic.confidence * _BY_KEYWORD, _BY_TOPIC)
        reasons: tuple[str, ...] = (rule.reason,)
    else:
        confidence = topic.confidence * _BY_TOPIC
        reasons = (rule.reason, _BY_NAME.format(topic=topic.name))
    return _of(Level(rule.level), rule.unit.name, place, round(confidence, 3), reasons), word


def _of(
    level: Level, unit: str | None, place: Place | None, confidence: float, reasons: tuple[str, ...]
) -> Jurisdiction:
    known = divisions.load()
    here = known.get(place.code) if place else None
    wanted = _DIVISION.get(level)
    if wanted is None:
        division: str | None = divisions.CITY
    else:
        upper = known.up(here, wanted) if here else None
        division = upper.code if upper else None
    return Jurisdiction(level, unit, division, confidence, reasons)
