"""Taking files out of archives, and nothing to anywhere but the folder that it was meant for."""

import shutil
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from speech.fetching import WeightsError

# An archive that says it is larger is not one of ours.
_LARGEST = 2 << 30


@dataclass(frozen=True)
class Member:
    """`name` in an archive becomes `target`; with a slash at the end, all that is below it does.

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
            with ZipFile(archive) as zipped:
                found |= _take(zipped, members, folder)
        except (BadZipFile, EOFError, zlib.error, NotImplementedError) as error:
            raise WeightsError("damaged", f"{archive.name} is damaged: {error}") from error
    missing = [member.name for member in members if member.name not in found]
    if missing:
        raise WeightsError("damaged", f"missing from the archives: {', '.join(missing)}")


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


def _within(folder: Path, target: str) -> Path:
    path = (folder / target).resolve()
    if not path.is_relative_to(folder.resolve()) or "\\" in target:
        raise WeightsError("damaged", f"an archive wants to write to {target}")
    return path


def _write(zipped: ZipFile, name: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipped.open(name) as packed, path.open("ab") as file:
        shutil.copyfileobj(packed, file, 1 << 20)
