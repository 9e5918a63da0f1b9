"""A model of a few bytes."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from speech.model.archives import Zip
from speech.model.fetching import WeightsError
from speech.model.unpacking import Member
from speech.model.weights import Model, install, installed, verified

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
