"""Whose job a matter is, from its topic, its words and its place, and why in plain words."""

import re
from collections.abc import Sequence

from data.reference import divisions, jurisdictions
from data.reference.divisions import DivisionLevel
from data.reference.jurisdictions import Rule
from nlu.understanding import Intent, IntentName, Jurisdiction, Level, Place, Topic

_EVERYWHERE = re.compile(
    r"全杭州|全市|整个杭州|杭州(?:各|所有|很多|到处)|到处都|普遍|家家户户都|哪[里儿]都"
    r"|各个?(?:区|街道|社区|小区|地方|村)(?:里)?都|每个(?:社区|小区|街道|村)都"
    r"|(?:很多|好多|许多|不少|所有)(?:的)?(?:社区|小区|街道|地方|村)(?:里|子)?[^，。！？]{0,4}都"
)
_LAW_UNIT = "M-NPC"
_BY_KEYWORD = 0.9
_BY_TOPIC = 0.6
_DIVISION = {
    Level.TOWNSHIP: DivisionLevel.STREET,
    Level.COUNTY: DivisionLevel.DISTRICT,
}


def jurisdiction(
    text: str, intent: Intent, topics: Sequence[Topic], place: Place | None
) -> Jurisdiction | None:
    """Whose job it is; None where the topics say nothing. `division` is None without a place."""
    if intent.name is IntentName.LEGISLATION:
        unit = jurisdictions.units()[_LAW_UNIT]
        reason = "这是对立法的意见，由市人大常委会统一征集"
        return _of(Level.CITY, unit.name, place, intent.confidence, (reason,))
    if not topics:
        return None
    everywhere = _EVERYWHERE.search(text)
    if everywhere:
        reason = f"您说“{everywhere[0]}”，不止一处有，请代表一起了解"
        return _of(Level.GENERAL, None, place, 0.8, (reason,))
    rule, keyword, topic = _best(text, topics)
    confidence = topic.confidence * (_BY_KEYWORD if keyword else _BY_TOPIC)
    reasons = (rule.reason,) if keyword else (rule.reason, f"按“{topic.name}”这一类来分")
    if keyword:
        confidence = max(confidence, _BY_TOPIC)
    return _of(Level(rule.level), rule.unit.name, place, round(confidence, 3), reasons)


def _best(text: str, topics: Sequence[Topic]) -> tuple[Rule, str, Topic]:
    """The rule of the likeliest topic whose longest keyword is said, else that topic's own rule."""
    fallback = None
    for topic in topics[:2]:
        spoken = []
        for rule in jurisdictions.rules():
            if not topic.code.startswith(rule.topic):
                continue
            spoken += [(len(rule.topic), len(w), rule, w) for w in rule.keywords if w in text]
            if not rule.keywords and (fallback is None or len(rule.topic) > len(fallback[0].topic)):
                fallback = (
                    (rule, "", topic) if fallback is None or fallback[2] is topic else fallback
                )
        if spoken:
            _, _, rule, word = max(spoken, key=lambda found: found[:2])
            return rule, word, topic
    if fallback is None:
        raise jurisdictions.RuleError(f"no rule for topic {topics[0].code}")
    return fallback


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
