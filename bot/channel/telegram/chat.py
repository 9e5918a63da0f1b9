"""A private chat: whatever is sent becomes a turn, and its reply goes back."""

import asyncio
import logging
from dataclasses import replace
from pathlib import Path

from sqlalchemy.exc import OperationalError
from telegram import CallbackQuery, Message, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.channel.telegram import keyboard, media, telegram_text
from bot.channel.telegram.media import NotFetchedError, TooBigError
from bot.services import Services, off_the_loop
from data.record.attachment import AttachmentKind
from data.record.conversation import Channel
from handlers.conversation.service import TooLongError
from handlers.message import resident_text as common
from handlers.message.turn import Enclosed, Reply, Turn
from speech.audio.codec import opus

Context = ContextTypes.DEFAULT_TYPE
_LISTENERS = 2
"""How many voice notes are recognised at the same time."""
_STT_OPENS_S = 30.0
_log = logging.getLogger(__name__)


class Chat:
    """What happens to the updates of private chats. Keeps nothing: the dialogue does."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._listeners = asyncio.Semaphore(_LISTENERS)

    async def text(self, update: Update, _context: Context) -> None:
        """Somebody writes, or uses the menu."""
        if message := update.message:
            await self._take(message, self._turn(message, message.text or ""))

    async def button(self, update: Update, _context: Context) -> None:
        """A button; an old one says that it is old."""
        query = update.callback_query
        if not query or not isinstance(query.message, Message):
            return
        message, sender = query.message, str(query.message.chat_id)
        turn_id = f"press-{query.id}"  # numbered apart from messages
        if message.chat.type != message.chat.PRIVATE:
            return
        last = await self._services.run(self._services.dialogue.last, Channel.TELEGRAM, sender)
        answered = await self._services.run(
            self._services.dialogue.answered, Channel.TELEGRAM, sender, turn_id
        )
        said = keyboard.pressed(last.reply if last else None, query.data or "")
        await _acknowledge(query, None if said or answered else telegram_text.OLD_BUTTON)
        if said or answered:
            await self._take(message, replace(self._turn(message, said or ""), id=turn_id))

    async def voice(self, update: Update, _context: Context) -> None:
        """A voice note: kept first, then heard."""
        message = update.message
        sound = message and media.sound_of(message)
        if not message or not sound:
            return
        turn, dialogue = self._turn(message, ""), self._services.dialogue
        where = (Channel.TELEGRAM, turn.sender, turn.id)
        if await self._services.run(dialogue.answered, *where):
            await self._take(message, turn)
            return
        kept = self._services.settings.audio / f"{_name(turn)}.oga"
        if not await self._fetched(message, sound, kept):
            return
        await self._services.run(dialogue.greet, Channel.TELEGRAM, turn.sender, turn.station)
        await self._services.run(dialogue.recording, *where, kept.name)
        try:
            name, heard = await self._heard(kept, turn)
        except OSError:
            _log.exception("a voice note could not be kept")
            await message.reply_text(common.FULL)
            return
        await self._services.run(dialogue.recording, *where, name)
        await self._take(message, heard)

    async def photo(self, update: Update, _context: Context) -> None:
        """A photo, with or without words under it."""
        message = update.message
        picture = message and media.picture_of(message)
        if not message or not picture:
            return
        turn = self._turn(message, message.caption or "")
        kept = self._services.settings.attachments / f"{_name(turn)}.jpg"
        if await self._fetched(message, picture, kept):
            photo = Enclosed(AttachmentKind.PHOTO, file=kept.name)
            await self._take(message, replace(turn, enclosed=(photo,)))

    async def location(self, update: Update, _context: Context) -> None:
        """A shared place. One that goes on moving counts where it began."""
        message = update.message
        if not message or not message.location:
            return
        position = (message.location.latitude, message.location.longitude)
        here = Enclosed(AttachmentKind.LOCATION, position=position)
        await self._take(message, replace(self._turn(message, ""), enclosed=(here,)))

    async def forwarded(self, update: Update, _context: Context) -> None:
        """Somebody else's words."""
        if message := update.message:
            await message.reply_text(telegram_text.FORWARDED)

    async def edited(self, update: Update, _context: Context) -> None:
        """What was said stays said; a moving place moves without a word."""
        message = update.edited_message
        if message and not message.location:
            await message.reply_text(telegram_text.EDITED)

    async def other(self, update: Update, _context: Context) -> None:
        """A sticker, a video, a file: a word of help."""
        message = update.message
        if not message:
            return
        big = message.document and (message.document.file_size or 0) >= media.BIGGEST
        await message.reply_text(telegram_text.TOO_BIG if big else telegram_text.CANNOT_READ)

    async def _heard(self, kept: Path, turn: Turn) -> tuple[str, Turn]:
        async with self._listeners:
            if self._services.stt.engine is None:  # just started: she need not say it again
                await off_the_loop(self._services.stt.wait, _STT_OPENS_S)
            return await off_the_loop(media.hear, kept, self._services.stt.engine, turn)

    async def _fetched(self, message: Message, file: media.Fetchable, to: Path) -> bool:
        """Whether it lies on our disk now; else its sender was told why not."""
        try:
            media.check(file)
            await media.fetch(file, to)
        except TooBigError:
            long = media.sound_of(message) is not None
            await message.reply_text(
                telegram_text.TOO_LONG_VOICE if long else telegram_text.TOO_BIG
            )
        except NotFetchedError:
            await message.reply_text(telegram_text.NOT_FETCHED)
        except OSError:
            _log.exception("a file could not be kept")
            await message.reply_text(common.FULL)
        else:
            return True
        return False

    async def _take(self, message: Message, turn: Turn) -> None:
        try:
            reply = await self._services.turn(turn)
        except TooLongError:
            await message.reply_text(common.TOO_LONG)
            return
        except OperationalError:
            _log.exception("the database refused")
            await message.reply_text(common.FULL)
            return
        await self._answer(message, reply)

    async def _answer(self, message: Message, reply: Reply) -> None:
        await message.reply_text(keyboard.text_of(reply), reply_markup=keyboard.buttons_of(reply))
        for name in reply.sounds:
            path = self._services.settings.audio / name
            if path.exists():
                ours = path.suffix == ".s16le"  # else as it came: nothing could decode it
                voice = await off_the_loop(opus, path) if ours else path
                await message.reply_voice(voice)
        for name in reply.photos:
            path = self._services.settings.attachments / name
            if path.exists():
                await message.reply_photo(path)

    def _turn(self, message: Message, text: str) -> Turn:
        quoted = message.reply_to_message
        return Turn(
            id=str(message.message_id),
            channel=Channel.TELEGRAM,
            sender=str(message.chat_id),
            text=text,
            station=self._services.settings.station,
            quoted=(quoted.text or quoted.caption) if quoted else None,
        )


def _name(turn: Turn) -> str:
    return f"{turn.channel}-{turn.sender}-{turn.id}"


async def _acknowledge(query: CallbackQuery, text: str | None) -> None:
    """Stop the spinner; a press that is too old to be acknowledged counts all the same."""
    try:
        await query.answer(text, show_alert=text is not None)
    except TelegramError:
        return
