"""The Rasa project: what it holds, when it is trained anew, and what its installation needs."""

import re
import shutil
import stat
import subprocess
from pathlib import Path

import jieba
import pytest
import yaml

from nlu.intent import examples
from nlu.intent.examples import Example
from nlu.rasa import project, token
from nlu.rasa.project import FOLDER, Pipeline
from nlu.understanding import IntentName

FEW = (
    Example("翠苑街道的路灯坏了，电话13588881234", IntentName.FILE_OPINION, ("城乡建设",)),
    Example("学校门口太挤", IntentName.FILE_OPINION, ("教育文体",)),
    Example("你好", IntentName.GREET),
)


def test_the_project_holds_every_example_under_an_intent_of_ours(tmp_path: Path) -> None:
    everything = examples.read(examples.files())
    project.write(tmp_path, Pipeline.LINEAR, everything)
    # Read by our own reader, which takes the marks out again.
    again = examples.read(examples.files(tmp_path / "data"))
    assert {(e.text, e.intent) for e in again} == {(e.text, e.intent) for e in everything}
    assert not any(e.topic for e in again), "Rasa takes a slash for a response selector's"


def test_places_and_numbers_are_marked_and_listed() -> None:
    blocks = yaml.safe_load(project.training(FEW))["nlu"]
    assert blocks[0] == {
        "intent": "file_opinion",
        "examples": "- [翠苑街道](place)的路灯坏了，电话[13588881234](phone)\n- 学校门口太挤\n",
    }
    (listed,) = (b["examples"].split("\n- ") for b in blocks if b.get("lookup") == "place")
    assert {"翠苑街道", "西湖区"} <= set(listed)
    assert [b["regex"] for b in blocks if "regex" in b] == ["phone", "code"]


def test_jieba_reads_our_words(tmp_path: Path) -> None:
    project.write(tmp_path, Pipeline.LINEAR, FEW)
    cutter = jieba.Tokenizer()
    cutter.load_userdict(str(tmp_path / "dictionary" / "words.txt"))
    assert "翠苑街道" in cutter.lcut("我住在翠苑街道那边")


def test_a_model_is_named_by_all_that_shapes_it(tmp_path: Path) -> None:
    model = project.write(tmp_path, Pipeline.LINEAR, FEW)
    assert project.write(tmp_path, Pipeline.LINEAR, FEW) == model
    others = {
        project.write(tmp_path, Pipeline.DIET, FEW),
        project.write(tmp_path, Pipeline.LINEAR, FEW[:2]),
    }
    assert len(others | {model}) == 3


@pytest.mark.parametrize("pipeline", Pipeline)
def test_a_pipeline_cuts_with_our_dictionary_and_ranks_all_intents(pipeline: Pipeline) -> None:
    config = yaml.safe_load((FOLDER / "pipelines" / f"{pipeline}.yml").read_bytes())
    parts = {part["name"]: part for part in config["pipeline"]}
    assert parts["JiebaTokenizer"]["dictionary_path"] == "dictionary"
    (classifier,) = (part for name, part in parts.items() if name.endswith("Classifier"))
    assert classifier["ranking_length"] == 0


def test_the_lock_file_has_hashes_and_no_hosts() -> None:
    lock = (FOLDER / "requirements.lock").read_text(encoding="utf-8")
    assert re.search(r"^rasa==3\.6\.21 ", lock, re.MULTILINE)
    assert "://" not in lock
    pinned = re.findall(r"^\S+==.*(?:\n +.*)*", lock, re.MULTILINE)
    assert len(pinned) > 100
    assert all("--hash=sha256:" in one for one in pinned)


def test_without_python_3_10_the_installation_says_what_is_missing(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "cmp", "awk"):
        where = shutil.which(name)
        assert where
        (tools / name).symlink_to(where)
    shim = tools / "python3.10"  # as pyenv leaves one that runs nothing
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    done = subprocess.run(
        [FOLDER / "install.sh", tmp_path / "venv"],
        env={"PATH": str(tools), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "Python 3.10" in done.stderr
    assert "RASA_PYTHON" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_a_token_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    assert token.read(tmp_path) is None
    made = token.make(tmp_path)
    assert len(made) >= 32
    assert token.make(tmp_path) == token.read(tmp_path) == made
    assert stat.S_IMODE((tmp_path / token.NAME).stat().st_mode) == 0o600
