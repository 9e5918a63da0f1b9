"""Phrases that are likely: cut into words a model knows, heard, and never heard into other words.

With the Korean model, which is the one within reach everywhere: it has no word for the unknown, so
what is not expected is noticed by likelihood alone.
"""

from pathlib import Path

import pytest

from speech.audio.pcm import BYTES_PER_SECOND
from speech.stt.grammar import ExpectingRecogniser, cut, expected, within
from speech.stt.recogniser import SpeechEngine
from speech.stt.vosk_engine import VoskRecogniser
from tests.speech.sound import say, silence

CHUNK = 3_200
PHRASES = ("네", "아니요", "아닙니다", "좋아요", "그렇습니다", "다시 한번", "감사합니다")
OTHERS = ("가로등이 고장났습니다", "오늘 날씨가 좋습니다", "엘리베이터", "아니요, 삼동 아래입니다")
KNOWN = {"不", "对", "不对", "就是", "是", "这样", "这", "样", "没", "错"}


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("不对", ("不对",)),
        ("就是这样", ("就是", "这样")),
        ("对，没错！", ("对", "没", "错")),
        ("勿对", None),
        ("，", None),
        ("", None),
    ],
)
def test_a_phrase_is_cut_into_the_fewest_known_words(
    phrase: str, words: tuple[str, ...] | None
) -> None:
    assert cut(phrase, KNOWN.__contains__) == words


def test_phrases_with_unknown_words_are_left_out() -> None:
    assert expected(["对", "勿对", "没错"], KNOWN.__contains__) == {("对",), ("没", "错")}


@pytest.mark.parametrize(
    ("words", "begins", "whole"),
    [
        ([], True, True),
        (["没"], True, False),
        (["没", "错"], True, True),
        (["没", "错", "没", "错"], True, True),
        (["没", "错", "没"], True, False),
        (["对", "没", "错"], False, False),
        (["[unk]"], False, False),
    ],
)
def test_what_was_heard_is_one_phrase(words: list[str], begins: bool, whole: bool) -> None:
    phrases = {("对",), ("没", "错")}
    assert within(words, phrases) is begins
    assert within(words, phrases, whole=True) is whole


def test_a_likely_answer_is_heard_where_any_word_would_do_for_the_whole_model(
    vosk: SpeechEngine, tmp_path: Path
) -> None:
    said = silence(0.3) + say("좋아요", "ko", tmp_path) + silence(0.5)
    recogniser = vosk.open(PHRASES)
    partials = [recogniser.feed(said[at : at + CHUNK]) for at in range(0, len(said), CHUNK)]
    assert "좋아요" in partials
    heard = recogniser.finish()
    assert heard.text == "좋아요"
    assert 0.5 <= heard.confidence <= 1
    assert vosk.open().finish(said).text != "좋아요"


@pytest.mark.parametrize("text", OTHERS)
def test_nobody_is_pressed_into_an_answer(vosk: SpeechEngine, tmp_path: Path, text: str) -> None:
    said = silence(0.3) + say(text, "ko", tmp_path) + silence(0.5)
    recogniser = vosk.open(PHRASES)
    partials = [recogniser.feed(said[at : at + CHUNK]) for at in range(0, len(said), CHUNK)]
    heard = recogniser.finish()
    # Which words it is instead may differ from one hearing to the next: Kaldi dithers.
    assert heard.text
    assert heard.text not in PHRASES
    assert heard.seconds == len(said) / BYTES_PER_SECOND
    assert not any(partial in PHRASES for partial in partials[-3:] if partial)


def test_silence_is_no_answer(vosk: SpeechEngine) -> None:
    assert vosk.open(PHRASES).finish(silence(2)).text == ""


def test_without_a_known_phrase_everything_is_likely(vosk: SpeechEngine) -> None:
    assert isinstance(vosk.open(PHRASES), ExpectingRecogniser)
    assert isinstance(vosk.open(["对", "不对"]), VoskRecogniser)
