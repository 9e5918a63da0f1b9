"""Signing what goes to the outside platform and checking what comes from it (docs/platform.md),
as Standard Webhooks does it."""

from collections.abc import Mapping
from datetime import UTC, datetime

from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from data.settings import WHSEC

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"


def headers(secret: str | None, identifier: str, body: bytes, at: datetime) -> dict[str, str]:
    """The headers of a body (UTF-8) that is sent at `at` under an id of its own; without a secret
    they sign nothing."""
    at = at.astimezone(UTC)  # the package takes any time for one in UTC
    found = {ID: identifier, TIMESTAMP: str(int(at.timestamp()))}
    if secret:
        found[SIGNATURE] = _webhook(secret).sign(identifier, at, body.decode())
    return found


def valid(secret: str, given: Mapping[str, str], body: bytes) -> bool:
    """Whether these headers sign this body, at most five minutes ago or ahead by our clock."""
    try:
        _webhook(secret).verify(body, dict(given), json_parse=False)
    except (WebhookVerificationError, ValueError):  # the latter for what is not even of its shape
        return False
    return True


def _webhook(secret: str) -> Webhook:
    """A secret without the standard's prefix is the key itself: the package would decode it."""
    return Webhook(secret if secret.startswith(WHSEC) else secret.encode())
