"""A room made by arithmetic: how voices sound in it from near and far, its noise, and a browser's
gain control. Samples are floats from -1 to 1 at our rate."""

import numpy as np
from numpy.typing import NDArray

from speech.audio.pcm import SAMPLE_RATE
from tests.speech.sound import s16

Samples = NDArray[np.float64]
NEAR_DB, ROOM_DB = -26.0, -60.0
NEAR_M, FAR_M = 0.4, 2.5
_REVERBERATION_S = 0.5
_CRITICAL_M = 0.8
"""Where what comes straight is as loud as what the walls send back."""


def floats(pcm: bytes) -> Samples:
    """Our sound as samples."""
    return np.frombuffer(pcm, dtype="<i2").astype(np.float64) / 32768


def at_level(samples: Samples, level: float) -> Samples:
    """As loud as `level` in dBFS where it sounds at all."""
    loud = samples[np.abs(samples) > 0.02 * np.abs(samples).max()]
    return samples * (10 ** (level / 20) / np.sqrt((loud**2).mean()))


def heard_from(samples: Samples, distance: float, seed: int) -> Samples:
    """From `distance` metres: what comes straight, and walls that send back noise that dies away
    by 60 dB in half a second."""
    random = np.random.default_rng(seed)
    length = int(_REVERBERATION_S * SAMPLE_RATE)
    walls = random.normal(size=length) * np.exp(-6.9 * np.arange(length) / length)
    walls[: SAMPLE_RATE // 200] = 0
    walls *= distance / _CRITICAL_M / np.sqrt((walls**2).sum())
    walls[0] = 1
    size = len(samples) + length
    spectrum = np.fft.rfft(samples, size) * np.fft.rfft(walls, size)
    return np.asarray(np.fft.irfft(spectrum, size)[: len(samples)])


def room_noise(length: int, level: float = ROOM_DB, seed: int = 0) -> Samples:
    """A room with people and a fan in it: the deeper the louder."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(size=length))
    spectrum /= np.sqrt(np.maximum(np.fft.rfftfreq(length, 1 / SAMPLE_RATE), 50))
    noise = np.fft.irfft(spectrum, length)
    return np.asarray(noise * (10 ** (level / 20) / np.sqrt((noise**2).mean())))


def television(
    parts: list[Samples], length: int, level: float, seed: int, distance: float = FAR_M
) -> Samples:
    """`parts` said one after the other, again and again, from far away."""
    order = np.random.default_rng(seed).permutation(len(parts))
    said = np.concatenate([at_level(parts[number], NEAR_DB) for number in order])
    long_enough = np.tile(said, length // len(said) + 1)[:length]
    return at_level(heard_from(long_enough, distance, seed), level)


def gain_controlled(samples: Samples, target: float = NEAR_DB, rise: float = 3.0) -> Samples:
    """As a browser turns the gain up and down: `rise` dB a second up, ten times as fast down,
    towards `target` dBFS; by what sounds, not in silence."""
    frame = SAMPLE_RATE // 50
    out, gain = samples.copy(), 0.0
    for at in range(0, len(samples), frame):
        piece = samples[at : at + frame]
        loud = 10 * np.log10((piece**2).mean() + 1e-10)
        if loud > ROOM_DB + 6:
            step = rise * len(piece) / SAMPLE_RATE
            gain += float(np.clip(target - loud - gain, -10 * step, step))
        gain = min(gain, 24.0)
        out[at : at + frame] = piece * 10 ** (gain / 20)
    return out


def mixed(*layers: Samples) -> bytes:
    """All of them at once, as our sound; as long as the longest."""
    whole = np.zeros(max(len(layer) for layer in layers))
    for layer in layers:
        whole[: len(layer)] += layer
    return s16(whole)
