"""The dialogue: one turn in, one reply out, one transaction around both."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from data.database import Database
from data.record.conversation import Channel, Conversation, Utterance, UtteranceState
from handlers.account import chat_link
from handlers.context import attachments, state
from handlers.context.state import State
from handlers.context.turn_context import TurnContext, TurnResult
from handlers.deputy import commands
from handlers.dialogue import danger, news, router, small_talk
from handlers.dialogue.welcome import welcome
from handlers.message import language
from handlers.message.turn import Reply, Turn
from nlu.context import Context
from nlu.understander import Understander
from nlu.understanding import Understanding

_LONGEST_TURN = 12_000  # letters; a story of an hour is shorter


@dataclass(frozen=True)
class Exchange:
    """The last thing that was said, if anything was, and the answer to it."""

    said: str | None
    reply: Reply


class TooLongError(ValueError):
    """A turn of more letters than anybody says at once; nothing of it is kept."""


class UnknownConversationError(LookupError):
    """There is no such conversation on this channel."""


class Dialogue:
    """Talks with everybody. Keeps nothing between turns but what is in the database."""

    def __init__(
        self,
        database: Database,
        understander: Understander,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._understander = understander
        self._clock = clock

    def begin(
        self, channel: Channel, station: str | None = None, code: str | None = None
    ) -> tuple[str, Reply]:
        """A new conversation with someone unknown, who may have scanned a code: its id, which is
        also its sender, and the greeting."""
        sender = secrets.token_urlsafe(16)
        with self._database.transaction() as session:
            conversation = self._open(session, channel, sender, station)
            if code:
                welcomed = welcome(session, conversation, code, State())
                conversation.state = state.dump(replace(welcomed.state, last=welcomed.reply))
            return sender, self._last(conversation)

    def greet(self, channel: Channel, sender: str, station: str | None = None) -> Reply:
        """The first words to whom the channel knows; where they talked before, the last."""
        with self._database.transaction() as session:
            conversation = _find(session, channel, sender) or self._open(
                session, channel, sender, station
            )
            return self._last(conversation)

    def last(self, channel: Channel, sender: str) -> Exchange | None:
        """Where a conversation stands, or None where there is no such conversation."""
        with self._database.reading() as session:
            conversation = _find(session, channel, sender)
            if not conversation:
                return None
            said = session.exec(
                select(Utterance.transcript)
                .where(
                    Utterance.conversation_id == conversation.id,
                    Utterance.state == UtteranceState.HEARD,
                )
                .order_by(col(Utterance.id).desc())
                .limit(1)
            ).first()
            return Exchange(said, self._last(conversation))

    def turn(self, turn: Turn) -> Reply:
        """Hear one turn and answer it. When this returns, everything is committed.

        Raises TooLongError. A turn that came before gets the answer that it got before.
        """
        if len(turn.text) > _LONGEST_TURN:
            raise TooLongError(len(turn.text))
        turn = replace(turn, text=_storable(turn.text))
        known = self._known(turn)
        # Before the transaction: another server may be asked, and all writers would wait for it.
        heard = self._understander.understand(turn.text, known)
        with self._database.transaction() as session:
            conversation = _find(session, turn.channel, turn.sender) or self._open(
                session, turn.channel, turn.sender, turn.station
            )
            utterance = _utterance(session, conversation, turn.id) or self._note(
                session, conversation, turn.id
            )
            if utterance.reply:
                return state.load_reply(utterance.reply)
            utterance.transcript = turn.text
            utterance.original = turn.original
            utterance.engine = turn.engine
            utterance.confidence = turn.confidence
            utterance.failure = turn.failure
            utterance.state = UtteranceState.MISSED if turn.failure else UtteranceState.HEARD
            attachments.note(session, conversation.id, turn, self._clock())
            conversation.closed_at = None
            taken = self._take(session, conversation, turn, known, heard)
            said = language.reply_in(taken.reply, conversation.language)
            utterance.reply = state.dump_reply(said)
            conversation.state = state.dump(replace(taken.state, last=said))
            conversation.touched_at = self._clock()
        return said

    def answered(self, channel: Channel, sender: str, turn_id: str) -> bool:
        """Whether this turn was answered already: it is on its way a second time."""
        with self._database.reading() as session:
            conversation = _find(session, channel, sender)
            utterance = conversation and _utterance(session, conversation, turn_id)
            return bool(utterance and utterance.reply)

    def recording(self, channel: Channel, sender: str, turn_id: str, audio: str) -> Reply | None:
        """Note where the sound of a turn is going to lie, before its first chunk is stored.

        Gives the reply where this turn was answered already: the channel lost it on the way.
        Raises UnknownConversationError.
        """
        with self._database.transaction() as session:
            conversation = _find(session, channel, sender)
            if not conversation:
                raise UnknownConversationError(sender)
            utterance = _utterance(session, conversation, turn_id) or self._note(
                session, conversation, turn_id
            )
            utterance.audio = audio
            return state.load_reply(utterance.reply) if utterance.reply else None

    def discard(self, channel: Channel, sender: str, turn_id: str) -> None:
        """She pressed cancel while speaking: the sound stays, and nothing is made of it."""
        with self._database.transaction() as session:
            conversation = _find(session, channel, sender)
            utterance = conversation and _utterance(session, conversation, turn_id)
            if utterance and not utterance.reply:
                utterance.state = UtteranceState.DISCARDED

    def _open(
        self, session: Session, channel: Channel, sender: str, station: str | None
    ) -> Conversation:
        now = self._clock()
        begun = small_talk.greeting()
        conversation = Conversation(
            id=secrets.token_urlsafe(16),
            channel=channel,
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
        return state.load(conversation.state).last or small_talk.greeting().reply

    def _note(self, session: Session, conversation: Conversation, turn_id: str) -> Utterance:
        utterance = Utterance(
            turn_id=turn_id,
            conversation_id=conversation.id,
            state=UtteranceState.RECORDING,
            at=self._clock(),
        )
        session.add(utterance)
        return utterance

    def _known(self, turn: Turn) -> Context:
        """What is known before the turn is read."""
        with self._database.reading() as session:
            conversation = _find(session, turn.channel, turn.sender)
            if not conversation:
                return Context(station=turn.station)
            question = state.load(conversation.state).question
            return Context(station=conversation.station_code, question=question)

    def _take(
        self,
        session: Session,
        conversation: Conversation,
        turn: Turn,
        known: Context,
        heard: Understanding,
    ) -> TurnResult:
        stored = state.read(conversation.state)
        before = stored.value
        current = Context(station=conversation.station_code, question=before.question)
        if known != current:  # another turn came between
            heard = self._understander.understand_here(turn.text, current)
        context = TurnContext(
            session=session,
            conversation=conversation,
            state=before,
            turn=replace(turn, text=heard.mended),
            heard=heard,
            understand=lambda text: self._understander.understand_here(
                text, Context(station=conversation.station_code)
            ),
            now=self._clock(),
            deputy=chat_link.deputy(session, turn.channel, turn.sender),
        )
        answered = context.deputy and commands.answer(context)
        taken = answered or news.told(context, danger.warned(context, router.answer(context)))
        return taken if stored.whole else small_talk.hello_again(taken)


def _find(session: Session, channel: Channel, sender: str) -> Conversation | None:
    return session.exec(
        select(Conversation)
        .where(Conversation.channel == channel, Conversation.sender == sender)
        .with_for_update()
    ).first()


def _storable(text: str) -> str:
    """Without what no database keeps: half characters, and NUL, which PostgreSQL refuses."""
    return text.encode("utf-8", "ignore").decode().replace("\0", "").strip()


def _utterance(session: Session, conversation: Conversation, turn_id: str) -> Utterance | None:
    return session.exec(
        select(Utterance).where(
            Utterance.conversation_id == conversation.id, Utterance.turn_id == turn_id
        )
    ).first()
