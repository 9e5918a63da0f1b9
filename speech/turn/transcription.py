"""A whole recording to text, as `xiaoqing transcribe` does: the gate, then the recogniser."""

import math

from speech.audio.pcm import SAMPLE_BYTES, seconds
from speech.stt.hallucination import without_hallucinations
from speech.stt.recogniser import SpeechEngine, Transcript
from speech.turn.activity import Patience, VoiceActivity
from speech.turn.gate import Gate
from speech.turn.speaker_distance import ANY

# A file is over when it is over, however long the pauses in it; whoever speaks in it is meant, and
# phones turn the gain up and down.
_TO_THE_END = Patience(after_speech=math.inf, without_speech=math.inf, longest=math.inf)


def transcribe(
    pcm: bytes, engine: SpeechEngine, activity: VoiceActivity | None = None
) -> Transcript:
    """The text of s16le, 16 kHz, mono; empty where nobody speaks, and the engine never asked."""
    gate = Gate(_TO_THE_END, activity, ANY)
    whole = pcm[: len(pcm) - len(pcm) % SAMPLE_BYTES]
    speech = bytes(gate.feed(whole).sound) + gate.finish()
    if not gate.counter.started:
        return Transcript("", 0.0, engine.name, seconds(len(pcm)))
    heard = engine.open().finish(speech)
    text = without_hallucinations(heard.text, gate.counter.voiced_seconds)
    confidence = heard.confidence if text else 0.0
    return Transcript(text, confidence, engine.name, seconds(len(pcm)), heard.original)
