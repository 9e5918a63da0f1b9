"""A receipt is never shown for what is not committed: kill -9 at any moment."""

import random
import sqlite3
import threading
import time
from pathlib import Path

import httpx

from tests.conftest import share_cache
from tests.support.server import Server, start

ROUNDS = 6
RESIDENTS = 8


class Residents:
    """People who keep filing, and write down each receipt that they are shown."""

    def __init__(self, server: Server, round_number: int) -> None:
        self.server, self.round = server, round_number
        self.receipts: list[str] = []
        self._shown = threading.Event()
        self.faults: list[str] = []
        self._threads = [threading.Thread(target=self._live, args=(n,)) for n in range(RESIDENTS)]

    def run_until(self, moment: float) -> None:
        """Kill the server `moment` seconds after the first receipt, and see all threads end."""
        for thread in self._threads:
            thread.start()
        self._shown.wait(60)
        time.sleep(moment)
        self.server.kill()
        for thread in self._threads:
            thread.join()

    def _live(self, number: int) -> None:
        with httpx.Client(base_url=self.server.url, timeout=30) as client:
            for visit in range(10_000):
                sender = f"{self.round}-{number}-{visit}"
                for text in ("清波街道三幢楼下的路灯坏了两个星期了", "不留", "对的"):
                    try:
                        answer = client.post(
                            "/webhooks/rest/webhook", json={"sender": sender, "message": text}
                        )
                    except httpx.TransportError:
                        return
                    if answer.status_code != httpx.codes.OK:
                        self.faults.append(answer.text)
                        return
                said = answer.json()[0]["text"]
                self.receipts.append(said.split("编号是")[1].strip()[:9].replace(" ", ""))
                self._shown.set()


def test_every_receipt_that_was_shown_is_there_after_kill_9(tmp_path: Path) -> None:
    home = tmp_path / "home"
    share_cache(home)
    dice = random.Random(20260305)
    shown: list[str] = []
    for number in range(ROUNDS):
        residents = Residents(start(home), number)
        residents.run_until(dice.uniform(0.2, 1.2))
        assert residents.faults == []
        shown += residents.receipts
    start(home).stop()
    database = sqlite3.connect(home / "xiaoqing.db")
    filed = {code for (code,) in database.execute("SELECT code FROM opinion")}
    assert len(shown) > ROUNDS
    assert set(shown) <= filed
    assert len(set(shown)) == len(shown)
    begun = "SELECT count(*) FROM opinion_event WHERE action = 'file'"
    assert database.execute(begun).fetchone()[0] == len(filed)
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
