"""The worker: delivers notices and goes the clock's rounds, until it is told to stop."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, time, timedelta

from bot.channel import inbox
from bot.channel.callback.transport import CallbackTransport
from bot.channel.log_file import LogFileTransport
from bot.channel.platform.transport import PlatformTransport
from bot.channel.telegram.transport import TelegramTransport
from data.database import Database
from data.record.conversation import Channel
from data.settings import Settings
from handlers.action import escalation
from handlers.notification import outbox
from handlers.notification.dispatcher import Dispatcher, Transport
from handlers.privacy import erasure, retention

PAUSE_S = 1.0
WATCH_EVERY = timedelta(seconds=30)
TIDY_EVERY = timedelta(hours=1)
_log = logging.getLogger(__name__)


def transports(settings: Settings, clock: Callable[[], datetime]) -> dict[str, Transport]:
    """The transports that carry news. Who comes back to a kiosk or chat hears it there.

    Without a platform its notices stand in the log, so that nothing waits unseen.
    """
    log = LogFileTransport(settings.home / "notices.log")
    found: dict[str, Transport] = {outbox.LOG: log, outbox.PLATFORM: log}
    if settings.platform_url:
        secret = settings.platform_secret
        found[outbox.PLATFORM] = PlatformTransport(settings.platform_url, secret, clock)
    if settings.telegram_token:
        found[Channel.TELEGRAM] = TelegramTransport(settings.telegram_token, settings.telegram_api)
    if settings.callback_url and settings.callback_token:
        found[Channel.CALLBACK] = CallbackTransport(settings.callback_url, settings.callback_token)
    return found


class BackgroundWorker:
    """A thread that works for as long as the application is open."""

    def __init__(
        self, database: Database, settings: Settings, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._clock = clock
        self._home = settings.home
        self._keep_days = settings.keep_days
        quiet = (time(settings.quiet_from), time(settings.quiet_until))
        self._dispatcher = Dispatcher(database, transports(settings, clock), clock, quiet=quiet)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self.run, name="background", daemon=True)
        self._watched: datetime | None = None
        self._tidied: datetime | None = None

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is in hand."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(15)

    def run(self) -> None:
        """Work until told to stop."""
        while not self._stopping.is_set():
            if not self.once():
                self._stopping.wait(PAUSE_S)

    def once(self) -> int:
        """One round; how much there was to do. Whatever fails is tried again at the next."""
        try:
            now = self._clock()
            done = 0
            if self._watched is None or now - self._watched >= WATCH_EVERY:
                done += escalation.go_round(self._database, now)
                self._watched = now
            if self._tidied is None or now - self._tidied >= TIDY_EVERY:
                retention.go_round(self._database, now, self._keep_days)
                inbox.prune(self._database, now)
                self._tidied = now
            done += erasure.erase(self._database, self._home)
            return done + self._dispatcher.round()
        except Exception:
            _log.exception("a round failed")
            return 0
