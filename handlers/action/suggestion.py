"""A deputy's suggestion (闭会期间代表建议), written and signed by the deputy: one matter each."""

from data.record.casework import Suggestion
from data.record.opinion import Opinion
from handlers.action import claim
from handlers.action.context import ActionContext
from handlers.action.payload import Payload, SuggestionText, Title
from handlers.message import notice_text
from handlers.opinion.lifecycle import Action


class SuggestPayload(Payload):
    """The deputy writes and signs a suggestion on this matter; nothing is written for them."""

    action = Action.SUGGEST
    title: Title
    words: SuggestionText

    def take(self, acting: ActionContext, opinion: Opinion) -> None:
        """The resident hears its title."""
        suggest(acting, opinion, self)


def suggest(acting: ActionContext, opinion: Opinion, signed: SuggestPayload) -> None:
    """Keep what was signed. Raises RefusedError, also where another deputy has the matter."""
    if opinion.representative_id not in (None, acting.actor.representative):
        claim.refuse(acting, opinion)
    opinion.representative_id = acting.actor.representative
    claim.end_claim(acting, opinion, Action.SUGGEST)
    resident = notice_text.SUGGESTED.format(title=signed.title)
    acting.act(opinion, Action.SUGGEST, resident=resident, staff=signed.title)
    acting.session.add(
        Suggestion(
            opinion_id=opinion.id or 0,
            representative_id=acting.actor.representative or 0,
            title=signed.title,
            words=signed.words,
            signed_at=acting.now,
        )
    )
