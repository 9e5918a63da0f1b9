"""Who answers a turn: a wish that holds anywhere, the open question, or the intent."""

from collections.abc import Callable
from dataclasses import replace

from handlers.context import attachments
from handlers.context.turn_context import TurnContext, TurnResult
from handlers.dialogue import commands, filing, follow_up, phrases, small_talk, status
from handlers.message import resident_text
from handlers.message.turn import Command, Reply
from nlu.context import Question
from nlu.understanding import IntentName

_SURE = 0.6
_BARE = 4  # letters: "算了吧"
# Questions whose answer is free words: only a clear wish to do something else interrupts them.
_FREE = (Question.WHAT, Question.WHERE, Question.WHO, Question.PHONE, Question.SUPPLEMENT)
# Questions whose reason she may want to know.
_ASKED_FOR = (Question.WHERE, Question.WHICH_PLACE, Question.WHO, Question.PHONE, Question.CODE)
_TELLING = (
    Question.WHAT,
    Question.WHERE,
    Question.WHICH_PLACE,
    Question.WHO,
    Question.PHONE,
    Question.CONFIRM,
    Question.REPAIR,
)


def answer(context: TurnContext) -> TurnResult:
    """Whose turn it is to answer: a wish that holds anywhere, the open question, the intent."""
    if commanded := commands.answer(context):
        return commanded
    anywhere = _anywhere(context)
    if anywhere:
        return anywhere(context)
    question = context.state.question
    text = context.turn.text
    if question is Question.NOTHING and (
        phrases.opens(text) or phrases.names_a_subject(text) or phrases.another(text)
    ):
        return filing.begin(context)
    if question in _TELLING:
        return _tell(context)
    if question is Question.CODE:
        return _code(context)
    if question is Question.KEEP:
        return _keep(context)
    if question is Question.SUPPLEMENT and not _wants_something_else(context):
        return follow_up.supplement(context)
    if question is Question.WITHDRAW:
        return follow_up.withdraw(context)
    if question is Question.DISAPPOINTED or (
        question is Question.EVALUATE and context.heard.intent.name in _JUDGING
    ):
        return follow_up.evaluate(context)
    return _BY_INTENT[context.heard.intent.name](context)


def _anywhere(context: TurnContext) -> Callable[[TurnContext], TurnResult] | None:
    text = context.turn.text
    if context.turn.enclosed and not text:
        return attachments.take
    if context.turn.failure or not text:
        return small_talk.missed
    if text == Command.REPEAT:
        return small_talk.repeat
    if text == Command.HUMAN:
        return small_talk.human
    if text == Command.RESTART or phrases.restarts(text):
        return small_talk.restart
    if phrases.waits(text):
        return small_talk.wait
    if phrases.asks_who_we_are(text):
        return small_talk.introduce
    if context.state.question in _ASKED_FOR and phrases.asks_why(text):
        return small_talk.explain
    if text == resident_text.SKIP and context.state.question in (Question.WHO, Question.PHONE):
        return None
    intent = context.heard.intent
    if context.state.question is not Question.WHO and phrases.is_foreign(text):
        return small_talk.foreign
    needed = _SURE if context.state.question in _FREE else 0
    if intent.confidence < needed:
        return None
    if intent.name is IntentName.CANCEL and _only_declines(context):
        return None
    return _ANYWHERE.get(intent.name)


def _only_declines(context: TurnContext) -> bool:
    """ "算了" to "怎么称呼您" means: not my name. The story goes on."""
    optional = (Question.WHO, Question.PHONE, Question.WITHDRAW)
    return context.state.question in optional and len(context.turn.text) <= _BARE


def _tell(context: TurnContext) -> TurnResult:
    """The story that is being told; a clear wish for a filed matter may come between."""
    draft = context.state.draft
    if context.state.question is Question.WHAT:
        intent = context.heard.intent
        if _wants_something_else(context):
            return _BY_INTENT[intent.name](context)
        if intent.name is IntentName.OUT_OF_SCOPE and intent.confidence >= _SURE:
            return small_talk.out_of_scope(context)
    if not draft:
        return filing.begin(context)
    return filing.go_on(context, draft)


def _wants_something_else(context: TurnContext) -> bool:
    intent = context.heard.intent
    return intent.name in _ABOUT_A_FILED_MATTER and intent.confidence >= _SURE


def _keep(context: TurnContext) -> TurnResult:
    """Whether her question is to be written down for staff."""
    draft = context.state.draft
    if draft and (
        context.turn.text == resident_text.ASK_YES
        or context.heard.intent.name is IntentName.CONFIRM
    ):
        return filing.proceed(context, draft.of(context.turn.id))
    dropped = context.having(replace(context.state, draft=None, question=Question.NOTHING))
    if context.heard.intent.name is IntentName.DENY:
        return small_talk.cancel(dropped)
    return answer(dropped)


def _code(context: TurnContext) -> TurnResult:
    """A code was asked for."""
    code = context.heard.entities.code
    if code:
        told = status.by_code(context, code)
        wish, found = told.state.wish, told.state.target == code
        return _BY_INTENT[wish](context.having(told.state)) if wish and found else told
    intent = context.heard.intent
    if intent.name is IntentName.DENY:
        return small_talk.cancel(context)
    if intent.name is IntentName.FILE_OPINION and intent.confidence >= _SURE:
        return filing.begin(context)
    return status.ask_code(context)


def _confirm_nothing(context: TurnContext) -> TurnResult:
    last = context.state.last
    if last and last.ended:
        # One more "好的" after the receipt or after the thanks: it stays as it is.
        return TurnResult(context.state, last)
    return _prompt(context, resident_text.CONFIRM_WHAT)


def _deny_nothing(context: TurnContext) -> TurnResult:
    return _prompt(context, resident_text.DENY_WHAT)


def _prompt(context: TurnContext, text: str) -> TurnResult:
    reply = Reply(text, text, question=Question.WHAT)
    return TurnResult(replace(context.state, question=Question.WHAT), reply)


_ANYWHERE: dict[IntentName, Callable[[TurnContext], TurnResult]] = {
    IntentName.REPEAT: small_talk.repeat,
    IntentName.HUMAN_HELP: small_talk.human,
    IntentName.CANCEL: small_talk.cancel,
}
_ABOUT_A_FILED_MATTER = (
    IntentName.QUERY_STATUS,
    IntentName.WITHDRAW,
    IntentName.URGE,
    IntentName.EVALUATE,
)
_JUDGING = (IntentName.EVALUATE, IntentName.CONFIRM, IntentName.DENY, IntentName.THANKS)
_BY_INTENT: dict[IntentName, Callable[[TurnContext], TurnResult]] = {
    IntentName.FILE_OPINION: filing.begin,
    IntentName.QUERY_STATUS: status.query,
    IntentName.SUPPLEMENT: follow_up.supplement,
    IntentName.WITHDRAW: follow_up.withdraw,
    IntentName.URGE: follow_up.urge,
    IntentName.EVALUATE: follow_up.evaluate,
    IntentName.ASK: small_talk.ask,
    IntentName.LEGISLATION: small_talk.legislation,
    IntentName.GREET: small_talk.greet,
    IntentName.THANKS: small_talk.thank,
    IntentName.CONFIRM: _confirm_nothing,
    IntentName.DENY: _deny_nothing,
    IntentName.REPEAT: small_talk.repeat,
    IntentName.CANCEL: small_talk.cancel,
    IntentName.HUMAN_HELP: small_talk.human,
    IntentName.OUT_OF_SCOPE: small_talk.out_of_scope,
}
