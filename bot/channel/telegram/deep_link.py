"""The bot's name, for the codes that lead to it."""

from functools import lru_cache

import httpx

from bot.channel.telegram.transport import API
from data.settings import Settings

_PATIENCE_S = 3.0


def deep_link(settings: Settings, token: str) -> str | None:
    """The address that opens a chat with our bot and brings it this token; None where there is no
    bot, or where the Bot API does not tell its name now."""
    if not settings.telegram_token:
        return None
    try:
        name = _name(settings.telegram_api or API, settings.telegram_token)
    except (httpx.HTTPError, ValueError, KeyError):
        return None
    return f"https://t.me/{name}?start={token}"


@lru_cache(maxsize=1)
def _name(api: str, token: str) -> str:
    answer = httpx.get(f"{api.rstrip('/')}/bot{token}/getMe", timeout=_PATIENCE_S)
    return str(answer.raise_for_status().json()["result"]["username"])
