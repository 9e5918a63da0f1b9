"""What the machine proposes for an opinion: topics, and whose job it may be, with reasons."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from nlu.understanding import Jurisdiction, Topic


@dataclass(frozen=True)
class Proposal:
    """At most three topics, and jurisdictions best first. Staff decide where it is not `sure`."""

    topics: tuple[Topic, ...] = ()
    duties: tuple[Jurisdiction, ...] = ()
    sure: bool = False


_PROPOSAL = TypeAdapter(Proposal)


def of(topics: tuple[Topic, ...], duty: Jurisdiction | None) -> Proposal:
    """The proposal that an understanding makes."""
    if duty is None:
        return Proposal(topics)
    return Proposal(topics, (duty, *duty.others), duty.sure)


def dump(proposal: Proposal) -> str:
    """The proposal as JSON."""
    return _PROPOSAL.dump_json(proposal).decode()


def load(text: str | None) -> Proposal:
    """The proposal back from JSON; an empty one from None."""
    return _PROPOSAL.validate_json(text) if text else Proposal()
