"""Nothing said is lost: a killed process, a full disk, a line that comes back."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from speech.audio.recording import (
    DiskFullError,
    Recording,
    RecordingError,
    TakenOverError,
)

CHILD = """
import os, sys
from pathlib import Path
from speech.audio.recording import Recording
recording = Recording(Path(sys.argv[1]))
number = 0
while True:
    chunk = number.to_bytes(4, "little") * 800
    recording.append(chunk)
    print(number, flush=True)
    number += 1
"""


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "u.s16le"
    with subprocess.Popen([sys.executable, "-c", CHILD, path], stdout=subprocess.PIPE) as child:
        assert child.stdout
        seen = -1
        for line in child.stdout:
            seen = int(line)
            if seen >= 200:
                child.kill()
                break
        # What it said before the signal reached it counts, too.
        rest = child.stdout.read().split(b"\n")
        seen = max([seen, *(int(line) for line in rest[:-1] if line)])
    wanted = b"".join(number.to_bytes(4, "little") * 800 for number in range(seen + 1))
    with Recording(path) as recording:
        assert recording.read()[: len(wanted)] == wanted


def test_it_goes_on_where_it_ended(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "u.s16le"
    with Recording(path) as recording:
        assert recording.size == 0
        recording.append(b"abc")
    with Recording(path) as recording:
        assert recording.size == 3
        recording.append(b"de")
        assert (recording.size, recording.read(), recording.read(3)) == (5, b"abcde", b"de")
    assert path.stat().st_mode & 0o077 == 0


def test_a_chunk_is_in_the_file_when_append_returns(tmp_path: Path) -> None:
    path = tmp_path / "u.s16le"
    with Recording(path) as recording:
        for number in range(50):
            recording.append(b"%03d" % number)
            assert path.stat().st_size == recording.size == 3 * (number + 1)


def test_a_power_cut_takes_five_seconds_of_sound_at_most(tmp_path: Path) -> None:
    with Recording(tmp_path / "u.s16le") as recording:
        recording.append(bytes(5 * 16_000 * 2 - 1))
        assert not recording.sync_due
        recording.append(b"\0")
        assert recording.sync_due
        recording.sync()
        assert not recording.sync_due


def test_a_full_device_is_a_typed_error() -> None:
    with Recording(Path("/dev/full")) as recording:
        with pytest.raises(DiskFullError) as error:
            recording.append(bytes(3200))
        assert error.value.code == "disk_full"
        assert recording.size == 0


def test_a_full_disk_keeps_what_is_on_it(tiny_disk: Path) -> None:
    path, chunk = tiny_disk / "u.s16le", os.urandom(3001)
    said = b""

    def speak(recording: Recording) -> None:
        nonlocal said
        while True:
            recording.append(chunk)
            said += chunk

    with Recording(path) as recording, pytest.raises(DiskFullError):
        speak(recording)
    kept = path.read_bytes()
    assert len(said) <= len(kept) == 64 * 1024
    assert (said + chunk).startswith(kept)
    (tiny_disk / "u2").touch()
    with Recording(path) as recording:
        assert recording.size == len(kept)


def test_a_place_that_cannot_be_written_is_a_typed_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RecordingError) as error:
        Recording(tmp_path / "file" / "u.s16le")
    assert error.value.code == "unwritable"


def test_the_newer_one_takes_over(tmp_path: Path) -> None:
    path = tmp_path / "u.s16le"
    with Recording(path) as old:
        old.append(b"old")
        with Recording(path) as new:
            assert new.size == 3
            with pytest.raises(TakenOverError):
                old.append(b"lost")
            new.append(b"new")
    assert path.read_bytes() == b"oldnew"


def test_after_closing_nothing_is_appended(tmp_path: Path) -> None:
    recording = Recording(tmp_path / "u.s16le")
    recording.close()
    recording.close()
    with pytest.raises(TakenOverError):
        recording.append(b"late")
