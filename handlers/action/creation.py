"""Putting an opinion into the books: the same for the dialogue, the desk and programs."""

from dataclasses import dataclass

from data.record.opinion import Opinion, OpinionEvent, OpinionState
from handlers.action import assignment
from handlers.action.context import Work
from handlers.message import resident_text
from handlers.notification import outbox
from handlers.opinion import deadline, lookup, proposal
from handlers.opinion.source import Source
from nlu.understanding import Place, Understanding


@dataclass(frozen=True)
class Told:
    """What is known of an opinion when it is filed. `place` is where it is, `where` in words."""

    matter: str
    place: Place | None = None
    where: str | None = None
    spot: str | None = None
    reporter: str | None = None
    phone: str | None = None
    urgent: str | None = None


def book(
    work: Work, source: Source, told: Told, heard: Understanding, placed: Understanding
) -> Opinion:
    """File it and send it on its way. `heard` is the matter understood, `placed` the same with
    its place before it. The receipt may go out only after the commit."""
    topic = heard.topics[0] if heard.topics else None
    duty = placed.jurisdiction or heard.jurisdiction
    place = told.place
    opinion = Opinion(
        code=lookup.unused_code(work.session),
        state=OpinionState.RECEIVED,
        channel=source.channel,
        conversation_id=source.conversation,
        client=source.client,
        station_code=assignment.home(work, place.code if place else None, source.station),
        words=told.matter,
        matter=heard.masked,
        topic_code=topic.code if topic else None,
        topic_name=topic.name if topic else None,
        place_code=place.code if place else None,
        place_name=told.where or None,
        spot=told.spot,
        level=duty.level if duty else None,
        urgent=told.urgent,
        reporter=told.reporter,
        phone=told.phone,
        filed_at=work.now,
        addressed_id=source.addressed,
    )
    deadline.restart(opinion, work.now)
    work.session.add(opinion)
    filed = OpinionEvent(
        opinion=opinion,
        version=opinion.version,
        at=work.now,
        actor=work.actor.trace,
        action="file",
        key=work.key,
        state_to=OpinionState.RECEIVED,
        words_resident=resident_text.STATES[OpinionState.RECEIVED],
    )
    work.session.add(filed)
    # Everything is written at once, when it is known where the opinion goes.
    with work.session.no_autoflush:
        assignment.route(work, opinion, proposal.of(heard, duty))
        if opinion.addressed_id and opinion.state is not OpinionState.ASSIGNED:
            outbox.offer(work.session, opinion, filed)  # who assigns, offers
    work.session.flush()
    return opinion
