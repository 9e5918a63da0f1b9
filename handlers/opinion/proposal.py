"""What the machine proposes for an opinion: topics, and whose job it may be, with reasons."""

from dataclasses import dataclass

from data.stored import Stored, fields, fitting
from nlu.understanding import Jurisdiction, Place, Topic, Understanding


@dataclass(frozen=True)
class Proposal:
    """At most three topics, the places that may be meant where it is unclear, and jurisdictions
    best first. Staff decide where it is not `sure`."""

    topics: tuple[Topic, ...] = ()
    places: tuple[Place, ...] = ()
    duties: tuple[Jurisdiction, ...] = ()
    sure: bool = False


def of(heard: Understanding, duty: Jurisdiction | None) -> Proposal:
    """The proposal that an understanding makes."""
    if duty is None:
        return Proposal(heard.topics, heard.places)
    return Proposal(heard.topics, heard.places, (duty, *duty.others), duty.sure)


def dump(proposal: Proposal) -> str:
    """The proposal as JSON."""
    return _PROPOSAL.dump(proposal)


def load(text: str | None) -> Proposal:
    """The proposal back from JSON, whichever release wrote it; an empty one from None."""
    return _PROPOSAL.load(text) if text else Proposal()


def _rescued(text: str) -> Proposal:
    """What of it this release understands; staff decide."""
    shape = fields(text)
    return Proposal(
        tuple(fitting(Topic, shape.get("topics"))),
        tuple(fitting(Place, shape.get("places"))),
        tuple(fitting(Jurisdiction, shape.get("duties"))),
    )


_PROPOSAL = Stored("proposal", Proposal, _rescued)
