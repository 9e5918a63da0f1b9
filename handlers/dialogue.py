"""The dialogue: one turn in, one reply out, one transaction around both."""

import re
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from sqlmodel import Session, select

from data.conversation import Conversation, Door, Utterance, UtteranceState
from data.database import Database
from handlers import casework, filing, state, status, talk, words
from handlers.scene import Scene, Step
from handlers.turn import Command, Reply, Turn
from nlu.context import Context, Question
from nlu.understanding import IntentName, Understanding

_LONGEST_TURN = 12_000  # letters; a story of an hour is shorter
_SURE = 0.6
_RESTART = re.compile(
    r"^(?:我们?|要|想|那就|还是)*(?:重新开始|从头(?:再)?来|从头开始|重新来过?)[吧了。！]*$"
)
# Questions whose answer is free words: only a clear wish to do something else interrupts them.
_FREE = (Question.WHAT, Question.WHERE, Question.WHO, Question.PHONE, Question.SUPPLEMENT)
_TELLING = (
    Question.WHAT,
    Question.WHERE,
    Question.WHICH_PLACE,
    Question.WHO,
    Question.PHONE,
    Question.CONFIRM,
    Question.REPAIR,
)


class Understands(Protocol):
    """What the dialogue needs of nlu.understander."""

    def understand(self, text: str, context: Context = ...) -> Understanding:
        """Read one text."""


class TooLongError(ValueError):
    """A turn of more letters than anybody says at once; nothing of it is kept."""


