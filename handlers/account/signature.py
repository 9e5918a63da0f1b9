"""Signing what goes to the outside platform and checking what comes from it (docs/platform.md).

HMAC-SHA256 over the time and the body, as `sha256=…`; a message older than five minutes is none.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

LATEST = timedelta(minutes=5)


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of a body that is sent at `timestamp` (seconds since 1970)."""
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return f"sha256={digest.hexdigest()}"


def valid(secret: str, timestamp: str, body: bytes, signature: str, now: datetime) -> bool:
    """Whether this signature is right and fresh."""
    if not timestamp.isascii() or not timestamp.isdigit():
        return False
    if abs(now.timestamp() - int(timestamp)) > LATEST.total_seconds():
        return False
    return hmac.compare_digest(sign(secret, timestamp, body).encode(), signature.encode())
