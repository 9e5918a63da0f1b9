"""A time line as SVG: the sound, what the detector says of it, and what happened when."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from speech.audio.pcm import SAMPLE_RATE

WIDTH, LEFT, RIGHT = 1200, 130, 30
_SOUND, _VOICE, _EVENTS, _ROW = 70, 170, 235, 26
_INK, _SOFT, _WARM, _COOL = "#3b352c", "#b9ae9a", "#b4472e", "#2f6f6a"
_STYLE = (
    "text{font-family:'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif;"
    f"font-size:14px;fill:{_INK}}} .axis{{font-size:12px;fill:#7a705f}} .name{{fill:#7a705f}}"
)


@dataclass(frozen=True)
class Mark:
    """Something that happened `at` seconds."""

    at: float
    kind: str
    text: str = ""


@dataclass(frozen=True)
class Scale:
    """Seconds to places on the paper."""

    length: float

    def x(self, at: float) -> float:
        """Where a moment lies."""
        return LEFT + (WIDTH - LEFT - RIGHT) * at / self.length


def draw(
    title: str, pcm: bytes, voice: Sequence[float], frame_s: float, marks: Sequence[Mark]
) -> str:
    """The picture; `voice` has a probability for each frame of `frame_s` seconds of `pcm`."""
    end = max(mark.at for mark in marks) + 0.6
    scale = Scale(end)
    height = _EVENTS + _ROW * (len(marks) + 2)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}">',
        f"<style>{_STYLE}</style>",
        f'<rect width="{WIDTH}" height="{height}" fill="#faf5ea"/>',
        _text(LEFT, 24, title),
        *_seconds(scale, height),
        _text(16, _SOUND + 5, "sound", "name"),
        _wave(scale, pcm),
        _text(16, _VOICE + 5, "voice activity", "name"),
        _steps(scale, voice, frame_s),
        *(line for row, mark in enumerate(marks) for line in _event(scale, row, mark)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    return (
        f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{escape(text)}</text>'
    )


def _seconds(scale: Scale, height: int) -> list[str]:
    lines = []
    for second in range(int(scale.length) + 1):
        x = scale.x(second)
        lines.append(f'<path d="M{x:.1f} 36V{height - 24}" stroke="{_SOFT}" stroke-width=".5"/>')
        lines.append(_text(x, height - 8, f"{second} s", "axis", "middle"))
    return lines


def _wave(scale: Scale, pcm: bytes) -> str:
    """The loudest sample of each two hundredths of a second, up and down."""
    samples = np.abs(np.frombuffer(pcm, "<i2")[: int(scale.length * SAMPLE_RATE)]) / 32768
    step = SAMPLE_RATE // 50
    peaks = samples[: len(samples) - len(samples) % step].reshape(-1, step).max(axis=1)
    tall = peaks / max(float(peaks.max()), 1e-6) * 34
    path = "".join(
        f"M{scale.x(n / 50):.1f} {_SOUND - tall_:.1f}v{2 * tall_:.1f}"
        for n, tall_ in enumerate(tall.tolist())
    )
    return f'<path d="{path}" stroke="{_INK}" stroke-width="1.6"/>'


def _steps(scale: Scale, voice: Sequence[float], frame_s: float) -> str:
    points = [
        f"{scale.x(n * frame_s):.1f} {_VOICE + 18 - 36 * p:.1f}"
        for n, p in enumerate(voice)
        if n * frame_s <= scale.length
    ]
    path = f"M{points[0]}L{' '.join(points[1:])}"
    return f'<path d="{path}" fill="none" stroke="{_COOL}" stroke-width="1.6"/>'


def _event(scale: Scale, row: int, mark: Mark) -> list[str]:
    x, y = scale.x(mark.at), _EVENTS + _ROW * (row + 1)
    colour = _COOL if mark.kind == "partial" else _WARM
    said = f"{mark.at:.2f} s  {mark.text}"
    right = x > WIDTH * 0.55  # a text would run off the paper
    return [
        f'<path d="M{x:.1f} 40V{y - 5:.0f}" stroke="{colour}" stroke-width=".7" opacity=".45"/>',
        f'<circle cx="{x:.1f}" cy="{y - 5:.0f}" r="4.5" fill="{colour}"/>',
        _text(16, y, mark.kind, "name"),
        _text(x - 10 if right else x + 10, y, said, anchor="end" if right else "start"),
    ]
