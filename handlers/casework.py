"""What a resident can do with an opinion that is filed: add, urge, take back, judge."""

from collections.abc import Callable
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
    return _on_the_opinion(scene, IntentName.SUPPLEMENT, _supplement)


def urge(scene: Scene) -> Step:
    """Count that she asked for haste."""
    return _on_the_opinion(scene, IntentName.URGE, _urge)


def withdraw(scene: Scene) -> Step:
    """Take the opinion back, after one question whether she is sure."""
    return _on_the_opinion(scene, IntentName.WITHDRAW, _withdraw)


def evaluate(scene: Scene) -> Step:
    """Judge how it was handled, once there is an answer."""
    return _on_the_opinion(scene, IntentName.EVALUATE, _evaluate)


def _on_the_opinion(scene: Scene, wish: IntentName, deed: Callable[[Scene, Opinion], Step]) -> Step:
    """Do it to the opinion that she means; ask for its code where we cannot know."""
    opinion = _meant(scene)
    if not opinion:
        return status.ask_code(scene.having(replace(scene.state, wish=wish)))
    if opinion.state in _OVER:
        return step(scene.state, words.FINISHED_ALREADY, buttons=menu())
    state = replace(scene.state, target=opinion.code, wish=None, misses=0)
    return deed(scene.having(state), opinion)


def _supplement(scene: Scene, opinion: Opinion) -> Step:
    news = phrases.supplement(scene.turn.text)
    asked = scene.state.question is Question.SUPPLEMENT
    says_only_the_code = scene.heard.entities.code is not None
    if not asked and (len(news) < _SHORTEST_NEWS or says_only_the_code):
        text = words.QUESTIONS[Question.SUPPLEMENT]
        return step(scene.state, text, question=Question.SUPPLEMENT)
    _record(scene, opinion, "supplement", words_staff=news)
    return step(scene.state, words.SUPPLEMENTED, buttons=menu())


def _urge(scene: Scene, opinion: Opinion) -> Step:
    _record(scene, opinion, "urge", words_staff=scene.turn.text)
    return step(scene.state, words.URGED, buttons=menu())


def _withdraw(scene: Scene, opinion: Opinion) -> Step:
    if scene.state.question is not Question.WITHDRAW:
        buttons = (
            Button(words.WITHDRAW_YES_TITLE, words.YES),
            Button(words.WITHDRAW_NO_TITLE, words.WITHDRAW_NO),
        )
        text = words.WITHDRAW_SURE.format(matter=status.short(opinion))
        return step(scene.state, text, buttons=buttons, question=Question.WITHDRAW)
    if phrases.keeps(scene.turn.text) or scene.heard.intent.name not in _YES_WITHDRAW:
        return step(scene.state, words.KEPT, buttons=menu())
    _record(scene, opinion, "withdraw", OpinionState.WITHDRAWN, words_staff=scene.turn.text)
    return step(scene.state, words.WITHDRAWN, buttons=menu())


def _evaluate(scene: Scene, opinion: Opinion) -> Step:
    if opinion.state is not OpinionState.ANSWERED:
        return step(scene.state, words.NOT_ANSWERED_YET, buttons=menu())
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
