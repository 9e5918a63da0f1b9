"""A danger to life: the answer begins with what to do now, whatever else is asked."""

from dataclasses import replace

from handlers.context.turn_context import TurnContext, TurnResult


def warned(context: TurnContext, respond: TurnResult) -> TurnResult:
    """The step with the advice before it, once for each opinion, and its draft marked."""
    urgent = context.heard.urgent
    if urgent is None:
        return respond
    draft = respond.state.draft
    if draft and draft.urgent == urgent.kind:
        return respond
    reply = respond.reply
    reply = replace(reply, text=f"{urgent.advice}\n{reply.text}", say=f"{urgent.advice}{reply.say}")
    state = (
        replace(respond.state, draft=replace(draft, urgent=urgent.kind)) if draft else respond.state
    )
    return TurnResult(state, reply)
