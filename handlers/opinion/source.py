"""The source of a matter: who brought it, and by which channel."""

from dataclasses import dataclass

from data.record.conversation import Channel, Conversation


@dataclass(frozen=True)
class Source:
    """`conversation` is the id of the talk it comes from, `client` the program that sent it; at the
    desk there is neither. `station` is where it was brought, `addressed` the deputy whose code
    was scanned."""

    channel: Channel
    conversation: str | None = None
    client: str | None = None
    station: str | None = None
    addressed: int | None = None


def of_conversation(conversation: Conversation) -> Source:
    """The source of what is told in a conversation."""
    return Source(
        conversation.channel,
        conversation.id,
        station=conversation.station_code,
        addressed=conversation.representative_id,
    )
