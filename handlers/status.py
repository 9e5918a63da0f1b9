"""Telling how a matter stands, in plain words."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from data.opinion import Opinion
from handlers import lookup, receipt, words
from handlers.scene import Scene, Step, menu, step
from handlers.turn import Button, Card, CardKind, Row
from nlu.context import Question

_HANGZHOU = ZoneInfo("Asia/Shanghai")
_LONGEST = 24
_WRONG_CODES = 5


def query(scene: Scene) -> Step:
    """How it stands with the matter she means, or the question for its code."""
    code = scene.heard.entities.code
    if code:
        return by_code(scene, code)
    opinion = lookup.by_talk(scene.session, scene.state.codes, scene.heard)
    return tell(scene, opinion) if opinion else ask_code(scene)


def by_code(scene: Scene, code: str) -> Step:
    """How it stands with this code. After a few wrong ones a person has to help:
    that is kind to a resident, and it stops whoever tries codes out."""
    if scene.state.wrong_codes >= _WRONG_CODES:
        return _too_often(scene)
    opinion = lookup.by_code(scene.session, code) if receipt.valid(code) else None
    if opinion:
        return tell(scene, opinion)
    state = replace(scene.state, wrong_codes=scene.state.wrong_codes + 1)
    if state.wrong_codes >= _WRONG_CODES:
        return _too_often(scene.having(state))
    text = words.CODE_UNKNOWN if receipt.valid(code) else words.CODE_MISHEARD
    return step(state, text, buttons=_person(), question=Question.CODE)


def ask_code(scene: Scene) -> Step:
    """Ask for the code; who has asked before and has none hears what to do."""
    if scene.state.question is Question.CODE:
        state = replace(scene.state, misses=scene.state.misses + 1)
        return step(state, words.NOTHING_FILED, buttons=_person(), question=Question.CODE)
    text = words.QUESTIONS[Question.CODE]
    return step(scene.state, text, buttons=_person(), question=Question.CODE)


def tell(scene: Scene, opinion: Opinion) -> Step:
    """The state of one opinion. Whoever knows only the code hears nothing personal."""
    text = words.STATUS_OF.format(matter=short(opinion), state=words.STATES[opinion.state])
    filed = opinion.filed_at.astimezone(_HANGZHOU)
    rows = (
        Row(words.STATUS_LABEL, words.STATES_SHORT[opinion.state]),
        Row(words.MATTER_LABEL, short(opinion)),
        Row(words.FILED_LABEL, f"{filed.year}年{filed.month}月{filed.day}日"),
    )
    code = receipt.shown(opinion.code)
    card = Card(CardKind.STATUS, words.STATUS_CARD_TITLE, rows, code)
    state = replace(scene.state, target=opinion.code, misses=0, wrong_codes=0)
    return step(state, text, card=card, buttons=menu())


def short(opinion: Opinion) -> str:
    """The matter in a few words, personal data covered."""
    matter = opinion.matter
    return matter if len(matter) <= _LONGEST else matter[:_LONGEST] + "…"


def _too_often(scene: Scene) -> Step:
    return step(scene.state, words.CODE_TOO_OFTEN, buttons=_person())


def _person() -> tuple[Button, ...]:
    return (Button(words.HUMAN_TITLE, "/human"),)
