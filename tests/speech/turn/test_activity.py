"""Counters over frames: a pause is not an end, a click is not speech."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.turn.activity import (
    BRISK,
    FRAME_BYTES,
    FRAME_SECONDS,
    PATIENT,
    PAUSE_FRAMES,
    SPEECH_FRAMES,
    Counter,
    End,
    Patience,
    Silero,
    count,
)
from tests.speech.sound import cough, hum, noise, silence

SPOKEN, QUIET = 0.9, 0.05
probabilities = st.lists(st.floats(0, 1), max_size=400)


def frames(length: float) -> int:
    return round(length / FRAME_SECONDS)


def said(*parts: float) -> list[float]:
    """Speech and silence in turn, in seconds, silence first."""
    values: list[float] = []
    for number, length in enumerate(parts):
        values += [SPOKEN if number % 2 else QUIET] * frames(length)
    return values


def test_a_finished_sentence_ends_after_her_patience() -> None:
    assert count(said(0.5, 2.0, 1.7)).end is None
    assert count(said(0.5, 2.0, 1.9)).end is End.SILENCE


@pytest.mark.parametrize("pause", [0.5, 1.0, 1.2, 1.6])
def test_a_pause_inside_a_sentence_does_not_end_it(pause: float) -> None:
    counter = Counter()
    for probability in said(0.5, 2.0, pause, 2.0, pause, 1.0):
        counter.step(probability)
        assert counter.end is None


def test_a_closed_question_ends_sooner() -> None:
    answer = said(0.3, 0.4, 1.1)
    assert count(answer, PATIENT).end is None
    assert count(answer, BRISK).end is End.SILENCE


def test_silence_alone_ends_after_a_while() -> None:
    assert count(said(11.9)).end is None
    counter = count(said(12.1))
    assert counter.end is End.SILENCE
    assert not counter.started


def test_speech_without_an_end_ends_at_the_limit() -> None:
    patience = Patience(longest=30)
    assert count(said(0.1, 29.5), patience).end is None
    assert count(said(0.1, 30.0), patience).end is End.LIMIT


def test_a_click_is_not_speech_and_does_not_prolong_a_turn() -> None:
    clicks = ([SPOKEN] * (SPEECH_FRAMES - 1) + [QUIET] * 10) * 20
    assert not count(clicks).started
    ended = count([*said(0.1, 1.0, 0.6), *clicks[: frames(1.5)], QUIET])
    assert ended.end is End.SILENCE


@pytest.mark.parametrize(("gap", "speech"), [(1, True), (2, True), (3, False), (4, False)])
def test_clicks_with_a_tenth_of_a_second_between_them_are_no_word(gap: int, speech: bool) -> None:
    """A frame is 32 ms: two without a voice are a consonant, three are silence."""
    assert count([*[SPOKEN] * 3, *[QUIET] * gap, *[SPOKEN] * 3]).started is speech


def test_a_short_word_is_speech() -> None:
    counter = count(said(0.5, 0.26))
    assert counter.started
    assert counter.voiced_seconds == pytest.approx(0.26, abs=FRAME_SECONDS)


@given(probabilities)
def test_time_only_grows_and_an_end_stays_an_end(values: list[float]) -> None:
    counter, ended = Counter(Patience(after_speech=1, without_speech=2, longest=5)), False
    for number, value in enumerate(values, 1):
        counter.step(value)
        assert counter.seconds == pytest.approx(number * FRAME_SECONDS)
        assert 0 <= counter.voiced_seconds <= counter.seconds
        assert counter.silence <= counter.seconds
        assert counter.started or not counter.voiced
        if counter.seconds >= 5:
            ended = True
        if ended:
            assert counter.end is End.LIMIT


@given(probabilities, st.integers(0, 200))
def test_enough_silence_always_ends(values: list[float], more: int) -> None:
    patience = Patience(after_speech=1, without_speech=2, longest=1000)
    quiet = frames(2.0) + PAUSE_FRAMES + more
    assert count([*values, *[0.0] * quiet], patience).end is End.SILENCE


@given(probabilities)
def test_she_is_never_cut_off_while_speaking(values: list[float]) -> None:
    counter = Counter(Patience(after_speech=0.6, without_speech=1, longest=1000))
    for value in values:
        counter.step(value)
        if counter.end is not None:
            assert not counter.speaking
            assert value < 0.5


@pytest.mark.parametrize(
    "pcm", [silence(3), noise(3), hum(3), cough()], ids=["silence", "noise", "hum", "cough"]
)
def test_the_detector_hears_no_speech_where_there_is_none(pcm: bytes) -> None:
    silero, counter = Silero(), Counter()
    for at in range(0, len(pcm) - FRAME_BYTES + 1, FRAME_BYTES):
        counter.step(silero.probability(pcm[at : at + FRAME_BYTES]))
    assert not counter.started


def test_the_detector_hears_speech(lamp: bytes) -> None:
    silero, counter = Silero(), Counter()
    for at in range(0, len(lamp) - FRAME_BYTES + 1, FRAME_BYTES):
        counter.step(silero.probability(lamp[at : at + FRAME_BYTES]))
    assert 5 < counter.voiced_seconds < 7.5
