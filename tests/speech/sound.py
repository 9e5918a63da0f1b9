"""Sound for tests: made here, or by espeak-ng, and streams of it."""

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from speech.audio.codec import Resampler, decode, wav_header
from speech.audio.pcm import SAMPLE_RATE

CHUNK = 3200


class LineBrokeError(Exception):
    """What a door raises when the connection goes."""


def s16(samples: np.ndarray) -> bytes:
    """Floats from -1 to 1 as our sound."""
    return (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()


def silence(length: float) -> bytes:
    return bytes(2 * int(length * SAMPLE_RATE))


def noise(length: float, level: float = 0.1) -> bytes:
    random = np.random.default_rng(20)
    return s16(random.normal(0, level, int(length * SAMPLE_RATE)))


def hum(length: float, level: float = 0.3) -> bytes:
    """Mains and its overtones, as a bad cable gives."""
    time = np.arange(int(length * SAMPLE_RATE)) / SAMPLE_RATE
    waves = sum(np.sin(2 * np.pi * 50 * n * time) / n for n in (1, 2, 3, 5))
    return s16(level * np.asarray(waves))


def cough(length: float = 3.0) -> bytes:
    """Two bursts of noise that die away, a fifth of a second each."""
    random = np.random.default_rng(7)
    samples = np.zeros(int(length * SAMPLE_RATE))
    burst = int(0.2 * SAMPLE_RATE)
    fading = np.exp(-np.linspace(0, 6, burst))
    for start in (0.8, 1.2):
        at = int(start * SAMPLE_RATE)
        samples[at : at + burst] = random.normal(0, 0.4, burst) * fading
    return s16(samples)


def write_wav(path: Path, pcm: bytes) -> Path:
    path.write_bytes(wav_header(len(pcm)) + pcm)
    return path


def say(text: str, voice: str, folder: Path) -> bytes:
    """Speech by espeak-ng; the test is skipped where it is not installed."""
    if shutil.which("espeak-ng") is None:
        pytest.skip("needs espeak-ng, which is not installed")
    path = folder / "said.wav"
    subprocess.run(["espeak-ng", "-v", voice, "-s", "130", "-w", path, text], check=True)
    return decode(path)


async def stream(pcm: bytes, chunk: int = CHUNK, pace: float = 0.0) -> AsyncIterator[bytes]:
    """`pcm` in chunks, `pace` times as slow as real time; then she is done."""
    for start in range(0, len(pcm), chunk):
        piece = pcm[start : start + chunk]
        await asyncio.sleep(pace * len(piece) / (2 * SAMPLE_RATE))
        yield piece


async def broken_stream(pcm: bytes, chunk: int = CHUNK) -> AsyncIterator[bytes]:
    """`pcm` in chunks; then the line breaks."""
    async for piece in stream(pcm, chunk):
        yield piece
    raise LineBrokeError


def sixteen(pcm: bytes, rate: int) -> bytes:
    """Sound of another rate as ours, for a recogniser."""
    resampler = Resampler(rate, 1)
    return resampler.feed(pcm) + resampler.finish()
