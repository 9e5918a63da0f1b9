"""The shared folder beside the project: sound and texts to test with, none of them ours to ship."""

from pathlib import Path

import pytest

_SHARED = Path(__file__).resolve().parents[3] / "shared"


def find_shared(*parts: str) -> Path | None:
    """A file or folder of the shared folder, if it is there."""
    path = _SHARED.joinpath(*parts)
    return path if path.exists() else None


def shared_folder(*parts: str) -> Path:
    """The same, for a test, which is skipped where the shared folder is absent."""
    path = find_shared(*parts)
    if path is None:
        pytest.skip(f"needs the shared folder: ../shared/{'/'.join(parts)} is absent")
    return path
