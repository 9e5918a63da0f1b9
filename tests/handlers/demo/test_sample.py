"""The samples: told through the dialogue, once, so that they are what real ones are."""

import csv
from pathlib import Path

import pytest
from sqlmodel import col, select

from data.database import Database
from data.record.conversation import Channel, Conversation, Utterance
from data.record.opinion import Opinion
from data.record.station import Representative, Station, StationLevel
from data.settings import Settings
from handlers.conversation.service import Dialogue
from handlers.demo import sample
from handlers.opinion import receipt


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


@pytest.fixture
def samples() -> list[dict[str, str]]:
    with Path(sample.__file__).with_name("opinions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_sample_gets_as_far_as_a_receipt(
    database: Database, dialogue: Dialogue, samples: list[dict[str, str]]
) -> None:
    steps: list[tuple[int, int]] = []
    filled = sample.fill(database, dialogue, lambda done, every: steps.append((done, every)))
    assert steps == [(number, len(samples)) for number in range(1, len(samples) + 1)]
    assert filled
    assert filled.opinions == len(samples)
    with database.reading() as session:
        filed = session.exec(select(Opinion).order_by(col(Opinion.id))).all()
        said = session.exec(select(Utterance.opinion_id)).all()
        talks = session.exec(select(Conversation)).all()
    assert all(receipt.valid(opinion.code) for opinion in filed)
    for opinion, told in zip(filed, samples, strict=True):
        assert told["matter"] in opinion.words
        assert opinion.station_code
        assert bool(opinion.reporter) is bool(told["reporter"])
        assert opinion.phone is None
    assert {talk.channel for talk in talks} == {Channel.REST}
    assert [talk.station_code for talk in talks] == [told["station"] for told in samples]
    assert set(said) == {opinion.id for opinion in filed}


def test_each_street_has_two_deputies_of_its_own(database: Database, dialogue: Dialogue) -> None:
    filled = sample.fill(database, dialogue)
    with database.reading() as session:
        streets = session.exec(
            select(Station.code).where(Station.level == StationLevel.CENTRE)
        ).all()
        people = session.exec(select(Representative)).all()
        stations = len(session.exec(select(Station)).all())
    assert sorted(person.station_code for person in people) == sorted([*streets, *streets])
    assert len({person.code for person in people}) == len(people)
    assert filled
    assert (filled.stations, filled.representatives) == (stations, 2 * len(streets))


def test_a_second_time_adds_nothing(database: Database, dialogue: Dialogue) -> None:
    filled = sample.fill(database, dialogue)
    steps: list[int] = []
    assert sample.fill(database, dialogue, lambda done, _all: steps.append(done)) is None
    assert steps == []
    with database.reading() as session:
        assert filled
        assert len(session.exec(select(Opinion)).all()) == filled.opinions
        assert len(session.exec(select(Representative)).all()) == filled.representatives
