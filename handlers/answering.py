"""Who answers a turn: a wish that holds anywhere, the open question, or the intent."""

from collections.abc import Callable
from dataclasses import replace

from handlers import casework, commands, enclosure, filing, phrases, status, talk, words
from handlers.scene import Scene, Step
from handlers.turn import Command, Reply
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


def answer(scene: Scene) -> Step:
    """Whose turn it is to answer: a wish that holds anywhere, the open question, the intent."""
    if commanded := commands.answer(scene):
        return commanded
    anywhere = _anywhere(scene)
    if anywhere:
        return anywhere(scene)
    question = scene.state.question
    text = scene.turn.text
    if question is Question.NOTHING and (
        phrases.opens(text) or phrases.names_a_subject(text) or phrases.another(text)
    ):
        return filing.begin(scene)
    if question in _TELLING:
        return _tell(scene)
    if question is Question.CODE:
        return _code(scene)
    if question is Question.KEEP:
        return _keep(scene)
    if question is Question.SUPPLEMENT and not _wants_something_else(scene):
        return casework.supplement(scene)
    if question is Question.WITHDRAW:
        return casework.withdraw(scene)
    if question is Question.DISAPPOINTED or (
        question is Question.EVALUATE and scene.heard.intent.name in _JUDGING
    ):
        return casework.evaluate(scene)
    return _BY_INTENT[scene.heard.intent.name](scene)


def _anywhere(scene: Scene) -> Callable[[Scene], Step] | None:
    text = scene.turn.text
    if scene.turn.enclosed and not text:
        return enclosure.take
    if scene.turn.failure or not text:
        return talk.missed
    if text == Command.REPEAT:
        return talk.repeat
    if text == Command.HUMAN:
        return talk.human
    if text == Command.RESTART or phrases.restarts(text):
        return talk.restart
    if phrases.waits(text):
        return talk.wait
    if phrases.asks_who_we_are(text):
        return talk.introduce
    if scene.state.question in _ASKED_FOR and phrases.asks_why(text):
        return talk.explain
    if text == words.SKIP and scene.state.question in (Question.WHO, Question.PHONE):
        return None
    intent = scene.heard.intent
    if scene.state.question is not Question.WHO and phrases.is_foreign(text):
        return talk.foreign
    needed = _SURE if scene.state.question in _FREE else 0
    if intent.confidence < needed:
        return None
    if intent.name is IntentName.CANCEL and _only_declines(scene):
        return None
    return _ANYWHERE.get(intent.name)


def _only_declines(scene: Scene) -> bool:
    """ "算了" to "怎么称呼您" means: not my name. The story goes on."""
    optional = (Question.WHO, Question.PHONE, Question.WITHDRAW)
    return scene.state.question in optional and len(scene.turn.text) <= _BARE


def _tell(scene: Scene) -> Step:
    """The story that is being told; a clear wish for a filed matter may come between."""
    draft = scene.state.draft
    if scene.state.question is Question.WHAT:
        intent = scene.heard.intent
        if _wants_something_else(scene):
            return _BY_INTENT[intent.name](scene)
        if intent.name is IntentName.OUT_OF_SCOPE and intent.confidence >= _SURE:
            return talk.out_of_scope(scene)
    if not draft:
        return filing.begin(scene)
    return filing.go_on(scene, draft)


def _wants_something_else(scene: Scene) -> bool:
    intent = scene.heard.intent
    return intent.name in _ABOUT_A_FILED_MATTER and intent.confidence >= _SURE


def _keep(scene: Scene) -> Step:
    """Whether her question is to be written down for staff."""
    draft = scene.state.draft
    if draft and (
        scene.turn.text == words.ASK_YES or scene.heard.intent.name is IntentName.CONFIRM
    ):
        return filing.proceed(scene, draft.of(scene.turn.id))
    dropped = scene.having(replace(scene.state, draft=None, question=Question.NOTHING))
    if scene.heard.intent.name is IntentName.DENY:
        return talk.cancel(dropped)
    return answer(dropped)


def _code(scene: Scene) -> Step:
    """A code was asked for."""
    code = scene.heard.entities.code
    if code:
        told = status.by_code(scene, code)
        wish, found = told.state.wish, told.state.target == code
        return _BY_INTENT[wish](scene.having(told.state)) if wish and found else told
    intent = scene.heard.intent
    if intent.name is IntentName.DENY:
        return talk.cancel(scene)
    if intent.name is IntentName.FILE_OPINION and intent.confidence >= _SURE:
        return filing.begin(scene)
    return status.ask_code(scene)


def _confirm_nothing(scene: Scene) -> Step:
    last = scene.state.last
    if last and last.ended:
        # One more "好的" after the receipt or after the thanks: it stays as it is.
        return Step(scene.state, last)
    return _prompt(scene, words.CONFIRM_WHAT)


def _deny_nothing(scene: Scene) -> Step:
    return _prompt(scene, words.DENY_WHAT)


def _prompt(scene: Scene, text: str) -> Step:
    reply = Reply(text, text, question=Question.WHAT)
    return Step(replace(scene.state, question=Question.WHAT), reply)


_ANYWHERE: dict[IntentName, Callable[[Scene], Step]] = {
    IntentName.REPEAT: talk.repeat,
    IntentName.HUMAN_HELP: talk.human,
    IntentName.CANCEL: talk.cancel,
}
_ABOUT_A_FILED_MATTER = (
    IntentName.QUERY_STATUS,
    IntentName.WITHDRAW,
    IntentName.URGE,
    IntentName.EVALUATE,
)
_JUDGING = (IntentName.EVALUATE, IntentName.CONFIRM, IntentName.DENY, IntentName.THANKS)
_BY_INTENT: dict[IntentName, Callable[[Scene], Step]] = {
    IntentName.FILE_OPINION: filing.begin,
    IntentName.QUERY_STATUS: status.query,
    IntentName.SUPPLEMENT: casework.supplement,
    IntentName.WITHDRAW: casework.withdraw,
    IntentName.URGE: casework.urge,
    IntentName.EVALUATE: casework.evaluate,
    IntentName.ASK: talk.ask,
    IntentName.LEGISLATION: talk.legislation,
    IntentName.GREET: talk.greet,
    IntentName.THANKS: talk.thank,
    IntentName.CONFIRM: _confirm_nothing,
    IntentName.DENY: _deny_nothing,
    IntentName.REPEAT: talk.repeat,
    IntentName.CANCEL: talk.cancel,
    IntentName.HUMAN_HELP: talk.human,
    IntentName.OUT_OF_SCOPE: talk.out_of_scope,
}
