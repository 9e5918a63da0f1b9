"""A deputy's suggestion (闭会期间代表建议), written and signed by the deputy: one matter each."""

from data.record.casework import Suggestion
from data.record.opinion import Opinion
from handlers.action import claim
from handlers.action.context import Work
from handlers.action.payload import Payload, SuggestionText, Title
from handlers.message import notice_text
from handlers.opinion.lifecycle import Action


class SuggestPayload(Payload):
    """The deputy writes and signs a suggestion on this matter; nothing is written for them."""

    action = Action.SUGGEST
    title: Title
    words: SuggestionText

    def take(self, work: Work, opinion: Opinion) -> None:
        """The resident hears its title."""
        suggest(work, opinion, self)


def suggest(work: Work, opinion: Opinion, signed: SuggestPayload) -> None:
    """Keep what was signed. Raises RefusedError, also where another deputy has the matter."""
    if opinion.representative_id not in (None, work.actor.representative):
        claim.refuse(work, opinion)
    opinion.representative_id = work.actor.representative
    claim.end_claim(work, opinion, Action.SUGGEST)
    resident = notice_text.SUGGESTED.format(title=signed.title)
    work.act(opinion, Action.SUGGEST, resident=resident, staff=signed.title)
    work.session.add(
        Suggestion(
            opinion_id=opinion.id or 0,
            representative_id=work.actor.representative or 0,
            title=signed.title,
            words=signed.words,
            signed_at=work.now,
        )
    )
