"""Understanding one text: the way into this room."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from data.calendar import HANGZHOU
from nlu.context import Context, Question
from nlu.custom import Custom
from nlu.intent import fixed_phrases
from nlu.intent.engine import Guess, IntentEngine, start
from nlu.jurisdiction import jurisdiction
from nlu.jurisdiction.danger import urgent_matter
from nlu.particular import particulars, receipt
from nlu.place import finder, gazetteer
from nlu.place.finder import Places
from nlu.text.pattern import any_of
from nlu.text.script import simplified
from nlu.text.yes_no import SLIPPED, UNTRUE
from nlu.understanding import Entities, Intent, IntentName, Topic, Understanding

UNSURE = 0.35
"""An intent less likely than this is out of scope; the macro-F1 is best with it by
cross-validation inside the training examples."""
EXPECTED = 0.8
"""How sure we are that the particular asked for is the answer."""
FAINT_TOPIC = 0.08
CLEAR_TOPIC = 0.5
"""What only comes back to a matter (不对，是楼下; 帮我催一下) seldom names its topic."""
FEWEST_CHARACTERS = 3
LETTER = 100
"""Characters from which on a text was written down to tell of something."""
_ABOUT_A_MATTER = frozenset(
    {IntentName.FILE_OPINION, IntentName.SUPPLEMENT, IntentName.URGE, IntentName.LEGISLATION}
)
_TELLS_A_MATTER = frozenset({IntentName.FILE_OPINION, IntentName.LEGISLATION})
_MAY_NAME_A_MATTER = _ABOUT_A_MATTER | {IntentName.QUERY_STATUS, IntentName.ASK, IntentName.DENY}
_FULL_WIDTH = {ord(c): ord(c) - 0xFEE0 for c in map(chr, range(0xFF10, 0xFF5B)) if c.isalnum()}
_CORRECTED = re.compile(
    rf"^[^。！？\n]{{2,16}}?[，,、 呃哦啊噢嗯]+"
    rf"(?:{any_of(UNTRUE, SLIPPED)}了?|错了|不是[，,]?(?=是))"
    r"[，,、 ]*(?:应该)?是?(?=.{6})"
)
_BLANKS = re.compile(r"[ \t\f\v　]+")
_LINES = re.compile(r"\s*[\r\n]\s*")
_MARKS = re.compile(r"[\W_呃嗯啊在是的]+")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def _today() -> date:
    return datetime.now(HANGZHOU).date()


class Understander:
    """Reads texts with one engine. Thread-safe; `understand` never raises on any text."""

    def __init__(
        self,
        reader: IntentEngine,
        today: Callable[[], date] = _today,
        custom: Custom | None = None,
    ) -> None:
        custom = custom or Custom()
        self._engine = reader
        self._today = today
        self._names = gazetteer.load(custom.places)
        self._sure = custom.sure

    def understand(self, text: str, context: Context | None = None) -> Understanding:
        """Everything in one text. Blank text is out of scope with confidence 0. May ask another
        server, so it is called before a transaction opens."""
        return self._read(self._engine, text, context or Context())

    def understand_here(self, text: str, context: Context | None = None) -> Understanding:
        """The same by what is in this process alone: what a text wants is known already."""
        return self._read(self._engine.in_process, text, context or Context())

    def _read(self, engine: IntentEngine, text: str, context: Context) -> Understanding:
        heard = simplified(clean(text))
        if not heard:
            return Understanding(text, Intent(IntentName.OUT_OF_SCOPE, 0.0))
        cut = engine.cut(heard)
        places = finder.find(heard, cut, engine.frequency, context.station, self._names)
        plain = places.mended or heard
        entities, masked = particulars.particulars(
            plain, context.question, self._today(), places.spans
        )
        guess = engine.classify(_last_version(plain, context.question))
        likely = guess.intents[0]
        intent, expected = _intent(plain, likely, context.question, places, entities)
        topics: tuple[Topic, ...] = ()
        if not expected and _says_more(plain, places.spans):
            topics = _topics(guess, intent, letter=len(plain) >= LETTER)
        duty = None
        if intent.name in _ABOUT_A_MATTER:
            duty = jurisdiction.jurisdiction(plain, intent, topics, places.place, self._sure)
        return Understanding(
            text=text,
            intent=intent,
            topics=topics,
            place=places.place,
            places=places.candidates,
            jurisdiction=duty,
            entities=entities,
            urgent=urgent_matter(plain),
            mended=plain,
            masked=masked,
        )


def load(
    cache: Path,
    engine: str = "embedded",
    custom: Custom | None = None,
) -> Understander:
    """An understander with its engine started; `cache` keeps trained models.

    Raises UnknownEngineError, ExamplesError for bad training files, and TableError for a table
    that cannot be used.
    """
    custom = custom or Custom()
    started = start(engine, cache, custom.learned, custom.remote)
    understander = Understander(started, custom=custom)
    # The tables of places are read at their first use: not while a resident waits.
    understander.understand("杭州市的路灯坏了")
    return understander


def clean(text: str) -> str:
    """The text without characters that cannot be seen, full-width digits and letters as plain."""
    seen = _LINES.sub("\n", _BLANKS.sub(" ", text))
    if not seen.isprintable():
        seen = "".join(c for c in seen if c == "\n" or unicodedata.category(c) not in _HIDDEN)
    return seen.translate(_FULL_WIDTH).strip()


def _intent(
    text: str, best: Intent, question: Question, places: Places, entities: Entities
) -> tuple[Intent, bool]:
    """Fixed phrases first, then the engine, then what the open question was waiting for.

    True with it where the text is no more than the particular that was asked for.
    """
    fixed = fixed_phrases.closed(text, question)
    if fixed:
        return fixed, False
    unsure = best.confidence < UNSURE
    intent = Intent(IntentName.OUT_OF_SCOPE, 1 - best.confidence) if unsure else best
    if intent.name is IntentName.OUT_OF_SCOPE and len(entities.code or "") == receipt.LENGTH:
        return Intent(IntentName.QUERY_STATUS, EXPECTED), True
    if intent.name is IntentName.OUT_OF_SCOPE and _is_place(text, places):
        return Intent(IntentName.FILE_OPINION, EXPECTED), True
    answers = fixed_phrases.ANSWERS.get(question)
    if answers and intent.name is not answers and _answers(question, places, entities):
        return Intent(answers, EXPECTED), True
    return intent, False


def _answers(question: Question, places: Places, entities: Entities) -> bool:
    """Whether a text holds the particular that the question asks for."""
    if question in {Question.WHERE, Question.WHICH_PLACE, Question.REPAIR}:
        return bool(places.place or places.candidates or entities.detail)
    if question is Question.CODE:
        return entities.code is not None
    if question is Question.PHONE:
        return bool(entities.phones)
    return question is Question.WHO and bool(entities.names)


def _is_place(text: str, places: Places) -> bool:
    """Whether a text names a place and nothing more: that begins a matter."""
    named = places.place or places.candidates
    return bool(named) and not _says_more(text, places.spans)


def _last_version(text: str, question: Question) -> str:
    """What a text says once it has corrected itself: 西溪街道，呃不对，是翠苑街道 is the latter.

    Only where nothing was read back to her that she may be denying.
    """
    if question not in {Question.NOTHING, Question.WHAT}:
        return text
    corrected = _CORRECTED.match(text)
    return text[corrected.end() :] if corrected else text


def _topics(guess: Guess, intent: Intent, *, letter: bool) -> tuple[Topic, ...]:
    """The engine's topics where there may be a matter; who writes a letter always has one."""
    if intent.name not in _MAY_NAME_A_MATTER and not letter:
        return ()
    faintest = FAINT_TOPIC if letter or intent.name in _TELLS_A_MATTER else CLEAR_TOPIC
    if guess.topics[0].confidence < faintest:
        return ()
    return tuple(topic for topic in guess.topics if topic.confidence >= FAINT_TOPIC)


def _says_more(text: str, names: Sequence[tuple[int, int]]) -> bool:
    """Whether anything is left of a text to be about a matter, once places are taken out."""
    ends = [0, *(b for _, b in names)]
    starts = [*(a for a, _ in names), len(text)]
    left = "".join(text[a:b] for a, b in zip(ends, starts, strict=True))
    return len(_MARKS.sub("", left)) >= FEWEST_CHARACTERS
