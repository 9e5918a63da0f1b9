"""Whether there is room on the disk for what people are going to say."""

import shutil
from pathlib import Path

from data.settings import Settings

_MIB = 2**20


def is_short(settings: Settings) -> bool:
    """Whether less than `settings.spare_mb` is free where recordings are written.

    Looked at before somebody speaks: who has told her whole story to a full disk tells it twice.
    """
    folder = _there(settings.home.absolute())
    return shutil.disk_usage(folder).free < settings.spare_mb * _MIB


def _there(folder: Path) -> Path:
    """The folder, or the one that it will be made in."""
    return folder if folder.exists() or folder == folder.parent else _there(folder.parent)
