"""The bot at work: updates come in by polling or webhook, are stored, and are answered."""

import asyncio
import contextlib
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from telegram import Update
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.channel.inbox import Inbox, ReceivedUpdate, TryLaterError
from bot.channel.telegram.bot import application, introduce
from bot.services import Services
from data.column import Seal
from data.record.conversation import Channel
from data.settings import Settings
from handlers.message import resident_text
from handlers.notification import closed_chat

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name
WEBHOOK = "/webhooks/telegram"
POLL_S = 25
_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 30.0
_CONFLICT_FOR_S = 60.0
"""A poll of ours that was killed stays open there for a while; a second bot does not go away."""
_log = logging.getLogger(__name__)


class TelegramChannel:
    """One bot of one installation."""

    def __init__(
        self,
        services: Services,
        settings: Settings,
        on_silence: Callable[[TelegramError], None] = lambda error: _log.warning("%s", error),
    ) -> None:
        """`on_silence` hears of it where the Bot API does not answer, or answers a second bot."""
        self._services = services
        self._settings = settings
        self._bot = application(settings, services)
        self._bot.add_error_handler(self._failed)
        self._on_silence = on_silence
        self._faults: dict[int, BaseException] = {}
        self._inbox = Inbox(services, Channel.TELEGRAM, self._answer)
        self._opening: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Greet the Bot API, as often as it takes, and go on with what was left. Raises
        InvalidToken."""
        await self._patiently(self._bot.initialize)
        await self._patiently(lambda: introduce(self._bot))
        await self._inbox.resume()

    async def close(self) -> None:
        """What is not answered waits for the next start."""
        if self._opening:
            self._opening.cancel()
        await self._inbox.close()
        await self._bot.shutdown()

    async def take(self, updates: Sequence[dict[str, Any]]) -> None:
        """Store updates as the Bot API sent them; they are answered by and by."""
        undelivered = [_letter(update) for update in updates]
        await self._inbox.take([received for received in undelivered if received])

    def is_ours(self, given: str | None) -> bool:
        """Whether a webhook's secret token is the one that we gave to Telegram."""
        return secrets.compare_digest((given or "").encode(), self._secret().encode())

    def listen(self) -> None:
        """Ask for updates by webhook, as often as it takes: all else runs without Telegram."""
        self._opening = asyncio.create_task(self._listen())

    async def poll(self) -> None:
        """Fetch updates until cancelled. Raises InvalidToken, and Conflict where another bot has
        been polling with the same token for a minute."""
        await self._patiently(self._bot.bot.delete_webhook)
        offset, pause, conflict = None, _PAUSE_S, 0.0
        while True:
            try:
                updates = await self._bot.bot.get_updates(
                    offset=offset,
                    timeout=timedelta(seconds=POLL_S),
                    allowed_updates=Update.ALL_TYPES,
                )
            except InvalidToken:
                raise
            except Conflict as error:
                if not conflict:
                    self._on_silence(error)
                conflict += pause
                if conflict > _CONFLICT_FOR_S:
                    raise
                await asyncio.sleep(pause)
                continue
            except TelegramError as error:
                self._on_silence(error)
                await asyncio.sleep(_after(error) or pause)
                pause = min(pause * 2, _LONGEST_PAUSE_S)
                continue
            pause, conflict = _PAUSE_S, 0.0
            await self.take([update.to_dict() for update in updates])
            if updates:
                offset = updates[-1].update_id + 1

    async def _listen(self) -> None:
        base = (self._settings.telegram_webhook or "").rstrip("/")
        await self.open()
        await self._patiently(
            lambda: self._bot.bot.set_webhook(
                base + WEBHOOK, secret_token=self._secret(), allowed_updates=Update.ALL_TYPES
            )
        )

    async def _patiently(self, call: Callable[[], Awaitable[Any]]) -> None:
        """Until the Bot API answers."""
        pause = _PAUSE_S
        while True:
            try:
                await call()
                return
            except InvalidToken:
                raise
            except TelegramError as error:
                self._on_silence(error)
                await asyncio.sleep(_after(error) or pause)
                pause = min(pause * 2, _LONGEST_PAUSE_S)

    async def _answer(self, body: str) -> None:
        """Answer one update. Raises TryLaterError where the answer did not get out."""
        update = Update.de_json(json.loads(body), self._bot.bot)
        await self._bot.process_update(update)
        fault = self._faults.pop(update.update_id, None)
        if isinstance(fault, Forbidden):
            await self._services.run(self._blocked, update)
        elif isinstance(fault, BadRequest):
            _log.error("the Bot API refused an answer: %s", fault)
        elif isinstance(fault, TelegramError):
            raise TryLaterError(str(fault), _after(fault)) from fault
        elif fault:
            await self._apologise(update)
            raise fault

    async def _apologise(self, update: Update) -> None:
        """A fault of ours: whoever wrote hears that it was not taken, and what to do."""
        chat = update.effective_chat
        if chat and chat.type == chat.PRIVATE:
            with contextlib.suppress(TelegramError):
                await self._bot.bot.send_message(chat.id, resident_text.BROKEN)

    def _blocked(self, update: Update) -> None:
        chat = update.effective_chat
        if chat:
            with self._services.database.transaction() as session:
                closed_chat.close(session, Channel.TELEGRAM, str(chat.id), self._services.clock())

    async def _failed(self, update: object, context: Any) -> None:
        if isinstance(update, Update):
            self._faults[update.update_id] = context.error

    def _secret(self) -> str:
        return Seal.sign("telegram webhook", self._settings.telegram_token or "").hex()


def _letter(update: dict[str, Any]) -> ReceivedUpdate | None:
    """An update with the chat that it belongs to; None for what belongs to none."""
    for what in update.values():
        inner = what.get("message", what) if isinstance(what, dict) else {}
        if chat := inner.get("chat") or inner.get("from"):
            key, body = str(update["update_id"]), json.dumps(update, ensure_ascii=False)
            return ReceivedUpdate(key, str(chat["id"]), body)
    return None


def _after(error: TelegramError) -> float:
    """How long the Bot API asked us to wait, in seconds."""
    wait = error.retry_after if isinstance(error, RetryAfter) else timedelta()
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
