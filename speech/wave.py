"""Sound in a WAV: read whole, or written before anyone knows how long it will be."""

import struct
from dataclasses import dataclass
from typing import Self

_ENDLESS = 0xFFFFFFFF
_FORMAT = struct.Struct("<4sI4s4sIHHIIHH4sI")
_FORMAT_SIZE = 16
_PCM, _MONO, _BYTES = 1, 1, 2


@dataclass(frozen=True)
class Wave:
    """s16le mono at `rate` samples a second."""

    rate: int
    pcm: bytes

    @classmethod
    def read(cls, file: bytes) -> Self:
        """From a WAV with a plain header, such as espeak-ng's. Raises ValueError."""
        if len(file) < _FORMAT.size:
            raise ValueError("this is no WAV")
        riff, _, wave, _, _, kind, channels, rate, _, _, bits, _, _ = _FORMAT.unpack_from(file)
        if (riff, wave, kind, channels, bits) != (b"RIFF", b"WAVE", _PCM, _MONO, 8 * _BYTES):
            raise ValueError("this is not 16 bit, mono, PCM")
        return cls(rate, file[_FORMAT.size :])


def header(rate: int) -> bytes:
    """The 44 bytes before s16le mono of a length that is not known yet."""
    return _FORMAT.pack(
        *(b"RIFF", _ENDLESS, b"WAVE", b"fmt ", _FORMAT_SIZE, _PCM, _MONO),
        *(rate, rate * _BYTES, _BYTES, 8 * _BYTES, b"data", _ENDLESS),
    )
