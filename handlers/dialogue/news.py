"""News that waited for somebody to come back: told before the answer to what was said."""

from dataclasses import replace

from data.record.conversation import Door
from handlers.account.chat_link import PERSONAL
from handlers.context.turn_context import Scene, Step
from handlers.notification.outbox import take_news_for


def told(scene: Scene, step: Step) -> Step:
    """The step with what happened meanwhile before it. At a kiosk the next person may stand there:
    whoever wants to hear says the code. A chat of one's own is told by itself."""
    if scene.conversation.door in (Door.KIOSK, *PERSONAL):
        return step
    waiting = take_news_for(
        scene.session, scene.conversation.door, scene.conversation.sender, scene.now
    )
    fresh = [words for words in waiting if words not in step.reply.text]
    if not fresh:
        return step
    reply = step.reply
    text, say = "\n".join([*fresh, reply.text]), "".join([*fresh, reply.say])
    return Step(step.state, replace(reply, text=text, say=say))
