"""One utterance on disk: raw s16le, 16 kHz, mono, append-only, there before anyone else sees it."""

import errno
import os
import threading
from pathlib import Path
from types import TracebackType
from typing import Self
from weakref import WeakValueDictionary

from speech.audio.pcm import BYTES_PER_SECOND

# Between two syncs a power cut may take this much; a killed process takes nothing, because every
# append has left the process before it returns. Syncing each chunk would wear out a kiosk's flash.
SYNC_EVERY = 5 * BYTES_PER_SECOND

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# A device or a pipe keeps nothing, and so has nothing to sync.
_UNSYNCABLE = {errno.EINVAL, errno.EROFS}


class RecordingError(Exception):
    """Sound that could not be kept. `code`: disk_full, unwritable."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class DiskFullError(RecordingError):
    """No room for more; what is on disk already stays."""

    def __init__(self, path: Path) -> None:
        super().__init__("disk_full", f"no space left for {path}")


class TakenOverError(Exception):
    """Somebody opened the same recording later: a page came back before its old line was missed.

    Not a RecordingError: nothing is wrong with the disk, and the newer one carries on.
    """


_open: "WeakValueDictionary[Path, Recording]" = WeakValueDictionary()
_open_lock = threading.Lock()


class Recording:
    """An append-only file; opening it again goes on where it ended."""

    def __init__(self, path: Path) -> None:
        """Open or make `path` and its folders. Raises RecordingError (disk_full, unwritable)."""
        self.path = path.absolute()
        self._lock = threading.Lock()
        self._closed = self._taken_over = False
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # Sound of a resident: nobody but the service's own user reads it.
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as error:
            raise _typed(error, self.path) from error
        with _open_lock:
            previous = _open.get(self.path)
            _open[self.path] = self
        if previous is not None:
            previous.give_up()
        self._synced = self._size = os.fstat(self._file).st_size

    @property
    def size(self) -> int:
        """Bytes on disk, which is where a page that comes back goes on."""
        return self._size

    def append(self, pcm: bytes) -> None:
        """Hand `pcm` to the operating system before returning.

        Raises DiskFullError or RecordingError (what fitted stays), TakenOverError.
        """
        with self._lock:
            if self._taken_over:
                raise TakenOverError(self.path)
            rest = memoryview(pcm)
            while rest:
                try:
                    written = os.write(self._file, rest)
                except OSError as error:
                    raise _typed(error, self.path) from error
                self._size += written
                rest = rest[written:]

    @property
    def sync_due(self) -> bool:
        """Whether enough has come since the last sync."""
        return self._size - self._synced >= SYNC_EVERY

    def sync(self) -> None:
        """Wait until what was written has reached the disk; may take a tenth of a second."""
        with self._lock:
            if not self._closed:
                self._sync()

    def read(self, start: int = 0) -> bytes:
        """What is on disk from byte `start` on."""
        return os.pread(self._file, max(0, self._size - start), start)

    def give_up(self) -> None:
        """Let a newer Recording of the same file go on: every later append raises."""
        with self._lock:
            self._taken_over = True

    def close(self) -> None:
        """Sync and close. The file stays."""
        with self._lock:
            if self._closed:
                return
            self._closed = self._taken_over = True
            try:
                self._sync()
            finally:
                os.close(self._file)

    def _sync(self) -> None:
        if self._synced == self._size:
            return
        try:
            os.fsync(self._file)
        except OSError as error:
            if error.errno not in _UNSYNCABLE:
                raise _typed(error, self.path) from error
        self._synced = self._size

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _typed(error: OSError, path: Path) -> RecordingError:
    if error.errno in _FULL:
        return DiskFullError(path)
    return RecordingError("unwritable", f"{path}: {error.strerror}")