class Dialogue:
    """Talks with everybody. Keeps nothing between turns but what is in the database."""

    def __init__(
        self,
        database: Database,
        understander: Understands,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._understander = understander
        self._clock = clock

    def begin(self, door: Door, station: str | None = None) -> tuple[str, Reply]:
        """A new conversation with someone unknown: its id, which is also its sender, and
        the greeting."""
        sender = secrets.token_urlsafe(16)
        with self._database.transaction() as session:
            conversation = self._open(session, door, sender, station)
            return conversation.sender, self._last(conversation)

    def last(self, door: Door, sender: str) -> Reply | None:
        """The last reply of a conversation, or None where there is no such conversation."""
        with self._database.reading() as session:
            conversation = _find(session, door, sender)
            return self._last(conversation) if conversation else None

    def turn(self, turn: Turn) -> Reply:
        """Hear one turn and answer it. When this returns, everything is committed.

        Raises TooLongError. A turn that came before gets the answer that it got before.
        """
        if len(turn.text) > _LONGEST_TURN:
            raise TooLongError(len(turn.text))
        with self._database.transaction() as session:
            conversation = _find(session, turn.door, turn.sender) or self._open(
                session, turn.door, turn.sender, turn.station
            )
            utterance = session.get(Utterance, turn.id)
            if utterance and utterance.reply and utterance.conversation_id == conversation.id:
                return state.load_reply(utterance.reply)
            utterance = self._note(session, conversation, turn, utterance)
            taken = self._take(session, conversation, turn)
            utterance.reply = state.dump_reply(taken.reply)
            conversation.state = state.dump(replace(taken.state, last=taken.reply))
            conversation.touched_at = self._clock()
        return taken.reply

    def _open(self, session: Session, door: Door, sender: str, station: str | None) -> Conversation:
        now = self._clock()
        begun = talk.greeting()
        conversation = Conversation(
            id=secrets.token_urlsafe(16),
            door=door,
            sender=sender,
            station_code=station,
            state=state.dump(replace(begun.state, last=begun.reply)),
            started_at=now,
            touched_at=now,
        )
        session.add(conversation)
        session.flush()
        return conversation

    def _last(self, conversation: Conversation) -> Reply:
        return state.load(conversation.state).last or talk.greeting().reply

    def _note(
        self, session: Session, conversation: Conversation, turn: Turn, known: Utterance | None
    ) -> Utterance:
        """Write down what was said before anything is made of it."""
        utterance = known or Utterance(
            id=turn.id,
            conversation_id=conversation.id,
            state=UtteranceState.HEARD,
            at=self._clock(),
        )
        utterance.transcript = turn.text
        utterance.engine = turn.engine
        utterance.confidence = turn.confidence
        utterance.failure = turn.failure
        utterance.state = UtteranceState.MISSED if turn.failure else UtteranceState.HEARD
        session.add(utterance)
        session.flush()
        return utterance

    def _take(self, session: Session, conversation: Conversation, turn: Turn) -> Step:
        before = state.load(conversation.state)
        context = Context(station=conversation.station_code, question=before.question)
        turn = replace(turn, text=turn.text.strip())
        return answer(
            Scene(
                session=session,
                conversation=conversation,
                state=before,
                turn=turn,
                heard=self._understander.understand(turn.text, context),
                understand=lambda text: self._understander.understand(
                    text, Context(station=conversation.station_code)
                ),
                now=self._clock(),
            )
        )


def answer(scene: Scene) -> Step:
    """Whose turn it is to answer: a wish that holds anywhere, the open question, the intent."""
    anywhere = _anywhere(scene)
    if anywhere:
        return anywhere(scene)
    question = scene.state.question
    if question in _TELLING:
        return _tell(scene)
    if question is Question.CODE:
        return _code(scene)
    if question is Question.SUPPLEMENT:
        return casework.supplement(scene)
    if question is Question.WITHDRAW:
        return casework.withdraw(scene)
    return _BY_INTENT[scene.heard.intent.name](scene)


def _anywhere(scene: Scene) -> Callable[[Scene], Step] | None:
    text = scene.turn.text
    if scene.turn.failure or not text:
        return talk.missed
    if text == Command.REPEAT:
        return talk.repeat
    if text == Command.HUMAN:
        return talk.human
    if text == Command.RESTART or _RESTART.match(text):
        return talk.restart
    if text == words.SKIP and scene.state.question in (Question.WHO, Question.PHONE):
        return None
    intent = scene.heard.intent
    needed = _SURE if scene.state.question in _FREE else 0
    if intent.confidence < needed:
        return None
    if intent.name is IntentName.CANCEL and scene.state.question in (
        Question.WHO,
        Question.PHONE,
        Question.WITHDRAW,
    ):
        # "算了" to "怎么称呼您" means: not my name. The story goes on.
        return None
    return _ANYWHERE.get(intent.name)


def _tell(scene: Scene) -> Step:
    """The story that is being told; a clear wish for a filed matter may come between."""
    draft = scene.state.draft
    if scene.state.question is Question.WHAT:
        intent = scene.heard.intent
        if intent.name in _ABOUT_A_FILED_MATTER and intent.confidence >= _SURE:
            return _BY_INTENT[intent.name](scene)
        if intent.name is IntentName.OUT_OF_SCOPE and intent.confidence >= _SURE:
            return talk.out_of_scope(scene)
    if not draft:
        return filing.begin(scene)
    return filing.go_on(scene, draft)


def _code(scene: Scene) -> Step:
    """A code was asked for."""
    code = scene.heard.entities.code
    if code:
        return status.by_code(scene, code)
    intent = scene.heard.intent
    if intent.name is IntentName.DENY:
        return talk.cancel(scene)
    if intent.name is IntentName.FILE_OPINION and intent.confidence >= _SURE:
        return filing.begin(scene)
    return status.ask_code(scene)


def _confirm_nothing(scene: Scene) -> Step:
    return _prompt(scene, words.CONFIRM_WHAT)


def _deny_nothing(scene: Scene) -> Step:
    return _prompt(scene, words.DENY_WHAT)


def _prompt(scene: Scene, text: str) -> Step:
    reply = Reply(text, text, question=Question.WHAT)
    return Step(replace(scene.state, question=Question.WHAT), reply)


def _find(session: Session, door: Door, sender: str) -> Conversation | None:
    return session.exec(
        select(Conversation)
        .where(Conversation.door == door, Conversation.sender == sender)
        .with_for_update()
    ).first()


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
