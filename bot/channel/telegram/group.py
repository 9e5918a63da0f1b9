"""A group: silent unless addressed, and then the way to a chat of one's own; never any data."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, MessageEntity, Update
from telegram.ext import ContextTypes
from telegram.helpers import create_deep_linked_url

from bot.channel.telegram import telegram_text


async def message(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Something was said in a group."""
    said = update.effective_message
    if not said or update.edited_message or not _addressed(said, context.bot.username):
        return
    here = InlineKeyboardButton(
        telegram_text.IN_GROUP_TITLE, url=create_deep_linked_url(context.bot.username)
    )
    await said.reply_text(telegram_text.IN_GROUP, reply_markup=InlineKeyboardMarkup([[here]]))


def _addressed(message: Message, name: str) -> bool:
    """By name, by a command with the name, or by a reply to what we said."""
    mark = f"@{name}".lower()
    quoted = message.reply_to_message
    if quoted and quoted.from_user and (quoted.from_user.username or "").lower() == name.lower():
        return True
    kinds: list[str | None] = [MessageEntity.MENTION, MessageEntity.BOT_COMMAND]
    found = message.parse_entities(kinds) | message.parse_caption_entities(kinds)
    return any(text.lower().endswith(mark) for text in found.values())
