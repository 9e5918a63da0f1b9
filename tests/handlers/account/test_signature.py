"""Signing and checking: what the standard says, and what no signature is."""

import base64
import hmac
from datetime import UTC, datetime, timedelta, timezone

import pytest

from handlers.account import signature

SECRET = "whsec_YSBzZWNyZXQgdGhhdCBib3RoIHNpZGVzIGtlZXA="
BODY = '{"code":"12345678","words":"加了三班车"}'.encode()


def test_the_signature_is_the_standards() -> None:
    """The example that the implementations of Standard Webhooks are tested with."""
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    at = datetime.fromtimestamp(1614265330, timezone(timedelta(hours=8)))
    assert signature.headers(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", body, at) == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@pytest.mark.parametrize("secret", ["a secret of both", "秘密", "x"])
def test_a_secret_of_plain_text_is_the_key_itself(secret: str) -> None:
    now, body = datetime.now(UTC), b"{}"
    headers = signature.headers(secret, "e1", body, now)
    signed = f"e1.{int(now.timestamp())}.".encode() + body
    digest = hmac.digest(secret.encode(), signed, "sha256")
    assert headers[signature.SIGNATURE] == f"v1,{base64.b64encode(digest).decode()}"
    assert signature.valid(secret, headers, body)


def test_without_a_secret_nothing_is_signed_and_nothing_holds() -> None:
    unsigned = signature.headers(None, "e1", BODY, datetime.now(UTC))
    assert set(unsigned) == {signature.ID, signature.TIMESTAMP}
    assert not signature.valid(SECRET, unsigned, BODY)


@pytest.mark.parametrize("late", [-290, 0, 290])
def test_a_signature_holds_for_five_minutes_either_way(late: int) -> None:
    at = datetime.now(UTC) - timedelta(seconds=late)
    assert signature.valid(SECRET, signature.headers(SECRET, "e1", BODY, at), BODY)
    far = at - timedelta(seconds=600 if late >= 0 else -600)
    assert not signature.valid(SECRET, signature.headers(SECRET, "e1", BODY, far), BODY)


def test_a_body_an_id_or_a_secret_of_another_does_not_hold() -> None:
    right = signature.headers(SECRET, "e1", BODY, datetime.now(UTC))
    assert not signature.valid(SECRET, right, BODY + b" ")
    assert not signature.valid(SECRET, right | {signature.ID: "e2"}, BODY)
    assert not signature.valid("another secret", right, BODY)
