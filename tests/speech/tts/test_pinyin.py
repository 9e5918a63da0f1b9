"""Readings: characters with more than one, and the names of our streets."""

import subprocess
import sys

import jieba
import pytest

from speech.tts.pinyin import syllables


def read(text: str) -> str:
    return " ".join(one for word in syllables(text, jieba.lcut) for one in word)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("五幢", "wu3 zhuang4"),
        ("长庆街道", "chang2 qing4 jie1 dao4"),
        ("朝晖街道", "zhao1 hui1 jie1 dao4"),
        ("长河街道", "chang2 he2 jie1 dao4"),
        ("於潜镇", "yu1 qian2 zhen4"),
        ("西兴街道", "xi1 xing1 jie1 dao4"),
        ("乾潭镇", "qian2 tan2 zhen4"),
        ("三都镇", "san1 du1 zhen4"),
        ("长乐", "chang2 le4"),
        ("银行", "yin2 hang2"),
        ("重新办", "chong2 xin1 ban4"),
        ("着急", "zhao2 ji2"),
        ("都行", "dou1 xing2"),
        ("还没有", "hai2 mei2 you3"),
        ("编号", "bian1 hao4"),
        ("弄堂", "long4 tang2"),
    ],
)
def test_read_as_people_read_it(text: str, readings: str) -> None:
    assert read(text) == readings


def test_marks_are_no_words() -> None:
    assert syllables("好，", jieba.lcut) == [["hao3"]]


def test_phrases_are_known_though_another_room_left_them_out() -> None:
    program = (
        "import os; os.environ['PYPINYIN_NO_PHRASES'] = 'true'; import pypinyin\n"
        "from speech.tts.pinyin import syllables\n"
        "print(syllables('银行', lambda text: [text]))"
    )
    out = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert out.strip() == "[['yin2', 'hang2']]"
