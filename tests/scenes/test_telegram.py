"""The whole way on Telegram, as people go it: a voice note, a deputy, an answer, a grade; the bot
is a process of its own that is killed on the way, and the Bot API stumbles."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from data.database import Database, open_database
from data.record.conversation import Utterance
from data.record.opinion import Opinion, OpinionState
from data.record.station import Representative
from data.record.update import IncomingUpdate
from data.settings import Settings
from handlers.account import chat_link
from speech.audio.codec import decode, opus
from tests.conftest import share_cache
from tests.support import nest
from tests.support.telegram import emulated
from tests.support.telegram_api import TOKEN, Telegram

HER, DEPUTY = 4242, 777
STREET = "330102009"


class Bot:
    """`xiaoqing telegram`, which can be killed and started again."""

    def __init__(self, home: Path, telegram: Telegram, speech: str, rate: str = "25") -> None:
        self.home = home
        self._environment = {
            **os.environ,
            "XIAOQING_HOME": str(home),
            "XIAOQING_SPEECH": speech,
            "XIAOQING_STATION": STREET,
            "XIAOQING_QUIET_FROM": "0",
            "XIAOQING_QUIET_UNTIL": "0",
            "XIAOQING_TELEGRAM_TOKEN": TOKEN,
            "XIAOQING_TELEGRAM_RATE": rate,
            "XIAOQING_TELEGRAM_API": telegram.url,
        }
        self.start()

    def start(self) -> None:
        with (self.home / "telegram.log").open("ab") as log:
            self._process = nest.start(["telegram"], self._environment, stdout=log, stderr=log)

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()


@contextmanager
def running(
    home: Path, telegram: Telegram, speech: str = "none", rate: str = "25"
) -> Iterator[Bot]:
    bot = Bot(home, telegram, speech, rate)
    try:
        yield bot
    finally:
        bot.stop()


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    with emulated() as opened:
        yield opened


@pytest.fixture
def home(tmp_path: Path) -> Path:
    share_cache(tmp_path / "home")
    return tmp_path / "home"


def invited(database: Database) -> str:
    with database.transaction() as session:
        person = Representative(code="R1", name="王代表", station_code=STREET)
        session.add(person)
        session.flush()
        return chat_link.invite(session, person, datetime.now(UTC))


def settled(telegram: Telegram, database: Database) -> None:
    """Until what is answered is noted as answered. A kill in the moment between sends the answer
    once more: the Bot API has no key by which it could know (docs/telegram.md)."""

    def done() -> bool:
        with database.reading() as session:
            return all(each.done_at for each in session.exec(select(IncomingUpdate)).all())

    telegram.until(done, "the inbox to be empty")


def says(telegram: Telegram, clip: Path, tmp_path: Path) -> None:
    """A real voice, as the OGG/Opus that a phone sends."""
    pcm = tmp_path / f"{clip.stem}.s16le"
    pcm.write_bytes(decode(clip))
    telegram.files[f"{clip.stem}.oga"] = opus(pcm)
    voice = {"file_id": f"{clip.stem}.oga", "file_unique_id": clip.stem, "duration": 6}
    telegram.write(HER, voice=voice)


def test_a_voice_note_comes_to_a_good_end(
    hearing_home: Path, telegram: Telegram, scenes: Path, tmp_path: Path
) -> None:
    database = open_database(Settings(home=hearing_home))
    with running(hearing_home, telegram, "whisper-base") as bot:
        telegram.says(DEPUTY, f"/bind {invited(database)}", "绑定好了")
        says(telegram, scenes / "d02.wav", tmp_path)
        asked = telegram.wait(HER, "怎么称呼")
        settled(telegram, database)
        bot.kill()
        read_back = telegram.press(asked, "不留也行")
        telegram.again(read_back)
        bot.start()
        telegram.wait(HER, "对吗")
        telegram.fails += [429, 500]
        says(telegram, scenes / "d13.wav", tmp_path)
        receipt = telegram.wait(HER, "您的编号是")
        found = re.search(r"编号是 (\d{4}) (\d{4})", receipt["text"])
        assert found
        code = found[1] + found[2]
        telegram.says(DEPUTY, f"/claim {code}", "这件归您了")
        telegram.says(DEPUTY, f"/hear {code}", "原话")
        telegram.until(lambda: any("voice" in m for m in telegram.told(DEPUTY)), "her voice")
        settled(telegram, database)
        bot.kill()
        telegram.write(DEPUTY, "扶手装好了，走起来稳当了")
        bot.start()
        sure = telegram.wait(DEPUTY, "发吗")
        telegram.taps(sure, "对，就这样", "答复发出去了")
        answered = telegram.wait(HER, "扶手装好了")
        telegram.fails += [0]
        telegram.taps(answered, "基本满意", "谢谢")
    with database.reading() as session:
        opinion = session.exec(select(Opinion)).one()
        said = session.exec(select(Utterance).where(Utterance.engine == "whisper-base")).all()
    assert opinion.state is OpinionState.EVALUATED
    assert opinion.place_code == STREET
    assert len(said) == 2
    assert all((hearing_home / "audio" / str(each.audio)).exists() for each in said)
    told = [m["text"] for m in telegram.told(HER)]
    assert len(told) == len(set(told)), told


def test_a_voice_note_too_short_to_be_one(
    hearing_home: Path, telegram: Telegram, tmp_path: Path
) -> None:
    blip = tmp_path / "blip.s16le"
    blip.write_bytes(bytes(6_400))
    telegram.files["blip.oga"] = opus(blip)
    telegram.files["noise.oga"] = b"this is no sound"
    with running(hearing_home, telegram, "whisper-base"):
        for name, words in (("blip.oga", "太短"), ("noise.oga", "没")):
            after = len(telegram.told(HER))
            voice = {"file_id": name, "file_unique_id": name, "duration": 0}
            telegram.write(HER, voice=voice)
            assert telegram.wait(HER, words, after)
    assert list((hearing_home / "audio").iterdir())


def test_a_bot_api_that_is_away_is_waited_for(home: Path) -> None:
    with emulated() as telegram:
        telegram.url, away = "http://127.0.0.1:9", telegram.url
        with running(home, telegram) as bot:
            telegram.until(
                lambda: "连不上 Telegram" in (home / "telegram.log").read_text(), "a word of it"
            )
            bot.kill()
        telegram.url = away
        with running(home, telegram):
            telegram.says(HER, "/start", "慢慢说")


@pytest.mark.parametrize("token", [None, "999:wrong"])
def test_without_a_good_token_the_command_says_what_to_do(
    home: Path, telegram: Telegram, token: str | None
) -> None:
    environment = {**os.environ, "XIAOQING_HOME": str(home), "XIAOQING_SPEECH": "none"}
    if token:
        environment |= {
            "XIAOQING_TELEGRAM_TOKEN": token,
            "XIAOQING_TELEGRAM_API": telegram.url,
        }
    told = nest.run(["telegram"], environment)
    assert told.returncode == 2
    assert "XIAOQING_TELEGRAM_TOKEN" in told.stderr
