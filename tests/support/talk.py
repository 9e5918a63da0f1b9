"""Talking with the dialogue as a door does."""

import itertools

from data.record.conversation import Channel
from handlers.conversation.service import Dialogue
from handlers.message.turn import Reply, Turn


class Talk:
    """One resident at one door."""

    def __init__(
        self,
        dialogue: Dialogue,
        sender: str = "resident",
        channel: Channel = Channel.REST,
        station: str | None = None,
    ) -> None:
        self.dialogue, self.sender, self.channel, self.station = dialogue, sender, channel, station
        self._numbers = itertools.count()

    def say(self, text: str, **more: object) -> Reply:
        """Say one thing, hear the answer."""
        turn = Turn(
            id=f"{self.sender}-{next(self._numbers)}",
            channel=self.channel,
            sender=self.sender,
            text=text,
            station=self.station,
            **more,  # type: ignore[arg-type]
        )
        return self.dialogue.turn(turn)

    def file(self, matter: str = "清波街道三幢楼下的路灯坏了两个星期了，晚上很黑") -> str:
        """Tell a whole matter without name or phone; the receipt code."""
        self.say(matter)
        self.say("不留")
        reply = self.say("对的")
        assert reply.card
        assert reply.card.code, reply
        return reply.card.code.replace(" ", "")
