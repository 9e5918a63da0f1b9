"""What a resident can do with an opinion that is filed: add, urge, take back, judge."""

from collections.abc import Callable
from dataclasses import replace

from data.record.casework import Grade
from data.record.opinion import Opinion, OpinionState
from handlers.action.closing import EvaluatePayload
from handlers.action.context import ActionContext
from handlers.action.payload import ColleagueText, Payload
from handlers.action.perform import perform
from handlers.action.resident_requests import SupplementPayload, UrgePayload, WithdrawPayload
from handlers.context import attachments
from handlers.context.turn_context import TurnContext, TurnResult, menu, respond
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


def supplement(context: TurnContext) -> TurnResult:
    """Add what she says to the opinion; ask what it is where she has not said it yet."""
    return _on_the_opinion(context, IntentName.SUPPLEMENT, _supplement)


def urge(context: TurnContext) -> TurnResult:
    """Count that she asked for haste."""
    return _on_the_opinion(context, IntentName.URGE, _urge)


def withdraw(context: TurnContext) -> TurnResult:
    """Take the opinion back, after one question whether she is sure."""
    return _on_the_opinion(context, IntentName.WITHDRAW, _withdraw)


def evaluate(context: TurnContext) -> TurnResult:
    """Judge how it was handled, once there is an answer."""
    return _on_the_opinion(context, IntentName.EVALUATE, _evaluate)


def _on_the_opinion(
    context: TurnContext, wish: IntentName, act: Callable[[TurnContext, Opinion], TurnResult]
) -> TurnResult:
    """Do it to the opinion that she means; ask for its code where we cannot know."""
    opinion = _meant(context)
    if not opinion:
        return status.ask_code(context.having(replace(context.state, wish=wish)))
    action = _ACTIONS.get(wish)
    if action and action not in lifecycle.possible(opinion, RESIDENT):
        answered = opinion.state is OpinionState.ANSWERED
        text = resident_text.ANSWERED_ALREADY if answered else resident_text.FINISHED_ALREADY
        return respond(context.state, text, buttons=menu())
    state = replace(context.state, target=opinion.code, wish=None, misses=0)
    return act(context.having(state), opinion)


def _supplement(context: TurnContext, opinion: Opinion) -> TurnResult:
    news = phrases.supplement(context.turn.text)
    asked = context.state.question is Question.SUPPLEMENT
    says_only_the_code = context.heard.entities.code is not None
    if not asked and (len(news) < _SHORTEST_NEWS or says_only_the_code):
        text = resident_text.QUESTIONS[Question.SUPPLEMENT]
        return respond(context.state, text, question=Question.SUPPLEMENT)
    if context.heard.entities.phones:
        opinion.phone = context.heard.entities.phones[-1]
    attachments.belong(context, (context.turn.id,), opinion)
    news = context.understand(news).masked
    _do(context, opinion, SupplementPayload(words=ColleagueText(news)))
    return respond(context.state, resident_text.SUPPLEMENTED, buttons=menu())


def _urge(context: TurnContext, opinion: Opinion) -> TurnResult:
    _do(context, opinion, UrgePayload(words=ColleagueText(context.turn.text)))
    return respond(context.state, resident_text.URGED, buttons=menu())


def _withdraw(context: TurnContext, opinion: Opinion) -> TurnResult:
    if context.state.question is not Question.WITHDRAW:
        buttons = (
            Button(resident_text.WITHDRAW_YES_TITLE, resident_text.YES),
            Button(resident_text.WITHDRAW_NO_TITLE, resident_text.WITHDRAW_NO),
        )
        text = resident_text.WITHDRAW_SURE.format(matter=short(opinion))
        return respond(context.state, text, buttons=buttons, question=Question.WITHDRAW)
    if phrases.keeps(context.turn.text) or context.heard.intent.name not in _YES_WITHDRAW:
        return respond(context.state, resident_text.KEPT, buttons=menu())
    _do(context, opinion, WithdrawPayload(reason=ColleagueText(context.turn.text)))
    return respond(context.state, resident_text.WITHDRAWN, buttons=menu())


def _evaluate(context: TurnContext, opinion: Opinion) -> TurnResult:
    if opinion.state is not OpinionState.ANSWERED:
        return respond(context.state, resident_text.NOT_ANSWERED_YET, buttons=menu())
    text = context.turn.text
    if context.state.question is Question.DISAPPOINTED:
        why = None if context.heard.intent.name in _NOTHING_MORE else text
        return _judge(context, opinion, Grade.DISSATISFIED, why)
    given = grade.grade(text) or _GRADES.get(context.heard.intent.name)
    if given is None:
        return respond(
            context.state,
            resident_text.QUESTIONS[Question.EVALUATE],
            buttons=grades(),
            question=Question.EVALUATE,
        )
    why = grade.reason(text)
    if given is Grade.DISSATISFIED and why is None:
        text = resident_text.QUESTIONS[Question.DISAPPOINTED]
        return respond(context.state, text, question=Question.DISAPPOINTED)
    return _judge(context, opinion, given, why)


def _judge(context: TurnContext, opinion: Opinion, given: Grade, why: str | None) -> TurnResult:
    opinion = _do(
        context,
        opinion,
        EvaluatePayload(grade=given, reason=ColleagueText(why) if why else None),
    )
    if opinion.state is OpinionState.RETURNED:
        return respond(context.state, resident_text.REOPENED, buttons=menu())
    if given is Grade.DISSATISFIED:
        return respond(context.state, resident_text.JUDGED_BAD, buttons=menu())
    return respond(context.state, resident_text.JUDGED, buttons=menu()).ending()


def _do(context: TurnContext, opinion: Opinion, payload: Payload) -> Opinion:
    return perform(ActionContext(context.session, RESIDENT, context.now), opinion, payload)


def _meant(context: TurnContext) -> Opinion | None:
    """The opinion that she speaks of: by a code, by what is open, or by her words."""
    code = context.heard.entities.code
    if not code and context.state.question in _ABOUT_THE_TARGET:
        code = context.state.target
    if code:
        return lookup.by_code(context.session, code)
    known = (*context.state.codes, *((context.state.target,) if context.state.target else ()))
    return lookup.by_talk(context.session, known, context.heard)
