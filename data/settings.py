"""What an installation can be told, as environment variables `XIAOQING_…`."""

import base64
from functools import cached_property
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

WHSEC = "whsec_"
"""What a secret of Standard Webhooks begins with; base64 follows."""


class Settings(BaseSettings):
    """Settings of one installation; everything it writes lies under `home`."""

    model_config = SettingsConfigDict(
        env_prefix="XIAOQING_",
        frozen=True,
        hide_input_in_errors=True,  # it may be a secret
    )

    home: Path = Path("var")
    """Database, audio, weights and the personal-data key live here."""
    database_url: str | None = None
    """SQLAlchemy URL; SQLite under `home` where none is given."""
    station: str | None = None
    """Division code of the station that this kiosk stands in, for example 330102001."""
    speech: str = "auto"
    """What hears: auto, none, or a name from `xiaoqing models list`."""
    voice: str = "auto"
    """Who speaks where the browser has no Chinese voice: auto, none, kokoro-zh or espeak-ng."""
    nlu: str = "embedded"
    """Which engine understands: embedded or rasa."""
    rasa_url: str = "http://127.0.0.1:5005"
    """Where Rasa's HTTP API is."""
    rasa_token: str | None = None
    """Rasa's --auth-token; the one that `make rasa` keeps under `home` where none is given."""
    sure: float = 0.5
    """Below this confidence staff decide whose job a matter is, 0 to 1."""
    platform_url: str | None = None
    """Where the outside platform takes our events (docs/platform.md)."""
    platform_secret: str | None = None
    """The secret that both sides sign with: `whsec_` and base64, or any text."""
    quiet_from: int = Field(default=21, ge=0, le=23)
    """From this hour on residents are not woken with news, until `quiet_until`."""
    quiet_until: int = Field(default=8, ge=0, le=23)
    keep_days: int = Field(default=180, ge=1)
    """Days after its end that the sound and photos of a matter are kept."""
    spare_mb: int = Field(default=100, ge=0)
    """MiB that are to be free on the disk before somebody speaks; ten hold the longest turn."""
    telegram_token: str | None = None
    """The bot's token, from @BotFather; without one everything else runs."""
    telegram_api: str | None = None
    """Base URL of the Bot API, where it is not Telegram's own."""
    telegram_webhook: str | None = None
    """Base URL at which Telegram reaches `xiaoqing serve`; `xiaoqing telegram` polls instead."""
    telegram_rate: float = Field(default=25, gt=0)
    """Answers a second at the most; Telegram allows about 30 messages, news included."""
    callback_url: str | None = None
    """Where a chat's own server takes answers and news (docs/channels.md)."""
    callback_token: str | None = None
    """The bearer token that it and we show each other."""
    public_url: str | None = None
    """How phones reach this installation, for printed codes; as the browser did where none is."""
    host: str = "127.0.0.1"
    port: int = 8000
    key: str | None = None
    """Key for personal data at rest; made under `home` on first use where none is given."""

    @field_validator("platform_secret")
    @classmethod
    def _decodes(cls, secret: str | None) -> str | None:
        """Told at the start, not when the first notice goes out."""
        if secret and secret.startswith(WHSEC):
            coded = secret.removeprefix(WHSEC)
            if not base64.b64decode(coded + "=" * (-len(coded) % 4), validate=True):
                raise ValueError("nothing follows whsec_")
        return secret

    @cached_property
    def url(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite:///{self.home.resolve() / 'xiaoqing.db'}"

    @property
    def audio(self) -> Path:
        """Folder of the recordings."""
        return self.home / "audio"

    @property
    def attachments(self) -> Path:
        """Folder of the photos."""
        return self.home / "attachments"

    @property
    def learned(self) -> Path:
        """Folder of what the station taught the assistant."""
        return self.home / "learned"

    @property
    def reference(self) -> Path:
        """Folder of the reference tables that the station has edited (data.reference.table)."""
        return self.home / "reference"

    @property
    def places(self) -> Path:
        """The station's own places (data.own_place)."""
        return self.home / "places.csv"

    @property
    def cache(self) -> Path:
        """Folder of what can be made again, such as trained models."""
        return self.home / "cache"
