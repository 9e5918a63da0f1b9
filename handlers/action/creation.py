"""Creating an opinion: the same for the dialogue, the desk and programs."""

from dataclasses import dataclass

from data.record.opinion import Opinion, OpinionEvent, OpinionState
from handlers.action import assignment
from handlers.action.context import ActionContext
from handlers.message import resident_text
from handlers.notification import outbox
from handlers.opinion import deadline, lookup, proposal
from handlers.opinion.source import Source
from nlu.understanding import Place, Understanding


@dataclass(frozen=True)
class NewOpinion:
    """What is known of an opinion when it is filed. `place` is where it is, `where` in words."""

    matter: str
    place: Place | None = None
    where: str | None = None
    spot: str | None = None
    reporter: str | None = None
    phone: str | None = None
    urgent: str | None = None


def create_opinion(
    acting: ActionContext,
    source: Source,
    told: NewOpinion,
    heard: Understanding,
    placed: Understanding,
) -> Opinion:
    """File it and send it on its way. `heard` is the matter understood, `placed` the same with
    its place before it. The receipt may go out only after the commit."""
    topic = heard.topics[0] if heard.topics else None
    duty = placed.jurisdiction or heard.jurisdiction
    place = told.place
    opinion = Opinion(
        code=lookup.unused_code(acting.session),
        state=OpinionState.RECEIVED,
        channel=source.channel,
        conversation_id=source.conversation,
        client=source.client,
        station_code=assignment.home(acting, place.code if place else None, source.station),
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
        filed_at=acting.now,
        addressed_id=source.addressed,
    )
    deadline.restart(opinion, acting.now)
    acting.session.add(opinion)
    filed = OpinionEvent(
        opinion=opinion,
        version=opinion.version,
        at=acting.now,
        actor=acting.actor.trace,
        action="file",
        key=acting.key,
        state_to=OpinionState.RECEIVED,
        words_resident=resident_text.STATES[OpinionState.RECEIVED],
    )
    acting.session.add(filed)
    # Everything is written at once, when it is known where the opinion goes.
    with acting.session.no_autoflush:
        assignment.route(acting, opinion, proposal.of(heard, duty))
        if opinion.addressed_id and opinion.state is not OpinionState.ASSIGNED:
            outbox.offer(acting.session, opinion, filed)  # who assigns, offers
    acting.session.flush()
    return opinion
