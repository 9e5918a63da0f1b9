"""The real Rasa, built, trained and served as `make rasa` does, and asked as residents ask it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from nlu.intent import embedded, examples
from nlu.rasa import engine as rasa_engine
from nlu.rasa.client import RasaClient, RasaError
from nlu.rasa.engine import PAUSE, Rasa
from nlu.rasa.project import Pipeline
from nlu.understander import Understander
from nlu.understanding import IntentName
from tests.conftest import MODELS_HOME
from tests.support import rasa
from tests.support.rasa import TOKEN, RasaServer
from tests.support.server import free_port

FIRST_PATIENCE = 60.0
"""A machine that is busy with something else is slow, not wrong."""


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    why = rasa.missing()
    if why:
        pytest.skip(why)


@pytest.fixture(scope="module")
def server(built: None) -> Iterator[RasaServer]:
    with rasa.made(MODELS_HOME, free_port()) as running:
        yield running


def client(server: RasaServer, token: str = TOKEN) -> RasaClient:
    return RasaClient(server.url, token, FIRST_PATIENCE)


def understander(client: RasaClient) -> Understander:
    return Understander(Rasa(client, embedded.start(MODELS_HOME / "cache")))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("清波街道柳浪社区三幢楼下的路灯坏了两个星期了", IntentName.FILE_OPINION),
        ("我上次反映的路灯怎么样了", IntentName.QUERY_STATUS),
        ("你好", IntentName.GREET),
        ("今天天气怎么样", IntentName.OUT_OF_SCOPE),
        ("/confirm", IntentName.OUT_OF_SCOPE),
        ("😀😀😀", IntentName.OUT_OF_SCOPE),
        ("路灯坏了" * 2500, IntentName.FILE_OPINION),
    ],
)
def test_texts_are_understood_through_rasa(
    server: RasaServer, caplog: pytest.LogCaptureFixture, text: str, name: IntentName
) -> None:
    heard = understander(client(server)).understand(text)
    assert heard.intent.name is name
    if name is IntentName.FILE_OPINION:
        assert heard.topics[0].path[0] == "城乡建设"
    assert not [r for r in caplog.records if r.name == rasa_engine.__name__]


def test_every_intent_gets_a_share(server: RasaServer) -> None:
    intents = client(server).intents("路灯坏了")
    assert {intent.name for intent in intents} == set(IntentName)
    assert sum(intent.confidence for intent in intents) == pytest.approx(1)


def test_blank_text_is_an_error_of_rasas(server: RasaServer) -> None:
    with pytest.raises(RasaError, match="HTTP 500"):
        client(server).intents("  ")


def test_another_token_is_refused(server: RasaServer) -> None:
    with pytest.raises(RasaError, match=r"HTTP 401.*XIAOQING_RASA_TOKEN"):
        client(server, "another").intents("路灯坏了")


def test_its_log_does_not_repeat_what_residents_say(server: RasaServer) -> None:
    client(server).intents("我叫王秀英，路灯坏了")
    assert "王秀英" not in (MODELS_HOME / "rasa.log").read_text(encoding="utf-8")


def test_it_listens_on_this_machine_alone(server: RasaServer) -> None:
    listening = "0A"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    where = {row[1] for row in rows if row[3] == listening}
    assert f"0100007F:{server.port:04X}" in where
    assert f"00000000:{server.port:04X}" not in where


def test_the_command_understands_with_it(server: RasaServer) -> None:
    done = subprocess.run(
        [
            Path(sys.executable).with_name("xiaoqing"),
            *("understand", "--engine", "rasa", "我上次反映的路灯怎么样了"),
        ],
        env={
            **os.environ,
            "XIAOQING_HOME": str(MODELS_HOME),
            "XIAOQING_RASA_URL": server.url,
            "XIAOQING_RASA_TOKEN": TOKEN,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    asked = client(server).intents("我上次反映的路灯怎么样了")
    intent = json.loads(done.stdout)["intent"]
    assert intent == {"name": asked[0].name, "confidence": pytest.approx(asked[0].confidence)}
    assert done.stderr == ""


@pytest.mark.slow
def test_killed_and_started_again_it_is_used_again(caplog: pytest.LogCaptureFixture) -> None:
    port = free_port()
    now = 0.0
    spare = embedded.start(MODELS_HOME / "cache")
    asked = Rasa(RasaClient(f"http://127.0.0.1:{port}", TOKEN, 60), spare, lambda: now)
    text = "我上次反映的路灯怎么样了"
    with rasa.made(MODELS_HOME, port) as running:
        first = asked.classify(text)
        assert first.intents != spare.classify(text).intents
        running.kill()
        assert [asked.classify(text) for _ in range(3)] == [spare.classify(text)] * 3
    now = PAUSE
    with rasa.made(MODELS_HOME, port):
        assert asked.classify(text) == first
    told = [r.message.split(" (")[0] for r in caplog.records if r.name == rasa_engine.__name__]
    assert told == ["Rasa fails", "Rasa answers again"]


@pytest.mark.slow
def test_the_transformer_can_be_had_too(tmp_path: Path) -> None:
    everything = sorted(examples.read(examples.files()), key=lambda e: e.intent)
    few = [e for _, alike in groupby(everything, lambda e: e.intent) for e in list(alike)[:20]]
    model = rasa.trained(tmp_path, Pipeline.DIET, few)
    with rasa.serving(model) as running:
        known = [client(running).intents(e.text)[0].name is e.intent for e in few]
    assert sum(known) > 0.8 * len(few)
