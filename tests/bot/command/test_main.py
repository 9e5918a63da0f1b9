"""The command line as a person at a terminal meets it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from speech.model import weights
from tests.conftest import MODELS_HOME, share_cache
from tests.nlu.test_learning import LAMPS, PIGEONS
from tests.support import nest
from tests.support.shared import shared_folder

XIAOQING = Path(sys.executable).with_name("xiaoqing")


def run(
    home: Path, *arguments: str, said: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    return nest.run(arguments, {**os.environ, "XIAOQING_HOME": str(home), **environment}, said=said)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    share_cache(tmp_path / "home")
    return tmp_path / "home"


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("serve",),
        ("chat",),
        ("transcribe",),
        ("understand",),
        ("models",),
        ("models", "list"),
        ("models", "install"),
        ("demo",),
        ("learn",),
        ("places",),
        ("places", "import"),
        ("staff", "add"),
        ("token", "add"),
        ("deliver",),
    ],
)
def test_help_is_there_for_everything(home: Path, arguments: tuple[str, ...]) -> None:
    helped = run(home, *arguments, "--help")
    assert helped.returncode == 0
    assert any("一" <= received <= "鿿" for received in helped.stdout)
    assert not (home / "xiaoqing.db").exists()


def test_the_installed_command_is_there(home: Path) -> None:
    environment = {**os.environ, "XIAOQING_HOME": str(home)}
    done = subprocess.run(
        [XIAOQING, "--help"], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0
    assert "serve" in done.stdout
    failed = subprocess.run(
        [XIAOQING, "understand"], capture_output=True, text=True, env=environment, check=False
    )
    assert failed.returncode == 2
    assert "二者选一" in failed.stderr


def test_understand_prints_the_design_s_object(home: Path) -> None:
    found = json.loads(run(home, "understand", "清波街道三幢楼下的路灯坏了两个星期了").stdout)
    assert found.keys() == {
        "intent",
        "topics",
        "place",
        "places",
        "jurisdiction",
        "entities",
        "masked",
    }
    assert found["intent"]["name"] == "file_opinion"
    assert found["place"]["street"] == "清波街道"
    assert 1 <= len(found["topics"]) <= 3
    assert found["jurisdiction"]["level"] in ("township", "county", "city", "general")


def test_understand_answers_a_file_line_by_line_in_order(home: Path, tmp_path: Path) -> None:
    lines = [{"id": n, "text": text} for n, text in enumerate(("你好", "谢谢你", "路灯坏了"))]
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n\n")
    answered = [
        json.loads(line)
        for line in run(home, "understand", "--file", str(file)).stdout.splitlines()
    ]
    assert [line["id"] for line in answered] == [0, 1, 2]
    assert [line["intent"]["name"] for line in answered][:2] == ["greet", "thanks"]
    piped = run(home, "understand", "--file", "-", said=file.read_text())
    assert [json.loads(line) for line in piped.stdout.splitlines()] == answered


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("understand", "--file", "nowhere.jsonl"), "没有这个文件"),
        (("understand", "--engine", "magic", "你好"), "没有叫 magic 的理解引擎"),
        (("understand", "--station", "1", "你好"), "没有这个站点编码"),
        (("understand",), "二者选一"),
        (("transcribe", "nowhere.wav", "--engine", "nothing"), "没有叫 nothing 的模型"),
        (("models", "install", "nothing"), "没有叫 nothing 的模型"),
        (("serve", "--certificate", "x.pem"), "--key"),
        (("serve", "--speech", "nothing"), "没有叫 nothing 的模型"),
    ],
)
def test_a_mistake_is_told_in_one_clear_line(
    home: Path, arguments: tuple[str, ...], words: str
) -> None:
    failed = run(home, *arguments)
    assert failed.returncode != 0
    assert words in failed.stderr
    assert "Traceback" not in failed.stderr
    assert failed.stdout == ""


@pytest.mark.parametrize(
    "content", [b'{"id": 1, "text": "a"}\nnot json\n', b'{"id": 1}\n', b"[1]\n", b"\xff\xfe\x00"]
)
def test_a_bad_file_is_refused_whole(home: Path, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_bytes(content)
    failed = run(home, "understand", "--file", str(file))
    assert failed.returncode == 1
    assert failed.stdout == ""
    assert str(file) in failed.stderr


def test_a_port_that_is_taken_is_said_clearly(home: Path) -> None:

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        failed = run(home, "serve", "--port", str(other.getsockname()[1]))
    assert failed.returncode == 1
    assert "已被占用" in failed.stderr


def test_the_same_conversation_in_the_terminal_and_after_it(home: Path) -> None:
    first = run(home, "chat", said="清波街道三幢楼下的路灯坏了两个星期了\n")
    assert "怎么称呼" in first.stdout
    second = run(home, "chat", said="1\n对的\n我上次反映的路灯怎么样了\n")
    assert "对吗" in second.stdout
    assert "您的编号是" in second.stdout
    assert "已经交给" in second.stdout
    assert "小清" in run(home, "chat", "--new", said="").stdout


def test_demo_fills_an_installation_once(home: Path) -> None:
    filled = run(home, "demo")
    assert "205 个站点" in filled.stdout, filled.stderr
    assert "12 件意见" in filled.stdout
    assert "没有再放一遍" in run(home, "demo").stdout


def test_models_are_listed_with_what_is_installed(home: Path) -> None:
    listed = run(home, "models", "list").stdout
    assert "whisper-base" in listed
    assert "vosk-cn" in listed
    assert "未安装" in listed


def test_transcribe_prints_a_line_for_each_file_and_goes_on_after_a_bad_one(
    home: Path, tmp_path: Path
) -> None:
    scenes = shared_folder("speech") / "scenes"
    weights.install("whisper-base", MODELS_HOME)
    (home / "models").symlink_to(MODELS_HOME / "models", target_is_directory=True)
    bad = tmp_path / "bad.wav"
    bad.write_text("no sound")
    files = [str(scenes / "d15.wav"), str(bad), str(scenes / "d13.wav")]
    done = run(home, "transcribe", "--engine", "whisper-base", *files)
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert [path for path, _ in lines] == [files[0], files[2]]
    assert "谢谢" in lines[0][1]
    assert done.returncode == 1
    assert str(bad) in done.stderr


def test_learning_says_both_scores_and_can_be_undone(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "留言.csv"
    lines = [f"{text},{topic[0]}" for text, topic in (LAMPS | PIGEONS).items()]
    file.write_text("\n".join(["text,topic", *lines]), encoding="gb18030")
    before = json.loads(run(home, "understand", "码头的鸽子太多了，管一管").stdout)
    done = run(home, "learn", str(file))
    assert done.returncode == 0, done.stderr
    assert re.search(r"原来 [\d.]+%，现在 [\d.]+%", done.stdout)
    after = json.loads(run(home, "understand", "码头的鸽子太多了，管一管").stdout)
    assert after["topics"][0]["path"][0] == "农村农业"
    assert run(home, "learn", "--undo").returncode == 0
    assert json.loads(run(home, "understand", "码头的鸽子太多了，管一管").stdout) == before


def test_a_file_that_cannot_be_learned_from_is_named_line_by_line(
    home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "留言.csv"
    file.write_text("text,topic\n路灯坏了,天文\n,城乡建设\n", encoding="utf-8")
    failed = run(home, "learn", str(file))
    assert failed.returncode == 1
    assert "第 3 行：text 是空的" in failed.stderr
    file.write_text("text,topic\n路灯坏了,天文\n", encoding="utf-8")
    assert "第 2 行：没有“天文”这个主题" in run(home, "learn", str(file)).stderr
    assert not (home / "learned").exists()


def test_a_station_s_own_places_are_understood_once_they_are_imported(
    home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "小区.csv"
    file.write_bytes("名称,区县,街道\n听雨家园,西湖区,翠苑街道\n".encode("gb18030"))
    done = run(home, "places", "import", str(file))
    assert done.returncode == 0, done.stderr
    assert "记下了 1 个" in done.stdout
    found = json.loads(run(home, "understand", "听雨家园的电梯坏了").stdout)
    assert found["place"]["street"] == "翠苑街道"
    assert "听雨家园" in run(home, "places", "list").stdout
    assert run(home, "places", "remove", "听雨家园").returncode == 0
    assert run(home, "places", "remove", "听雨家园").returncode == 1
    file.write_text("名称,区县,街道\n听雨家园,西湖区,清波街道\n", encoding="utf-8")
    failed = run(home, "places", "import", str(file))
    assert failed.returncode == 1
    assert "第 2 行" in failed.stderr
    assert "还没有自己的地名" in run(home, "places", "list").stdout


def test_accounts_and_tokens(home: Path) -> None:
    added = run(home, "staff", "add", "小陈", "--role", "staff", "--station", "330102001")
    assert "加好了" in added.stdout
    assert "密码" in added.stdout
    token = run(home, "token", "add", "小程序", "--role", "resident")
    assert re.fullmatch(r"[\w-]{40,}\n", token.stdout)
    for arguments, said in (
        (("staff", "add", "小陈", "--role", "city"), "已经有"),
        (("staff", "add", "小李"), "--station"),
        (("staff", "add", "小李", "--station", "1"), "--station"),
        (("staff", "add", "小李", "--role", "king"), "没有“king”这个角色"),
        (("staff", "add", "小李", "--role", "city", "--password", "short"), "十个字符"),
        (("token", "add", "单位", "--role", "unit", "--unit", "X"), "--unit"),
        (("token", "add", "代表", "--role", "representative"), "代表"),
    ):
        refused = run(home, *arguments)
        assert refused.returncode == 2
        assert said in refused.stderr
        assert "Traceback" not in refused.stderr


def test_the_worker_alone_delivers_and_stops_when_asked(home: Path) -> None:
    run(home, "demo")
    environment = {**os.environ, "XIAOQING_HOME": str(home)}
    worker = nest.start(["deliver"], environment)
    notices = home / "notices.log"
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not notices.exists():
        time.sleep(0.1)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0
    assert "新交办" in notices.read_text(encoding="utf-8")
