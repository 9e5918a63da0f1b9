"""An opinion while it is being told: what is known, and what is still to be asked."""

from dataclasses import dataclass, replace

from nlu.context import Question
from nlu.understanding import Level, Place, Understanding


@dataclass(frozen=True)
class Draft:
    """What a resident has told so far. `where` is the place in her own words.

    `asked` keeps each optional question from being asked twice; `utterances` are the
    turn ids of what belongs to it; `urgent` is the kind of danger she was warned of; `spoken`
    says that a recogniser had a part in it.
    """

    matter: str = ""
    place: Place | None = None
    where: str | None = None
    spot: str | None = None
    reporter: str | None = None
    phone: str | None = None
    anonymous: bool = False
    candidates: tuple[Place, ...] = ()
    asked: tuple[Question, ...] = ()
    utterances: tuple[str, ...] = ()
    urgent: str | None = None
    spoken: bool = False

    def tell(self, words: str) -> "Draft":
        """With one more piece of the story."""
        parts = [part for part in (self.matter.rstrip("。 "), words.strip()) if part]
        return replace(self, matter="。".join(parts))

    def learn(self, heard: Understanding) -> "Draft":
        """With the particulars that a sentence brought; what is known already stays."""
        found = heard.entities
        duty = heard.jurisdiction
        everywhere = duty is not None and duty.level is Level.GENERAL
        known = self.having_asked(Question.WHERE) if everywhere else self
        return replace(
            known,
            place=heard.place or self.place,
            candidates=heard.places or (() if heard.place else self.candidates),
            spot=found.detail or self.spot,
            reporter=found.names[-1] if found.names else self.reporter,
            phone=found.phones[-1] if found.phones else self.phone,
        )

    def having_asked(self, question: Question) -> "Draft":
        """With this question counted as asked."""
        if question in self.asked:
            return self
        return replace(self, asked=(*self.asked, question))

    def of(self, turn_id: str) -> "Draft":
        """With this turn belonging to it."""
        return replace(self, utterances=(*self.utterances, turn_id))

    @property
    def next_question(self) -> Question:
        """The one thing to ask now."""
        if not self.matter:
            return Question.WHAT
        if self.candidates and not self.where:
            return Question.WHICH_PLACE
        if not self.place and not self.where and Question.WHERE not in self.asked:
            return Question.WHERE
        if not self.reporter and not self.anonymous and Question.WHO not in self.asked:
            return Question.WHO
        if not self.phone and not self.anonymous and Question.PHONE not in self.asked:
            return Question.PHONE
        return Question.CONFIRM

    @property
    def place_words(self) -> str:
        """The place as it is read back: the official name, and her own words beside it."""
        parts = (self.place.words if self.place else None, self.where, self.spot)
        words: list[str] = []
        for part in parts:
            if part and not any(part in known for known in words):
                words.append(part)
        return "，".join(words)
