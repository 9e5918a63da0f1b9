"""Telling people: a row of the outbox for each reader, in the transaction of the change."""

import json
import zlib
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, select

from data.calendar import HANGZHOU
from data.record.casework import Grade
from data.record.conversation import Channel, Conversation
from data.record.notice import Audience, Notice, NoticeState
from data.record.opinion import Opinion, OpinionEvent
from data.record.station import Representative
from data.stored import Stored
from handlers.account import chat_link
from handlers.message import chat_text, language
from handlers.message import notice_text as words
from handlers.message.turn import Button
from handlers.notification import deputy_card
from handlers.opinion import receipt
from handlers.opinion.excerpt import short
from handlers.opinion.lifecycle import Action

LOG, PLATFORM = "log", "platform"
DIGEST_AT = time(8, 30)
"""When deputies without a chat read what can wait, in Hangzhou."""
_BUTTONS: Stored[tuple[Button, ...]] = Stored("row of buttons", tuple[Button, ...], lambda _: ())


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who is told, and by which way."""

    audience: Audience
    channel: str
    address: str


@dataclass(frozen=True, slots=True)
class _Message:
    """What is told. With `digest_at` it waits for that hour; what is `kept` waits to be asked."""

    text: str
    buttons: tuple[Button, ...] = ()
    payload: str | None = None
    digest_at: time | None = None
    kept: bool = False


def tell_resident(
    session: Session, opinion: Opinion, event: OpinionEvent, *, alone: bool = False
) -> None:
    """Tell whoever brought the matter and, unless it is `alone`, all whose matter was merged into
    it."""
    told = [opinion, *(() if alone else merged(session, opinion))]
    for each in told:
        if not event.words_resident:
            continue
        talk = session.get(Conversation, each.conversation_id) if each.conversation_id else None
        text = words.NEWS.format(matter=short(each), news=event.words_resident)
        # Who has no talk of their own hears it with the code, wherever they ask.
        reader = _Reader(Audience.RESIDENT, each.channel, talk.sender if talk else each.code)
        message = _Message(
            language.converted(text, talk.language) if talk else text,
            buttons=_answers(event, each),
            kept=bool(talk and (talk.muted_at or talk.closed_at)),
        )
        _write(session, each, event, reader, message)


def tell_unit(session: Session, opinion: Opinion, event: OpinionEvent, text: str) -> None:
    """Tell the unit that handles it."""
    if opinion.unit_code:
        reader = _Reader(Audience.UNIT, LOG, f"{opinion.unit_code}@{opinion.unit_division or ''}")
        _write(session, opinion, event, reader, _Message(_of(opinion, text)))


def tell_station(
    session: Session, opinion: Opinion, event: OpinionEvent, text: str, station: str | None = None
) -> None:
    """Tell the desk of the station that answers for it, or of another."""
    address = station or opinion.station_code
    if address:
        reader = _Reader(Audience.STATION, LOG, address)
        _write(session, opinion, event, reader, _Message(_of(opinion, text)))


def tell_desk(session: Session, key: str, station: str, text: str, now: datetime) -> None:
    """Tell the desk of a station what belongs to no matter, once for each `key`."""
    session.add(
        Notice(
            key=f"{key}-{station}",
            audience=Audience.STATION,
            channel=LOG,
            address=station,
            words=text,
            state=NoticeState.WAITING,
            due_at=now,
            made_at=now,
        )
    )


def tell_representative(
    session: Session, opinion: Opinion, event: OpinionEvent, number: int, text: str
) -> None:
    """Tell one deputy now, in the chat where there is one."""
    _tell_deputy(session, opinion, event, number, text)


def offer(session: Session, opinion: Opinion, event: OpinionEvent) -> None:
    """Offer it to the deputies of its grid, or else to all of its station: at once what is urgent,
    the rest in their digest. What was said to one deputy goes to that one, at once."""
    if opinion.addressed_id:
        _tell_deputy(session, opinion, event, opinion.addressed_id, words.ADDRESSED)
        return
    deputies = session.exec(
        select(Representative).where(Representative.station_code == opinion.station_code)
    ).all()
    near = [deputy for deputy in deputies if deputy.grid and deputy.grid == opinion.place_code]
    for deputy in near or deputies:
        digest = not opinion.urgent
        _tell_deputy(session, opinion, event, deputy.id or 0, words.OFFERED, digest=digest)


def tell_platform(
    session: Session, opinion: Opinion, event: OpinionEvent, text: str | None = None
) -> None:
    """Pass a step on to the outside platform (docs/platform.md)."""
    body = {
        "event": event.action,
        "opinion": {
            "code": opinion.code,
            "matter": opinion.matter,
            "topic": opinion.topic_name,
            "place": {"code": opinion.place_code, "name": opinion.place_name},
            "level": opinion.level,
            "unit": opinion.unit,
            "station": opinion.station_code,
            "urgent": opinion.urgent,
            "filed_at": opinion.filed_at.isoformat(),
            "due_at": opinion.due_at.isoformat() if opinion.due_at else None,
        },
        "words": text or event.words_staff,
        "at": event.at.isoformat(),
    }
    message = _Message(short(opinion), payload=json.dumps(body, ensure_ascii=False))
    _write(session, opinion, event, _Reader(Audience.PLATFORM, PLATFORM, PLATFORM), message)


def take_news(session: Session, opinion: Opinion, now: datetime) -> tuple[str, ...]:
    """What its resident has not heard yet, oldest first; from now on it counts as told."""
    return _take(session, now, col(Notice.opinion_id) == opinion.id)


def take_news_for(
    session: Session, channel: Channel, sender: str, now: datetime
) -> tuple[str, ...]:
    """The same for all that waited for somebody on a channel that carries no news by itself.

    What this very moment brings she hears in its own words.
    """
    mine = and_(Notice.channel == channel, Notice.address == sender, col(Notice.made_at) < now)
    return _take(session, now, mine)


def _take(session: Session, now: datetime, whose: ColumnElement[bool]) -> tuple[str, ...]:
    waiting = session.exec(
        select(Notice)
        .where(
            whose,
            Notice.audience == Audience.RESIDENT,
            col(Notice.state).in_((NoticeState.WAITING, NoticeState.KEPT)),
        )
        .order_by(col(Notice.id))
    ).all()
    for notice in waiting:
        notice.state, notice.ended_at = NoticeState.DELIVERED, now
        session.add(notice)
    return tuple(notice.words for notice in waiting)


def merged(session: Session, opinion: Opinion) -> list[Opinion]:
    """The opinions that were merged into this one."""
    return list(session.exec(select(Opinion).where(Opinion.merged_into_id == opinion.id)).all())


def next_digest(now: datetime, at: time = DIGEST_AT) -> datetime:
    """When the next digest goes out."""
    local = now.astimezone(HANGZHOU)
    today = datetime.combine(local.date(), at, HANGZHOU)
    return today if local < today else today + timedelta(days=1)


def _of(opinion: Opinion, text: str) -> str:
    where = opinion.place_name or words.NO_PLACE
    return words.ABOUT.format(
        code=receipt.shown(opinion.code), text=text, where=where, matter=short(opinion)
    )


def load_buttons(text: str | None) -> tuple[Button, ...]:
    """The buttons of a notice; none where another release meant something else by them."""
    return _BUTTONS.load(text) if text else ()


def _answers(event: OpinionEvent, opinion: Opinion) -> tuple[Button, ...]:
    """What a resident may want to say to this step."""
    if event.action == Action.ANSWER:
        return tuple(Button(words.GRADES[g], f"/grade {opinion.code} {g}") for g in Grade)
    if event.action == Action.ASK:
        return (Button(chat_text.REPLY_TITLE, f"/reply {opinion.code}"),)
    return ()


def _tell_deputy(
    session: Session,
    opinion: Opinion,
    event: OpinionEvent,
    number: int,
    text: str,
    *,
    digest: bool = False,
) -> None:
    chats = chat_link.chats_of(session, number)
    for chat in chats:
        reader = _Reader(Audience.REPRESENTATIVE, chat.channel, chat.address)
        message = _Message(
            _of(opinion, text) if digest else deputy_card.text(opinion, text),
            buttons=deputy_card.buttons(opinion, number),
            digest_at=time(chat.digest_hour) if digest else None,
        )
        _write(session, opinion, event, reader, message)
    if not chats:
        reader = _Reader(Audience.REPRESENTATIVE, LOG, str(number))
        message = _Message(_of(opinion, text), digest_at=DIGEST_AT if digest else None)
        _write(session, opinion, event, reader, message)


def _write(
    session: Session, opinion: Opinion, event: OpinionEvent, reader: _Reader, message: _Message
) -> None:
    # One step may have two different things to say to one reader.
    said = zlib.crc32(message.text.encode())
    to = f"{reader.audience}-{reader.address}"
    digest_at = message.digest_at
    session.add(
        Notice(
            key=f"{event.opinion.code}.{event.version}-{opinion.code}-{to}-{said:x}",
            audience=reader.audience,
            channel=reader.channel,
            address=reader.address,
            opinion=opinion,
            words=message.text,
            payload=message.payload,
            buttons=_BUTTONS.dump(message.buttons) if message.buttons else None,
            bundle=to if digest_at else None,
            state=NoticeState.KEPT if message.kept else NoticeState.WAITING,
            due_at=next_digest(event.at, digest_at) if digest_at else event.at,
            made_at=event.at,
        )
    )
