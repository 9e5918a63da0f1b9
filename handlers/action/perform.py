"""One way in for every channel: an action on an opinion, with its payload."""

from data.record.opinion import Opinion
from handlers.action.assignment import AssignPayload, TransferPayload
from handlers.action.claim import ClaimPayload, ReleasePayload
from handlers.action.closing import ClosePayload, EvaluatePayload, LookBackPayload
from handlers.action.context import ActionContext
from handlers.action.handling import AnswerPayload, AskPayload, ProgressPayload, ProposePayload
from handlers.action.payload import Payload
from handlers.action.resident_requests import SupplementPayload, UrgePayload, WithdrawPayload
from handlers.action.suggestion import SuggestPayload
from handlers.action.triage import DeclinePayload, MergePayload, ReturnPayload, SortPayload
from handlers.opinion import lifecycle
from handlers.opinion.lifecycle import Action

ACTIONS: dict[Action, type[Payload]] = {
    payload.action: payload
    for payload in (
        SortPayload,
        AssignPayload,
        TransferPayload,
        ReturnPayload,
        MergePayload,
        DeclinePayload,
        ClaimPayload,
        ReleasePayload,
        ProgressPayload,
        AskPayload,
        ProposePayload,
        AnswerPayload,
        SuggestPayload,
        EvaluatePayload,
        ClosePayload,
        LookBackPayload,
        SupplementPayload,
        UrgePayload,
        WithdrawPayload,
    )
}
"""What people can ask for; the rest only the clock does, or follows from these."""


def perform(acting: ActionContext, opinion: Opinion, payload: Payload) -> Opinion:
    """Do it; the opinion as it is afterwards. A step whose key came before is done already.

    Raises lifecycle.RefusedError where it is not possible now, MissingError where the payload names
    what there is not.
    """
    opinion = lifecycle.locked(acting.session, opinion)
    if acting.key and lifecycle.by_key(acting.session, acting.key):
        return opinion
    if payload.version not in (None, opinion.version):
        lifecycle.refuse(acting.session, opinion, acting.actor)
    lifecycle.check(acting.session, opinion, payload.action, acting.actor)
    payload.take(acting, opinion)
    acting.session.flush()
    return opinion
