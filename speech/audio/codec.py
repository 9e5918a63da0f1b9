"""Sound of other shapes, changed into ours (speech.audio.pcm)."""

import struct
from io import BytesIO
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError

from speech.audio.pcm import SAMPLE_BYTES, SAMPLE_RATE

ENDLESS = 0xFFFFFFFF
"""The length of a WAV that is written before anyone knows how long it will be."""

LOWEST_RATE, HIGHEST_RATE = 8_000, 48_000
MOST_CHANNELS = 2


class AudioError(Exception):
    """Sound that cannot be read. `code`: missing, empty, not_audio, bad_rate, bad_channels."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def decode(path: Path) -> bytes:
    """Any audio file as s16le, 16 kHz, mono. A damaged file gives what can be heard of it.

    Raises AudioError (missing, empty, not_audio).
    """
    try:
        if path.stat().st_size == 0:
            raise AudioError("empty", f"{path} is empty")
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise AudioError("not_audio", f"{path} holds no sound")
            return _decoded(container)
    except FileNotFoundError as error:
        raise AudioError("missing", f"{path} does not exist") from error
    except (FFmpegError, OSError, ValueError) as error:
        raise AudioError("not_audio", f"{path} is not an audio file: {error}") from error


def _decoded(container: av.container.InputContainer) -> bytes:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    sound = bytearray()
    try:
        for frame in container.decode(audio=0):
            # Time stamps of damaged files jump; without them the samples simply follow each other.
            frame.pts = None
            for piece in resampler.resample(frame):
                sound += piece.to_ndarray().tobytes()
    except FFmpegError:
        if not sound:
            raise
    for piece in resampler.resample(None):
        sound += piece.to_ndarray().tobytes()
    if not sound:
        raise AudioError("empty", "the file holds no samples")
    return bytes(sound)


class Resampler:
    """A stream of s16le at another rate or in stereo, made ours piece by piece."""

    def __init__(self, rate: int, channels: int) -> None:
        """Raises AudioError (bad_rate, bad_channels) beyond 8,000–48,000 Hz and 1–2 channels."""
        if not LOWEST_RATE <= rate <= HIGHEST_RATE:
            raise AudioError("bad_rate", f"{rate} Hz is not {LOWEST_RATE}–{HIGHEST_RATE} Hz")
        if not 1 <= channels <= MOST_CHANNELS:
            raise AudioError("bad_channels", f"{channels} channels, not 1 or {MOST_CHANNELS}")
        self._rate = rate
        self._layout = "mono" if channels == 1 else "stereo"
        self._step = SAMPLE_BYTES * channels
        self._rest = b""
        self._resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)

    def feed(self, pcm: bytes) -> bytes:
        """Our sound for this chunk, which may end inside a sample; some of it may come later."""
        pcm = self._rest + pcm
        whole = len(pcm) - len(pcm) % self._step
        self._rest = pcm[whole:]
        if not whole:
            return b""
        samples = np.frombuffer(pcm[:whole], dtype="<i2").reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout=self._layout)
        frame.sample_rate = self._rate
        return self._ours(frame)

    def finish(self) -> bytes:
        """The last of it; half a sample at the very end is dropped."""
        return self._ours(None)

    def _ours(self, frame: av.AudioFrame | None) -> bytes:
        return b"".join(piece.to_ndarray().tobytes() for piece in self._resampler.resample(frame))


def opus(path: Path) -> bytes:
    """A file of our sound as OGG/Opus, which messengers play (RFC 7845)."""
    samples = np.frombuffer(path.read_bytes(), dtype="<i2").reshape(1, -1)
    file = BytesIO()
    with av.open(file, "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=SAMPLE_RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    return file.getvalue()


def wav_header(n_bytes: int = ENDLESS, rate: int = SAMPLE_RATE) -> bytes:
    """The 44 bytes before `n_bytes` of s16le mono that make it a WAV file."""
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        *(b"RIFF", min(36 + n_bytes, ENDLESS), b"WAVE"),
        *(b"fmt ", 16, 1, 1, rate, rate * SAMPLE_BYTES, SAMPLE_BYTES, 8 * SAMPLE_BYTES),
        *(b"data", n_bytes),
    )
