"""What a resident can do with an opinion that is filed: add, urge, take back, judge."""

from dataclasses import replace

from data.opinion import Opinion, OpinionEvent, OpinionState
from handlers import lookup, phrases, status, words
from handlers.scene import Scene, Step, menu, step
from handlers.turn import Button
from nlu.context import Question
from nlu.understanding import IntentName

_OVER = (OpinionState.EVALUATED, OpinionState.CLOSED, OpinionState.WITHDRAWN)
_YES_WITHDRAW = (IntentName.CONFIRM, IntentName.WITHDRAW)
_SHORTEST_NEWS = 3  # letters


def supplement(scene: Scene) -> Step:
    """Add what she says to the opinion; ask what it is where she has not said it yet."""
    opinion = _meant(scene)
    if not opinion:
        return status.ask_code(scene)
    if opinion.state in _OVER:
        return step(scene.state, words.FINISHED_ALREADY, buttons=menu())
    state = replace(scene.state, target=opinion.code, misses=0)
    asked = scene.state.question is Question.SUPPLEMENT
    news = phrases.supplement(scene.turn.text)
    if not asked and len(news) < _SHORTEST_NEWS:
        text = words.QUESTIONS[Question.SUPPLEMENT]
        return step(state, text, question=Question.SUPPLEMENT)
    _record(scene, opinion, "supplement", words_staff=news)
    return step(state, words.SUPPLEMENTED, buttons=menu())


def urge(scene: Scene) -> Step:
    """Count that she asked for haste."""
    opinion = _meant(scene)
    if not opinion:
        return status.ask_code(scene)
    if opinion.state in _OVER:
        return step(scene.state, words.FINISHED_ALREADY, buttons=menu())
    _record(scene, opinion, "urge", words_staff=scene.turn.text)
    state = replace(scene.state, target=opinion.code, misses=0)
    return step(state, words.URGED, buttons=menu())


def withdraw(scene: Scene) -> Step:
    """Take the opinion back, after one question whether she is sure."""
    opinion = _meant(scene)
    if not opinion:
        return status.ask_code(scene)
    if opinion.state in _OVER:
        return step(scene.state, words.FINISHED_ALREADY, buttons=menu())
    state = replace(scene.state, target=opinion.code, misses=0)
    if scene.state.question is not Question.WITHDRAW:
        buttons = (
            Button(words.WITHDRAW_YES_TITLE, words.YES),
            Button(words.WITHDRAW_NO_TITLE, words.WITHDRAW_NO),
        )
        text = words.WITHDRAW_SURE.format(matter=status.short(opinion))
        return step(state, text, buttons=buttons, question=Question.WITHDRAW)
    if phrases.keeps(scene.turn.text) or scene.heard.intent.name not in _YES_WITHDRAW:
        return step(state, words.KEPT, buttons=menu())
    _record(scene, opinion, "withdraw", OpinionState.WITHDRAWN, words_staff=scene.turn.text)
    return step(state, words.WITHDRAWN, buttons=menu())


def evaluate(scene: Scene) -> Step:
    """Judge how it was handled, once there is an answer."""
    opinion = _meant(scene)
    if not opinion:
        return status.ask_code(scene)
    if opinion.state is not OpinionState.ANSWERED:
        text = words.FINISHED_ALREADY if opinion.state in _OVER else words.NOT_ANSWERED_YET
        return step(scene.state, text, buttons=menu())
    _record(scene, opinion, "evaluate", OpinionState.EVALUATED, words_staff=scene.turn.text)
    return step(scene.state, words.THANKS, buttons=menu())


def _meant(scene: Scene) -> Opinion | None:
    """The opinion that she speaks of: by a code, by what is open, or by her words."""
    code = scene.heard.entities.code
    if not code and scene.state.question in (Question.SUPPLEMENT, Question.WITHDRAW):
        code = scene.state.target
    if code:
        return lookup.by_code(scene.session, code)
    known = (*scene.state.codes, *((scene.state.target,) if scene.state.target else ()))
    return lookup.by_talk(scene.session, known, scene.heard)


def _record(
    scene: Scene,
    opinion: Opinion,
    action: str,
    state: OpinionState | None = None,
    *,
    words_staff: str,
) -> None:
    before, opinion.state = opinion.state, state or opinion.state
    scene.session.add(opinion)
    scene.session.add(
        OpinionEvent(
            opinion_id=opinion.id or 0,
            at=scene.now,
            actor="resident",
            action=action,
            state_from=before,
            state_to=opinion.state,
            words_staff=words_staff,
        )
    )
