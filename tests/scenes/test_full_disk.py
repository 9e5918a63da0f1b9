"""A disk that fills up while somebody speaks: told kindly, and nothing that was kept is lost."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.sync.client import ClientConnection

from tests.conftest import share_cache
from tests.scenes.test_spoken import CHUNK, Kiosk, events, last, recordings
from tests.support.server import Server, serving

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="needs root, to mount a small file system that can be filled"
)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Six megabytes in all."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)], check=False
    )
    if mounted.returncode:
        pytest.skip("this machine does not let us mount a file system")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.fixture
def server(small_disk: Path) -> Iterator[Server]:
    """A kiosk whose home is the small disk; what it learned lies elsewhere."""
    home = small_disk / "home"
    share_cache(home)
    with serving(home, XIAOQING_SPARE_MB="0") as opened:
        yield opened


@pytest.fixture
def short(small_disk: Path) -> Iterator[Server]:
    """The same, where a hundred megabytes are to be spare: there is too little room from the
    beginning."""
    home = small_disk / "home"
    share_cache(home)
    with serving(home) as opened:
        yield opened


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return filler


def begin(server: Server, socket: ClientConnection) -> None:
    """Twenty chunks, until they are on the disk."""
    for _ in range(20):
        socket.send(bytes(CHUNK))
    while not recordings(server) or recordings(server)[0].stat().st_size < 20 * CHUNK:
        pass


def test_recording_on_a_full_disk(server: Server, small_disk: Path) -> None:
    kiosk = Kiosk(server)
    with kiosk.socket("story") as socket:
        begin(server, socket)
        filler = fill(small_disk)
        for _ in range(200):
            socket.send(bytes(CHUNK))
        failed = last(events(socket), "failed")
    assert failed["code"] in ("disk_full", "storage")
    assert "工作人员" in failed["words"]
    kept = recordings(server)[0].stat().st_size
    assert kept >= 20 * CHUNK
    filler.unlink()
    assert kiosk.type("清波街道三幢楼下的路灯坏了两个星期了")["question"] == "who"
    assert recordings(server)[0].stat().st_size == kept


def test_nobody_is_asked_to_speak_to_a_full_disk(short: Server) -> None:
    kiosk = Kiosk(short)
    with kiosk.socket("story") as socket:
        heard = events(socket)
    assert [event["type"] for event in heard] == ["failed"], "nothing said that it listens"
    assert heard[0]["code"] == "disk_full"
    assert "工作人员" in heard[0]["reply"]["say"]
    speech = httpx.get(f"{short.url}/api/speech").json()
    assert speech["state"] == "disk_full"
    assert "工作人员" in speech["words"]
    assert kiosk.type("清波街道三幢楼下的路灯坏了两个星期了")["question"] == "who"


def test_staff_are_told_of_a_full_disk(short: Server) -> None:
    health = httpx.get(f"{short.url}/healthz")
    assert (health.status_code, health.json()["status"]) == (200, "disk_full")
    assert "磁盘快满了" in httpx.get(f"{short.url}/staff/sign-in").text


def test_what_she_has_begun_is_finished_when_the_disk_gets_short(small_disk: Path) -> None:
    home = small_disk / "home"
    share_cache(home)
    with serving(home, XIAOQING_SPARE_MB="3") as server:
        assert httpx.get(f"{server.url}/healthz").json()["status"] == "ok"
        assert "磁盘快满了" not in httpx.get(f"{server.url}/staff/sign-in").text
        kiosk = Kiosk(server)
        with kiosk.socket("story") as socket:
            begin(server, socket)
        (small_disk / "filler").write_bytes(bytes(3 * 2**20))
        with kiosk.socket("story") as socket:
            socket.send('{"eof": 1}')
            heard = events(socket)
        assert heard[0] == {**heard[0], "type": "listening", "received": 20 * CHUNK}
        assert last(heard, "failed")["code"] == "no_engine"
        with kiosk.socket("another") as socket:
            assert last(events(socket), "failed")["code"] == "disk_full"


def test_a_turn_that_cannot_be_stored_is_not_confirmed(server: Server, small_disk: Path) -> None:
    say = {"sender": "r", "message": "清波街道三幢楼下的路灯坏了两个星期了"}
    url = f"{server.url}/webhooks/rest/webhook"
    assert httpx.post(url, json=say).status_code == 200
    filler = fill(small_disk)
    # The write-ahead log has room of its own for a while; then the disk is really full.
    refused: list[httpx.Response] = []
    for n in range(200):
        answer = httpx.post(url, json={"sender": f"r{n}", "message": "你好" * 2_000})
        refused += [answer] if answer.status_code != 200 else []
        if len(refused) == 5:
            break
    assert refused
    assert {answer.status_code for answer in refused} == {507}
    assert refused[0].json()["detail"]["code"] == "storage"
    filler.unlink()
    answer = httpx.post(url, json={"sender": "r", "message": "不留"})
    assert answer.status_code == 200
    assert "对吗" in answer.json()[0]["text"]
