"""Residents on Telegram: the real bot in a process of its own, polling an emulated Bot API."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.database import open_database
from data.settings import Settings
from nlu.understander import Understander
from tests.conftest import share_cache
from tests.loop import LAMP, UNIT, World
from tests.telegram import TOKEN, Telegram, emulated

CHAT = 4242


@contextmanager
def polling(
    home: Path, telegram: Telegram, speech: str = "none"
) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "XIAOQING_HOME": str(home),
        "XIAOQING_SPEECH": speech,
        "XIAOQING_STATION": "330102001",
        "XIAOQING_QUIET_FROM": "0",
        "XIAOQING_QUIET_UNTIL": "0",
        "XIAOQING_TELEGRAM_TOKEN": TOKEN,
        "XIAOQING_TELEGRAM_API": telegram.url,
    }
    with (home / "telegram.log").open("ab") as log:
        process = subprocess.Popen(
            [Path(sys.executable).with_name("xiaoqing"), "telegram"],
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    share_cache(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    with emulated() as opened:
        yield opened


def world(home: Path, reader: Understander) -> World:
    return World(open_database(Settings(home=home)), reader, now=datetime.now(UTC))


def filed(telegram: Telegram) -> str:
    """A matter from the first word to the receipt, by text and buttons; its code."""
    telegram.write(CHAT, LAMP)
    telegram.press(telegram.wait(CHAT, "怎么称呼"), "不留也行")
    telegram.press(telegram.wait(CHAT, "对吗"), "对，交上去")
    receipt = telegram.wait(CHAT, "您的编号是")
    found = re.search(r"编号是 (\d{4} \d{4})", receipt["text"])
    assert found
    return found[1].replace(" ", "")


def test_from_the_first_word_to_the_answer_that_comes_by_itself(
    home: Path, telegram: Telegram, reader: Understander
) -> None:
    with polling(home, telegram):
        telegram.write(CHAT, "/start")
        telegram.wait(CHAT, "慢慢说")
        code = filed(telegram)
        telegram.wait(CHAT, "城市管理科")
        world(home, reader).do(UNIT, "answer", code, words="换了新灯")
        telegram.wait(CHAT, "换了新灯")
        telegram.write(CHAT, "满意")
        telegram.wait(CHAT, "谢谢您，记下了")
    assert world(home, reader).opinion(code).state == "evaluated"


def test_an_old_button_says_that_it_is_old(home: Path, telegram: Telegram) -> None:
    with polling(home, telegram):
        telegram.write(CHAT, LAMP)
        asked = telegram.wait(CHAT, "怎么称呼")
        telegram.write(CHAT, "我姓王")
        telegram.wait(CHAT, "电话")
        telegram.press(asked, "不留也行")
        old = telegram.until(
            lambda: [each for each in telegram.acknowledged if each.get("text")], "an alert"
        )
        assert "过时" in old[0]["text"]


def test_updates_that_arrive_twice_are_answered_alike_and_done_once(
    home: Path, telegram: Telegram, reader: Understander
) -> None:
    with polling(home, telegram):
        first = telegram.write(CHAT, LAMP)
        telegram.wait(CHAT, "怎么称呼")
    with polling(home, telegram):
        telegram.again(first)
        telegram.until(lambda: len(telegram.told(CHAT)) > 1, "the same answer")
        assert telegram.told(CHAT)[0]["text"] == telegram.told(CHAT)[1]["text"]
        telegram.press(telegram.told(CHAT)[1], "不留也行")
        telegram.wait(CHAT, "对吗")


def test_a_bot_api_that_stumbles_loses_nothing(home: Path, telegram: Telegram) -> None:
    with polling(home, telegram):
        telegram.fails += [429, 429]
        telegram.write(CHAT, LAMP)
        telegram.wait(CHAT, "怎么称呼")


@pytest.mark.parametrize(
    "sent",
    [
        {
            "sticker": {
                "file_id": "s",
                "file_unique_id": "s",
                "type": "regular",
                "width": 1,
                "height": 1,
                "is_animated": False,
                "is_video": False,
            }
        },
        {"video": {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 1}},
        {"document": {"file_id": "d", "file_unique_id": "d", "file_size": 20_000_000}},
    ],
    ids=["sticker", "video", "file"],
)
def test_what_cannot_be_read_gets_a_word_of_help(
    home: Path, telegram: Telegram, sent: dict[str, object]
) -> None:
    with polling(home, telegram):
        telegram.write(CHAT, **sent)
        telegram.wait(CHAT, "看不了")


def test_a_voice_note_that_is_too_long_or_lost(home: Path, telegram: Telegram) -> None:
    voice = {"file_id": "gone.oga", "file_unique_id": "v", "duration": 5}
    with polling(home, telegram):
        telegram.write(CHAT, voice={**voice, "duration": 600})
        telegram.wait(CHAT, "太长")
        telegram.write(CHAT, voice=voice)
        telegram.wait(CHAT, "没有收到")


def test_without_a_token_the_command_says_what_to_do(home: Path) -> None:
    environment = {**os.environ, "XIAOQING_HOME": str(home)}
    told = subprocess.run(
        [Path(sys.executable).with_name("xiaoqing"), "telegram"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 2
    assert "XIAOQING_TELEGRAM_TOKEN" in told.stderr
