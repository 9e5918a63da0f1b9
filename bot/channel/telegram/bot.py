"""The bot as python-telegram-bot knows it: which updates go where, and the Bot API's limits."""

from typing import Any

from telegram import BotCommand
from telegram.ext import (
    AIORateLimiter,
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    MessageHandler,
    filters,
)

from bot.channel.telegram import group, telegram_text
from bot.channel.telegram.chat import Chat
from bot.channel.telegram.membership import Membership
from bot.services import Services
from data.settings import Settings

_CONNECTIONS, _PATIENCE_S = 64, 20.0
BotApplication = Application[Any, Any, Any, Any, Any, Any]


def application(settings: Settings, services: Services) -> BotApplication:
    """The bot, not running yet; without an updater, since the service brings the updates."""
    assert settings.telegram_token  # noqa: S101 - whoever calls has looked
    builder = (
        Application.builder()
        .token(settings.telegram_token)
        .updater(None)
        .rate_limiter(AIORateLimiter(settings.telegram_rate, 1, max_retries=3))
        .connection_pool_size(_CONNECTIONS)
        .pool_timeout(_PATIENCE_S)
    )
    if settings.telegram_api:
        base = settings.telegram_api.rstrip("/")
        builder = builder.base_url(f"{base}/bot").base_file_url(f"{base}/file/bot")
    bot = builder.build()
    chat = Chat(services)
    for what, handle in (
        (filters.ChatType.GROUPS, group.message),
        (~filters.ChatType.PRIVATE, _silent),
        (filters.UpdateType.EDITED_MESSAGE, chat.edited),
        (filters.FORWARDED, chat.forwarded),
        (filters.VOICE | filters.AUDIO, chat.voice),
        (filters.PHOTO | filters.Document.IMAGE, chat.photo),
        (filters.LOCATION, chat.location),
        (filters.TEXT, chat.text),
        (filters.ALL, chat.other),
    ):
        bot.add_handler(MessageHandler(what, handle))
    bot.add_handler(CallbackQueryHandler(chat.button))
    bot.add_handler(
        ChatMemberHandler(Membership(services).changed, ChatMemberHandler.MY_CHAT_MEMBER)
    )
    return bot


async def introduce(bot: BotApplication) -> None:
    """The menu, in Chinese."""
    await bot.bot.set_my_commands([BotCommand(name, told) for name, told in telegram_text.COMMANDS])


async def _silent(_update: object, _context: object) -> None:
    """A channel: none of our business."""
