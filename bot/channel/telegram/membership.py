"""Who blocks the bot is told nothing more, and who lets it in again is."""

from telegram import ChatMember, Update
from telegram.ext import ContextTypes

from bot.services import Services
from data.record.conversation import Channel
from handlers.notification import closed_chat


class Membership:
    """What happens where the bot's own place in a chat changes."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def changed(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A private chat was blocked, or opened again."""
        change = update.my_chat_member
        if not change or change.chat.type != change.chat.PRIVATE:
            return
        open_ = change.new_chat_member.status not in (ChatMember.BANNED, ChatMember.LEFT)
        await self._services.run(self._note, str(change.chat.id), open_)

    def _note(self, address: str, open_: bool) -> None:
        with self._services.database.transaction() as session:
            if open_:
                closed_chat.reopen_at(session, Channel.TELEGRAM, address)
            else:
                closed_chat.close(session, Channel.TELEGRAM, address, self._services.clock())
