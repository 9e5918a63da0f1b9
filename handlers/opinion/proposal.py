"""What the machine proposes for an opinion: topics, and whose job it may be, with reasons."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from nlu.understanding import Jurisdiction, Place, Topic, Understanding


@dataclass(frozen=True)
class Proposal:
    """At most three topics, the places that may be meant where it is unclear, and jurisdictions
    best first. Staff decide where it is not `sure`."""

    topics: tuple[Topic, ...] = ()
    places: tuple[Place, ...] = ()
    duties: tuple[Jurisdiction, ...] = ()
    sure: bool = False


_PROPOSAL = TypeAdapter(Proposal)


def of(heard: Understanding, duty: Jurisdiction | None) -> Proposal:
    """The proposal that an understanding makes."""
    if duty is None:
        return Proposal(heard.topics, heard.places)
    return Proposal(heard.topics, heard.places, (duty, *duty.others), duty.sure)


def dump(proposal: Proposal) -> str:
    """The proposal as JSON."""
    return _PROPOSAL.dump_json(proposal).decode()


def load(text: str | None) -> Proposal:
    """The proposal back from JSON; an empty one from None."""
    return _PROPOSAL.validate_json(text) if text else Proposal()
