"""What was spoken before: fixed sentences on disk, everything else in memory and not for long.

What is fixed is known from the start, so what anybody said never reaches the disk, and the folder
is no larger than those sentences.
"""

import hashlib
import logging
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_log = logging.getLogger(__name__)

_VERSION = 1  # to be raised when the same sentence comes to sound otherwise
_KEEP_S = 600.0
_KEEP_BYTES = 8 << 20
_DISK_BYTES = 64 << 20


class SpeechCache:
    """Sound by its sentence, for one speaker. May be used by several threads."""

    def __init__(self, folder: Path, speaker: str, fixed: Iterable[str]) -> None:
        """Sound in `folder` that is none of the `fixed` sentences is removed."""
        self._folder, self._speaker = folder, speaker
        self._fixed = {sentence: self._name(sentence) for sentence in fixed}
        self._memory: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
        self._lock = threading.Lock()
        names = set(self._fixed.values())
        self._disk = 0
        for path in folder.glob("*.s16le"):
            if path.name in names:
                self._disk += path.stat().st_size
            else:
                path.unlink(missing_ok=True)

    def missing(self) -> list[str]:
        """Fixed sentences that are not on the disk yet."""
        return [s for s, name in self._fixed.items() if not (self._folder / name).is_file()]

    def has(self, sentence: str) -> bool:
        """Whether `get` would find it."""
        name = self._fixed.get(sentence)
        return sentence in self._memory or bool(name and (self._folder / name).is_file())

    def get(self, sentence: str) -> bytes | None:
        """The sound of a sentence, if it is here."""
        with self._lock:
            self._forget()
            if found := self._memory.get(sentence):
                self._memory.move_to_end(sentence)
                return found[1]
        if name := self._fixed.get(sentence):
            try:
                return (self._folder / name).read_bytes() or None
            except OSError:
                return None
        return None

    def put(self, sentence: str, sound: bytes) -> None:
        """Keep the sound of a sentence; where that is not possible, it is made again."""
        if name := self._fixed.get(sentence):
            self._write(name, sound)
            return
        with self._lock:
            self._memory[sentence] = (time.monotonic(), sound)
            self._forget()

    def _forget(self) -> None:
        """Drop what is old, then what was not wanted for longest."""
        now = time.monotonic()
        for sentence in [s for s, (then, _) in self._memory.items() if now - then > _KEEP_S]:
            del self._memory[sentence]
        while sum(len(sound) for _, sound in self._memory.values()) > _KEEP_BYTES:
            self._memory.popitem(last=False)

    def _write(self, name: str, sound: bytes) -> None:
        if self._disk + len(sound) > _DISK_BYTES:
            return
        path = self._folder / name
        part = path.with_suffix(f".{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(sound)
            part.replace(path)
        except OSError as error:
            with suppress(OSError):
                part.unlink()
            _log.warning("%s cannot be kept: %s", name, error)
        else:
            self._disk += len(sound)

    def _name(self, sentence: str) -> str:
        key = f"{_VERSION} {self._speaker} {sentence}"
        return f"{hashlib.sha256(key.encode()).hexdigest()}.s16le"
