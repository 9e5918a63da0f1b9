"""The embedded engine: trained once, read back the same, and healed when its cache is damaged."""

import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from nlu.intent import embedded, engine, examples
from nlu.intent.engine import UnknownEngineError
from nlu.intent.examples import Example
from nlu.understanding import IntentName
from tests.conftest import MODELS_HOME
from tests.support.once import trained

FEW = tuple(
    Example(text, intent, topic)
    for intent, topic, texts in (
        (
            IntentName.FILE_OPINION,
            ("城乡建设",),
            ("路灯坏了", "路灯不亮", "垃圾没人收", "楼道灯坏了"),
        ),
        (
            IntentName.FILE_OPINION,
            ("教育文体",),
            ("学校门口太挤", "幼儿园招生", "小学放学", "学校太远"),
        ),
        (IntentName.GREET, (), ("你好", "您好", "早上好", "你好呀")),
    )
    for text in texts
)


def test_a_trained_engine_reads_back_the_same(tmp_path: Path) -> None:
    trained = embedded.fit(FEW, tmp_path / "embedded-few")
    read = embedded._read(tmp_path / "embedded-few")
    for text in ("路灯又坏了", "学校放学", "你好", "xyz", "。"):
        before, after = trained.classify(text), read.classify(text)
        assert [i.name for i in before.intents] == [i.name for i in after.intents]
        assert [t.code for t in before.topics] == [t.code for t in after.topics]
        assert [i.confidence for i in before.intents] == pytest.approx(
            [i.confidence for i in after.intents], abs=0.01
        )


def test_confidences_add_up_and_come_best_first(tmp_path: Path) -> None:
    guess = embedded.fit(FEW, tmp_path).classify("路灯又坏了")
    shares = [intent.confidence for intent in guess.intents]
    assert sum(shares) == pytest.approx(1)
    assert shares == sorted(shares, reverse=True)
    assert guess.intents[0].name is IntentName.FILE_OPINION
    assert guess.topics[0].path[0] == "城乡建设"


def test_the_hash_follows_the_training_files(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text("nlu: []", encoding="utf-8")
    before = embedded.fingerprint([path])
    assert embedded.fingerprint([path]) == before
    path.write_text("nlu:  []", encoding="utf-8")
    assert embedded.fingerprint([path]) != before


@pytest.mark.parametrize("damage", [b"", b"not a model", b"PK\x03\x04 cut short"])
def test_a_damaged_cache_is_trained_anew(
    tmp_path: Path, damage: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examples, "read", lambda _paths: FEW)  # a tenth of the time
    folder = tmp_path / f"embedded-{embedded.fingerprint(examples.files())}"
    folder.mkdir()
    (folder / "models.npz").write_bytes(damage)
    healed = engine.start("embedded", tmp_path)
    assert healed.classify("路灯坏了").intents[0].name is IntentName.FILE_OPINION
    assert (folder / "models.npz").stat().st_size > 100_000


def test_a_damaged_dictionary_is_made_anew(tmp_path: Path) -> None:
    trained(MODELS_HOME / "cache")
    name = f"embedded-{embedded.fingerprint(examples.files())}"
    folder = Path(copytree(MODELS_HOME / "cache" / name, tmp_path / name))
    (folder / "words.cache").unlink()
    (folder / "words.txt").write_bytes(b"\xff\xfe broken")
    assert "路灯" in engine.start("embedded", tmp_path).cut("路灯坏了")


def test_a_cached_start_imports_no_scikit_learn(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from nlu.understander import load;"
        f"load(Path({str(tmp_path)!r})).understand('路灯坏了'); print('sklearn' in sys.modules)"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        ).stdout
        for _ in range(2)
    ]
    assert said == ["True\n", "False\n"]


def test_an_unknown_engine_is_named_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownEngineError, match=r"'parrot'.*embedded"):
        engine.start("parrot", tmp_path)
