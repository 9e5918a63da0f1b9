"""The source of a matter that was told in a conversation."""

from datetime import UTC, datetime

from data.record.conversation import Channel, Conversation
from handlers.opinion.source import Source, of_conversation

NOW = datetime(2026, 3, 5, tzinfo=UTC)


def test_a_conversation_says_where_it_was_and_whom_it_was_for() -> None:
    talk = Conversation(
        id="c-1",
        channel=Channel.KIOSK,
        sender="k",
        station_code="330102001",
        representative_id=7,
        state="{}",
        started_at=NOW,
        touched_at=NOW,
    )
    assert of_conversation(talk) == Source(
        Channel.KIOSK, conversation="c-1", client=None, station="330102001", addressed=7
    )
