"""Taking files out of archives, and nothing to anywhere but the folder that it was meant for."""

import io
import lzma
import shutil
import tarfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import IO, cast
from zipfile import BadZipFile, ZipFile

from speech.model.fetching import WeightsError

# An archive that says it is larger is not one of ours.
_LARGEST = 2 << 30
_AR, _AR_HEADER = b"!<arch>\n", 60
_DAMAGES = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    ValueError,
    lzma.LZMAError,
    tarfile.TarError,
    zlib.error,
)


@dataclass(frozen=True)
class Member:
    """`name` in an archive becomes `target`; with a slash at the end, all that is below it does.
    In a tar file it is a pattern, for a Debian package's folders are named after the machine.

    Several members with one target are joined in their order.
    """

    name: str
    target: str


def unpack(archives: Sequence[Path], members: Sequence[Member], folder: Path) -> None:
    """Take every member out of whichever archive has it. Raises WeightsError (damaged)."""
    folder.mkdir()
    found: set[str] = set()
    for archive in archives:
        try:
            if archive.suffix == ".deb":
                found |= _take_deb(archive, members, folder)
                continue
            if archive.suffix == ".tgz":
                with tarfile.open(archive) as packed:
                    found |= _take_tar(packed, members, folder)
                continue
            with ZipFile(archive) as zipped:
                found |= _take(zipped, members, folder)
        except _DAMAGES as error:
            raise WeightsError("damaged", f"{archive.name} is damaged: {_line(error)}") from error
    missing = [member.name for member in members if member.name not in found]
    if missing:
        raise WeightsError("damaged", f"missing from the archives: {', '.join(missing)}")


def _line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _take(zipped: ZipFile, members: Sequence[Member], folder: Path) -> set[str]:
    if sum(info.file_size for info in zipped.infolist()) > _LARGEST:
        raise WeightsError("damaged", f"{zipped.filename} would unpack to more than it may")
    found = set()
    for member in members:
        for name in sorted(zipped.namelist()):
            below = member.name.endswith("/") and name.startswith(member.name)
            if name.endswith("/") or not (below or name == member.name):
                continue
            found.add(member.name)
            target = member.target if not below else name.removeprefix(member.name)
            _write(zipped, name, _within(folder, target))
    return found


def _take_deb(archive: Path, members: Sequence[Member], folder: Path) -> set[str]:
    """A .deb is an `ar` archive (deb(5)); what is installed is the tar file in it."""
    with tarfile.open(fileobj=io.BytesIO(_data(archive.read_bytes()))) as packed:
        return _take_tar(packed, members, folder)


def _take_tar(packed: tarfile.TarFile, members: Sequence[Member], folder: Path) -> set[str]:
    found = set()
    for item in packed:
        for member in members:
            if not item.isfile() or not fnmatch(item.name, member.name):
                continue
            if item.size > _LARGEST:
                raise WeightsError("damaged", f"{item.name} would unpack to too much")
            found.add(member.name)
            with cast("IO[bytes]", packed.extractfile(item)) as content:
                _within(folder, member.target).write_bytes(content.read())
    return found


def _data(packed: bytes) -> bytes:
    at = len(_AR)
    while packed.startswith(_AR) and at + _AR_HEADER <= len(packed):
        header = packed[at : at + _AR_HEADER]
        begin, size = at + _AR_HEADER, int(header[48:58])
        if header.startswith(b"data.tar"):
            return packed[begin : begin + size]
        at = begin + size + size % 2
    raise tarfile.ReadError("no data in it")


def _within(folder: Path, target: str) -> Path:
    path = (folder / target).resolve()
    if not path.is_relative_to(folder.resolve()) or "\\" in target:
        raise WeightsError("damaged", f"an archive wants to write to {target}")
    return path


def _write(zipped: ZipFile, name: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipped.open(name) as packed, path.open("ab") as file:
        shutil.copyfileobj(packed, file, 1 << 20)
