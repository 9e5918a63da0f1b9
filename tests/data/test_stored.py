"""Values in JSON columns: versions, upgrades, and what becomes of what nobody can read."""

import logging
from dataclasses import dataclass

import pytest

from data.stored import Stored, fields, fitting


@dataclass(frozen=True)
class Lamp:
    """Version 1 had `street`, version 2 `place`; version 3 tells colours apart."""

    place: str
    colours: tuple[str, ...] = ()


def renamed(shape: dict[str, object]) -> dict[str, object]:
    return {"place": shape["street"], "colour": shape.get("colour", "white")}


def listed(shape: dict[str, object]) -> dict[str, object]:
    return {"place": shape["place"], "colours": [shape["colour"]]}


LAMP = Stored(
    "lamp", Lamp, lambda text: Lamp(str(fields(text).get("place", "?"))), (renamed, listed)
)
NUMBERS: Stored[tuple[int, ...]] = Stored("numbers", tuple[int, ...], lambda _: ())


def test_what_is_written_is_read_back_and_names_its_version() -> None:
    lamp = Lamp("清波街道", ("red", "green"))
    assert fields(LAMP.dump(lamp))["v"] == 3
    assert LAMP.read(LAMP.dump(lamp)).value == lamp
    assert LAMP.read(LAMP.dump(lamp)).whole


@pytest.mark.parametrize(
    "text",
    [
        '{"street":"清波街道","colour":"red"}',
        '{"v":1,"street":"清波街道","colour":"red"}',
        '{"v":2,"place":"清波街道","colour":"red"}',
        '{"v":3,"place":"清波街道","colours":["red"]}',
    ],
)
def test_every_version_is_upgraded_step_by_step(text: str) -> None:
    assert LAMP.read(text).value == Lamp("清波街道", ("red",))
    assert LAMP.read(text).whole


@pytest.mark.parametrize(
    "text",
    [
        '{"v":4,"place":"x"}',
        '{"v":0,"place":"x"}',
        '{"v":"3","place":"x"}',
        '{"v":3,"place":"x","colours":7}',
        '{"v":2,"place":"x"}',
    ],
)
def test_what_cannot_be_read_is_rescued(text: str) -> None:
    read = LAMP.read(text)
    assert read.value == Lamp("x")
    assert not read.whole


@pytest.mark.parametrize("text", ["", "{", "null", "7", '"x"', "[" * 100_000, '{"place":'])
def test_broken_json_is_rescued_too(text: str) -> None:
    assert LAMP.load(text) == Lamp("?")


def test_a_list_has_a_version_as_well() -> None:
    assert NUMBERS.dump((1, 2)) == '{"v": 1, "items": [1, 2]}'
    assert NUMBERS.load('{"v": 1, "items": [1, 2]}') == NUMBERS.load("[1, 2]") == (1, 2)
    assert NUMBERS.load('[1, "x"]') == NUMBERS.load('{"v": 2, "items": [1]}') == ()


def test_the_log_says_where_it_failed_and_nothing_of_what_was_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        LAMP.load('{"v":3,"place":["王秀英"],"colours":"13588123456"}')
    assert "place" in caplog.text
    assert "colours" in caplog.text
    assert "王秀英" not in caplog.text
    assert "13588123456" not in caplog.text


def test_what_fits_is_kept() -> None:
    assert list(fitting(int, [1, "x", 3])) == [1, 3]
    assert list(fitting(int, "12")) == []
