"""espeak-ng's Mandarin: a machine's voice, but a voice, where nothing better is to be had."""

import io
import shutil
import subprocess
import wave
from collections.abc import Callable
from pathlib import Path

from speech.tts.speaker import Cutter, SpeechError

NAME = "espeak-ng"
_WORDS_A_MINUTE = 135  # 175 is its normal pace
_PATIENCE_S = 10.0


class Espeak:
    """The program that is on this machine, asked once for each sentence."""

    name = NAME

    def __init__(self, program: str) -> None:
        """Raises SpeechError where it cannot speak Mandarin."""
        self._program = program
        self.rate, _ = self._run("好")

    def say(self, text: str) -> bytes:
        """As Speaker.say."""
        _, pcm = self._run(text)
        return pcm

    def _run(self, text: str) -> tuple[int, bytes]:
        """Samples a second, and the samples."""
        # Over a pipe: what people said is not to be read in the list of processes.
        command = [self._program, "-v", "cmn", "-s", str(_WORDS_A_MINUTE), "--stdin", "--stdout"]
        try:
            answer = subprocess.run(  # noqa: S603 - the words are ours
                command, input=text.encode(), capture_output=True, check=True, timeout=_PATIENCE_S
            )
            with wave.open(io.BytesIO(answer.stdout)) as sound:
                return sound.getframerate(), sound.readframes(sound.getnframes())
        except (OSError, EOFError, wave.Error, subprocess.SubprocessError) as error:
            raise SpeechError(f"{NAME} could not speak: {error}") from error


def load_speaker(_folder: Path, _cutting: Callable[[], Cutter]) -> Espeak:
    """The program on the path. Raises SpeechError."""
    program = shutil.which(NAME)
    if program is None:
        raise SpeechError(f"{NAME} is not installed")
    return Espeak(program)
