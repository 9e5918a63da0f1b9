"""Kokoro 82M: a sentence to sound, on the processor, by onnxruntime alone."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from speech.tts.phonemes import phonemes, tokens
from speech.tts.pinyin import syllables
from speech.tts.speaker import Cutter, SpeechError

NAME = "kokoro-zh"
RATE = 24_000
SPEED = 0.85
"""Of a newsreader's pace: older people asked to speak slower."""
_THREADS = 2
_STYLES = (510, 1, 256)
"""One style for each number of tokens: float32, from the npm package."""
_PIECES = re.compile("([\u4e00-\u9fff]+)|([^\u4e00-\u9fff]+)")
_MARKS = str.maketrans(
    {"，": ", ", "：": ": ", "；": "; ", "。": ". ", "！": "! ", "？": "? "},
)
_SILENT = 0.01  # of full scale; the model's own quiet is below
_LEAD_S, _TAIL_S = 0.03, 0.08
_PAUSES_S = {",": 0.12, ":": 0.15, ";": 0.2, ".": 0.3, "!": 0.3, "?": 0.3}

Samples = npt.NDArray[np.float32]


class Kokoro:
    """The model and one voice."""

    name, rate = NAME, RATE

    def __init__(self, folder: Path, cut: Cutter) -> None:
        """Raises SpeechError where model and voice do not belong together."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = _THREADS
        # Spinning threads would take the cores from whoever is being heard meanwhile.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            folder / "model.onnx", options, providers=["CPUExecutionProvider"]
        )
        styles = np.fromfile(folder / "voice.bin", np.float32)
        takes = {entry.name: entry.shape for entry in self._session.get_inputs()}
        if styles.size != np.prod(_STYLES) or takes.get("style") != [1, _STYLES[-1]]:
            raise SpeechError(f"{NAME}: the voice does not fit the model")
        self._styles = styles.reshape(_STYLES)
        self._cut = cut

    def say(self, text: str) -> bytes:
        """As Speaker.say."""
        written = self.phonemes(text)
        numbers = tokens(written)[: _STYLES[0]]
        if not any(one.isalpha() for one in written) or not numbers:
            return b""
        try:
            (sound,) = self._session.run(
                None,
                {
                    "tokens": [[0, *numbers, 0]],
                    "style": self._styles[len(numbers) - 1],
                    "speed": np.array([SPEED], np.float32),
                },
            )
        except Exception as error:
            # onnxruntime raises whatever it likes.
            raise SpeechError(f"{NAME} could not speak: {error}") from error
        trimmed = _trimmed(sound, _PAUSES_S.get(written.strip()[-1], 0.0))
        return (np.clip(trimmed, -1, 1) * 32767).astype("<i2").tobytes()

    def phonemes(self, text: str) -> str:
        """What is to be said, as the model was taught it: words apart, marks kept."""
        written = ""
        for han, other in _PIECES.findall(text):
            if han:
                words = syllables(han, self._cut)
                written += " ".join("".join(map(phonemes, word)) for word in words)
            else:
                written += other.translate(_MARKS)
        return written.strip()


def _trimmed(sound: Samples, pause: float) -> Samples:
    """Half a second of quiet at the head of each piece would be half a second of waiting."""
    (loud,) = np.nonzero(np.abs(sound) > _SILENT)
    if not len(loud):
        return sound[:0]
    begin = max(0, loud[0] - int(_LEAD_S * RATE))
    end = loud[-1] + int(_TAIL_S * RATE)
    return np.concatenate([sound[begin:end], np.zeros(int(pause * RATE), np.float32)])


def load_speaker(folder: Path, cutting: Callable[[], Cutter]) -> Kokoro:
    """The model and the voice in `folder`. Raises SpeechError, or whatever onnxruntime does."""
    return Kokoro(folder, cutting())
