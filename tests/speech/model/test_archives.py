"""Packages of Debian and npm as sources of weights."""

import hashlib
import io
import shutil
import tarfile
from pathlib import Path

import pytest

from speech.model.archives import Deb, Npm
from speech.model.fetching import WeightsError
from speech.model.unpacking import Member
from speech.model.weights import MODELS, Model, install, verified
from tests.speech.model.tiny import NOWHERE, assert_nothing_is_left, code_of


def debian(files: dict[str, bytes]) -> bytes:
    """A package as deb(5) has it: an `ar` archive of a version, a control and a data file."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:xz") as packed:
        for name, content in files.items():
            item = tarfile.TarInfo(name)
            item.size = len(content)
            packed.addfile(item, io.BytesIO(content))
    parts = {"debian-binary": b"2.0\n", "control.tar.xz": b"odd", "data.tar.xz": data.getvalue()}
    out = b"!<arch>\n"
    for name, content in parts.items():
        header = f"{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n"
        out += header.encode() + content + b"\n" * (len(content) % 2)
    return out


WORDS = b"words"


@pytest.fixture
def packaged(monkeypatch: pytest.MonkeyPatch) -> Model:
    """A model that is one file of a Debian package."""
    made = Model(
        "tiny",
        "",
        (Deb("tiny-data", 1),),
        1,
        (Member("*/data/words.bin", "words.bin"),),
        {"words.bin": hashlib.sha256(WORDS).hexdigest()},
    )
    monkeypatch.setitem(MODELS, "tiny", made)
    return made


@pytest.mark.parametrize("given", ["tiny-data_1.0_amd64.deb", "."])
def test_a_debian_package_may_be_brought(packaged: Model, tmp_path: Path, given: str) -> None:
    package = debian({"./usr/lib/arm/data/words.bin": WORDS, "./usr/share/doc/x": b"-"})
    (tmp_path / "tiny-data_1.0_amd64.deb").write_bytes(package)
    folder = install(packaged.name, tmp_path / "home", source=tmp_path / given)
    assert sorted(path.name for path in folder.iterdir()) == ["manifest.json", "words.bin"]
    assert verified("tiny", tmp_path / "home") == folder


@pytest.mark.parametrize(
    ("package", "code"),
    [
        (debian({"./usr/data/words.bin": b"other words"}), "mismatch"),
        (debian({"./usr/data/other.bin": WORDS}), "damaged"),
        (debian({"./usr/data/words.bin": WORDS})[:200], "damaged"),
        (b"!<arch>\n" + b"x" * 80, "damaged"),
        (b"", "damaged"),
    ],
)
def test_another_package_is_not_installed(
    packaged: Model, tmp_path: Path, package: bytes, code: str
) -> None:
    path = tmp_path / "tiny-data_1.0_amd64.deb"
    path.write_bytes(package)
    assert code_of(tmp_path, path) == code
    assert_nothing_is_left(tmp_path)


def test_where_there_is_no_apt_that_is_said(
    packaged: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(WeightsError, match="tiny-data could not be downloaded: there is no apt"):
        install(packaged.name, tmp_path)
    assert_nothing_is_left(tmp_path)


def packed(files: dict[str, bytes], link: str | None = None) -> bytes:
    """What `npm pack` makes, with a link out of it where one is named."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, content in files.items():
            item = tarfile.TarInfo(name)
            item.size = len(content)
            archive.addfile(item, io.BytesIO(content))
        if link:
            item = tarfile.TarInfo(link)
            item.type, item.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(item)
    return out.getvalue()


def npm_model(package: bytes, target: str = "voice.bin") -> Model:
    digest = hashlib.sha256(package).hexdigest()
    archive = Npm("tiny-voices", "1.0.0", len(package), digest)
    members = (Member("package/voices/one.bin", target),)
    return Model("tiny", "", (archive,), len(package), members)


@pytest.mark.parametrize("given", ["tiny-voices-1.0.0.tgz", "."])
def test_an_npm_package_may_be_brought(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: str
) -> None:
    package = packed({"package/voices/one.bin": b"one", "package/voices/two.bin": b"two"})
    monkeypatch.setitem(MODELS, "tiny", npm_model(package))
    (tmp_path / "tiny-voices-1.0.0.tgz").write_bytes(package)
    folder = install("tiny", tmp_path / "home", source=tmp_path / given)
    assert sorted(path.name for path in folder.iterdir()) == ["manifest.json", "voice.bin"]
    assert (folder / "voice.bin").read_bytes() == b"one"


@pytest.mark.parametrize(
    ("package", "target"),
    [
        (packed({"package/other.bin": b"one"}), "voice.bin"),
        (packed({"package/voices/one.bin": b"one" * 999})[:60], "voice.bin"),
        (packed({}, link="package/voices/one.bin"), "voice.bin"),
        (packed({"package/voices/one.bin": b"one"}), "../evil"),
        (b"no archive", "voice.bin"),
        (b"", "voice.bin"),
    ],
    # An archive holds the time of day: as an id, two workers would collect different tests.
    ids=["another file", "cut off", "link", "upwards", "no archive", "nothing"],
)
def test_an_npm_package_with_something_else_in_it_is_not_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, package: bytes, target: str
) -> None:
    monkeypatch.setitem(MODELS, "tiny", npm_model(package, target))
    path = tmp_path / "tiny-voices-1.0.0.tgz"
    path.write_bytes(package)
    assert code_of(tmp_path, path) == "damaged"
    assert_nothing_is_left(tmp_path)


def test_where_there_is_no_npm_that_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(MODELS, "tiny", npm_model(b""))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(WeightsError, match="tiny-voices could not be downloaded: there is no npm"):
        install("tiny", tmp_path)
    assert_nothing_is_left(tmp_path)


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
def test_a_mirror_of_npm_out_of_reach_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(MODELS, "tiny", npm_model(b""))
    monkeypatch.setenv("npm_config_registry", NOWHERE)
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    assert code_of(tmp_path / "home") == "unreachable"
    assert_nothing_is_left(tmp_path / "home")
