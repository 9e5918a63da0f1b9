"""Filling an empty installation with sample stations, deputies and opinions."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, func, select

from data.database import Database
from data.record.conversation import Channel, Conversation
from data.record.opinion import Opinion
from data.record.station import Representative, Station, StationLevel
from data.reference.place import divisions
from handlers.conversation.service import Dialogue
from handlers.message import resident_text
from handlers.message.turn import Reply, Turn
from nlu.context import Question

_FILE = Path(__file__).with_name("opinions.csv")
_SENDER = "demo-{number}"


@dataclass(frozen=True)
class Filled:
    """How many of each there are now."""

    stations: int
    representatives: int
    opinions: int


def fill(
    database: Database,
    dialogue: Dialogue,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Filled | None:
    """Put the samples in; None where they are there already. Opinions are told through
    the dialogue itself, so that they are what real ones are."""
    with database.transaction() as session:
        if session.exec(select(Conversation).where(Conversation.sender == _name(0))).first():
            return None
        _network(session)
    with _FILE.open(encoding="utf-8", newline="") as file:
        samples = list(csv.DictReader(file))
    for number, sample in enumerate(samples):
        _tell(dialogue, number, sample)
        progress(number + 1, len(samples))
    with database.reading() as session:
        return Filled(
            *(
                session.exec(select(func.count()).select_from(table)).one()
                for table in (Station, Representative, Opinion)
            )
        )


def _network(session: Session) -> None:
    """Two deputies for each street."""
    for station in session.exec(select(Station)).all():
        if station.level is StationLevel.CENTRE:
            _people(session, station.code, divisions.load().by_code[station.code].name)


def _people(session: Session, code: str, street: str) -> None:
    for number in (1, 2):
        name = resident_text.DEMO_REPRESENTATIVE.format(street=street, number=number)
        representative = Representative(code=f"{code}-{number}", name=name, station_code=code)
        session.add(representative)


def _tell(dialogue: Dialogue, number: int, sample: dict[str, str]) -> None:
    """Answer the assistant's questions from the sample until there is a receipt."""
    answers = {
        Question.WHERE: sample["where"],
        Question.WHICH_PLACE: resident_text.NONE_OF_THESE,
        Question.WHO: sample["reporter"] or resident_text.SKIP,
        Question.PHONE: resident_text.SKIP,
        Question.CONFIRM: resident_text.YES,
    }
    reply = _say(dialogue, number, 0, sample["matter"], sample["station"])
    for turn in range(1, len(answers) + 2):
        if reply.ended or reply.question not in answers:
            break
        reply = _say(dialogue, number, turn, answers[reply.question], sample["station"])


def _say(dialogue: Dialogue, number: int, turn: int, text: str, station: str) -> Reply:
    return dialogue.turn(
        Turn(
            id=f"demo-{turn}",
            channel=Channel.REST,
            sender=_name(number),
            text=text,
            station=station,
        )
    )


def _name(number: int) -> str:
    return _SENDER.format(number=number)
