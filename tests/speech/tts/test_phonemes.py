"""Phonemes: what the model was taught, and nothing that it does not know."""

import pytest
from pypinyin.contrib.tone_convert import to_tone3
from pypinyin.pinyin_dict import pinyin_dict

from speech.tts.phonemes import phonemes, tokens

SYLLABLES = sorted(
    {
        to_tone3(reading, neutral_tone_with_five=True)
        for readings in pinyin_dict.values()
        for reading in readings.split(",")
    }
)


@pytest.mark.parametrize(
    ("syllable", "written"),
    [
        ("ni3", "ni↓"),
        ("zhuang4", "\uab67wa↘ŋ"),
        ("shi4", "ʂɨ↘"),
        ("lv4", "ly↘"),
        ("xue2", "ɕɥe↗"),
        ("yuan2", "ɥɛ↗n"),
        ("er4", "ɚ↘"),
        ("de5", "tɤ"),
        ("", ""),
        ("x", ""),
        ("xx1", ""),
    ],
)
def test_syllables(syllable: str, written: str) -> None:
    assert phonemes(syllable) == written


@pytest.mark.parametrize("syllable", SYLLABLES)
def test_the_model_knows_every_syllable(syllable: str) -> None:
    written = phonemes(syllable)
    assert written
    assert len(tokens(written)) == len(written)


def test_they_are_those_that_the_model_was_taught() -> None:
    zh = pytest.importorskip("misaki.zh", reason="misaki is not installed, as on Python 3.13")
    taught = {one: zh.ZHG2P.py2ipa(one).replace("\u032f", "") for one in SYLLABLES}
    assert {one: phonemes(one) for one in SYLLABLES} == taught
