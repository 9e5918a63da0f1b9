"""A danger to life: the answer begins with what to do now, whatever else is asked."""

from dataclasses import replace

from handlers.context.turn_context import Scene, Step


def warned(scene: Scene, step: Step) -> Step:
    """The step with the advice before it, once for each opinion, and its draft marked."""
    urgent = scene.heard.urgent
    if urgent is None:
        return step
    draft = step.state.draft
    if draft and draft.urgent == urgent.kind:
        return step
    reply = step.reply
    reply = replace(reply, text=f"{urgent.advice}\n{reply.text}", say=f"{urgent.advice}{reply.say}")
    state = replace(step.state, draft=replace(draft, urgent=urgent.kind)) if draft else step.state
    return Step(state, reply)
