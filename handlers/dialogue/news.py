"""News that waited for somebody to come back: told before the answer to what was said."""

from dataclasses import replace

from data.record.conversation import Channel
from handlers.account.chat_link import PERSONAL
from handlers.context.turn_context import TurnContext, TurnResult
from handlers.notification.outbox import take_news_for


def told(context: TurnContext, respond: TurnResult) -> TurnResult:
    """The step with what happened meanwhile before it. At a kiosk the next person may stand there:
    whoever wants to hear says the code. A chat of one's own is told by itself."""
    if context.conversation.channel in (Channel.KIOSK, *PERSONAL):
        return respond
    waiting = take_news_for(
        context.session, context.conversation.channel, context.conversation.sender, context.now
    )
    fresh = [words for words in waiting if words not in respond.reply.text]
    if not fresh:
        return respond
    reply = respond.reply
    text, say = "\n".join([*fresh, reply.text]), "".join([*fresh, reply.say])
    return TurnResult(respond.state, replace(reply, text=text, say=say))
