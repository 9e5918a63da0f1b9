"""What a resident can do with an opinion that is filed: add, urge, take back, judge."""

from collections.abc import Callable
from dataclasses import replace

from data.record.casework import Grade
from data.record.opinion import Opinion, OpinionState
from handlers.action.closing import EvaluatePayload
from handlers.action.context import Work
from handlers.action.payload import ColleagueText, Payload
from handlers.action.perform import perform
from handlers.action.resident_requests import SupplementPayload, UrgePayload, WithdrawPayload
from handlers.context import attachments
from handlers.context.turn_context import Scene, Step, menu, step
from handlers.dialogue import grade, phrases, status
from handlers.dialogue.status import grades
from handlers.message import resident_text
from handlers.message.turn import Button
from handlers.opinion import lifecycle, lookup
from handlers.opinion.actor import RESIDENT
from handlers.opinion.excerpt import short
from handlers.opinion.lifecycle import Action
from nlu.context import Question
from nlu.understanding import IntentName

_YES_WITHDRAW = (IntentName.CONFIRM, IntentName.WITHDRAW)
_NOTHING_MORE = (IntentName.DENY, IntentName.CANCEL, IntentName.CONFIRM)
_GRADES = {IntentName.CONFIRM: Grade.SATISFIED, IntentName.DENY: Grade.DISSATISFIED}
_ABOUT_THE_TARGET = (
    Question.SUPPLEMENT,
    Question.WITHDRAW,
    Question.EVALUATE,
    Question.DISAPPOINTED,
)
_ACTIONS = {
    IntentName.SUPPLEMENT: Action.SUPPLEMENT,
    IntentName.URGE: Action.URGE,
    IntentName.WITHDRAW: Action.WITHDRAW,
}
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
    action = _ACTIONS.get(wish)
    if action and action not in lifecycle.possible(opinion, RESIDENT):
        answered = opinion.state is OpinionState.ANSWERED
        text = resident_text.ANSWERED_ALREADY if answered else resident_text.FINISHED_ALREADY
        return step(scene.state, text, buttons=menu())
    state = replace(scene.state, target=opinion.code, wish=None, misses=0)
    return deed(scene.having(state), opinion)


def _supplement(scene: Scene, opinion: Opinion) -> Step:
    news = phrases.supplement(scene.turn.text)
    asked = scene.state.question is Question.SUPPLEMENT
    says_only_the_code = scene.heard.entities.code is not None
    if not asked and (len(news) < _SHORTEST_NEWS or says_only_the_code):
        text = resident_text.QUESTIONS[Question.SUPPLEMENT]
        return step(scene.state, text, question=Question.SUPPLEMENT)
    if scene.heard.entities.phones:
        opinion.phone = scene.heard.entities.phones[-1]
    attachments.belong(scene, (scene.turn.id,), opinion)
    news = scene.understand(news).masked
    _do(scene, opinion, SupplementPayload(words=ColleagueText(news)))
    return step(scene.state, resident_text.SUPPLEMENTED, buttons=menu())


def _urge(scene: Scene, opinion: Opinion) -> Step:
    _do(scene, opinion, UrgePayload(words=ColleagueText(scene.turn.text)))
    return step(scene.state, resident_text.URGED, buttons=menu())


def _withdraw(scene: Scene, opinion: Opinion) -> Step:
    if scene.state.question is not Question.WITHDRAW:
        buttons = (
            Button(resident_text.WITHDRAW_YES_TITLE, resident_text.YES),
            Button(resident_text.WITHDRAW_NO_TITLE, resident_text.WITHDRAW_NO),
        )
        text = resident_text.WITHDRAW_SURE.format(matter=short(opinion))
        return step(scene.state, text, buttons=buttons, question=Question.WITHDRAW)
    if phrases.keeps(scene.turn.text) or scene.heard.intent.name not in _YES_WITHDRAW:
        return step(scene.state, resident_text.KEPT, buttons=menu())
    _do(scene, opinion, WithdrawPayload(reason=ColleagueText(scene.turn.text)))
    return step(scene.state, resident_text.WITHDRAWN, buttons=menu())


def _evaluate(scene: Scene, opinion: Opinion) -> Step:
    if opinion.state is not OpinionState.ANSWERED:
        return step(scene.state, resident_text.NOT_ANSWERED_YET, buttons=menu())
    text = scene.turn.text
    if scene.state.question is Question.DISAPPOINTED:
        why = None if scene.heard.intent.name in _NOTHING_MORE else text
        return _judge(scene, opinion, Grade.DISSATISFIED, why)
    given = grade.grade(text) or _GRADES.get(scene.heard.intent.name)
    if given is None:
        return step(
            scene.state,
            resident_text.QUESTIONS[Question.EVALUATE],
            buttons=grades(),
            question=Question.EVALUATE,
        )
    why = grade.reason(text)
    if given is Grade.DISSATISFIED and why is None:
        text = resident_text.QUESTIONS[Question.DISAPPOINTED]
        return step(scene.state, text, question=Question.DISAPPOINTED)
    return _judge(scene, opinion, given, why)


def _judge(scene: Scene, opinion: Opinion, given: Grade, why: str | None) -> Step:
    opinion = _do(
        scene,
        opinion,
        EvaluatePayload(grade=given, reason=ColleagueText(why) if why else None),
    )
    if opinion.state is OpinionState.RETURNED:
        return step(scene.state, resident_text.REOPENED, buttons=menu())
    good = given is not Grade.DISSATISFIED
    return step(
        scene.state,
        resident_text.JUDGED if good else resident_text.JUDGED_BAD,
        buttons=menu(),
        ended=good,
    )


def _do(scene: Scene, opinion: Opinion, payload: Payload) -> Opinion:
    return perform(Work(scene.session, RESIDENT, scene.now), opinion, payload)


def _meant(scene: Scene) -> Opinion | None:
    """The opinion that she speaks of: by a code, by what is open, or by her words."""
    code = scene.heard.entities.code
    if not code and scene.state.question in _ABOUT_THE_TARGET:
        code = scene.state.target
    if code:
        return lookup.by_code(scene.session, code)
    known = (*scene.state.codes, *((scene.state.target,) if scene.state.target else ()))
    return lookup.by_talk(scene.session, known, scene.heard)
