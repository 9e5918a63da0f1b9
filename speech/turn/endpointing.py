"""Whether somebody has finished, by what was heard so far: pure functions over partial texts.

Older people pause one to two seconds inside a sentence, most of all after a word that promises
more; after a plain yes nobody wants to wait for them.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from speech.turn.activity import Patience

GOING_ON_S = 1.2
"""Seconds more after a word that promises more."""
ANSWERED_S = 0.8
"""Seconds of silence that are enough once the question is answered."""
_GOING_ON = re.compile(
    r"(?:然后|后来|那个|这个|就是|就是说|还有|因为|所以|但是|不过|而且|比如说?|的时候|(?<=.)[呃嗯啊]+|跟|和)"
    r"[，,、。…\s]*$"
)
Answers = Callable[[str], bool]


def patience(base: Patience, partial: str, answers: Answers | None = None) -> Patience:
    """How long to wait now. `answers` says whether a text answers the question that is open."""
    if answers and answers(partial):
        return replace(base, after_speech=min(base.after_speech, ANSWERED_S))
    if _GOING_ON.search(partial):
        return replace(base, after_speech=base.after_speech + GOING_ON_S)
    return base
