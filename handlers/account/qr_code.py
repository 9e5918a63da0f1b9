"""Station codes and deputy codes (站码/代表码): signed, so that nobody else can make one."""

import hmac
from base64 import urlsafe_b64encode
from datetime import datetime

from sqlmodel import Session, col, select

from data.column import Seal
from data.record.code import Code, CodeKind
from data.record.station import Representative

_SIGNED = 12
"""Bytes of the signature: 96 bits, so that a whole token fits the 64 characters of a deep link."""
_HIGHEST = 2**31


def standing(
    session: Session, station: str, representative: Representative | None, now: datetime
) -> Code:
    """The code of a station, or of one of its deputies, that holds now; made where none does."""
    kind = CodeKind.REPRESENTATIVE if representative else CodeKind.STATION
    number = representative.id if representative else None
    found = session.exec(
        select(Code).where(
            Code.kind == kind,
            Code.station_code == station,
            Code.representative_id == number,
            col(Code.revoked_at).is_(None),
        )
    ).first()
    if found:
        return found
    code = Code(kind=kind, station_code=station, representative_id=number, made_at=now)
    session.add(code)
    session.flush()
    return code


def since(session: Session, station: str) -> dict[int | None, datetime]:
    """Since when the codes of a station hold: by its deputies, and its own under None."""
    found = select(Code).where(Code.station_code == station, col(Code.revoked_at).is_(None))
    return {code.representative_id: code.made_at for code in session.exec(found)}


def token(code: Code) -> str:
    """What the QR picture holds: the kind, the number, the signature."""
    plain = f"{code.kind}_{code.id}"
    return f"{plain}_{_signature(plain)}"


def read(session: Session, text: str) -> Code | None:
    """The code of a token; None for a forged and for a revoked one."""
    kind, _, rest = text.partition("_")
    number, _, signature = rest.partition("_")
    if not number.isascii() or not number.isdigit() or int(number[:12]) > _HIGHEST:
        return None
    if not hmac.compare_digest(_signature(f"{kind}_{number}").encode(), signature.encode()):
        return None
    found = session.get(Code, int(number))
    return found if found and found.kind == kind and not found.revoked_at else None


def revoke(code: Code, now: datetime) -> None:
    """From now on whoever scans it is told so; the next sheet shows a new one."""
    code.revoked_at = code.revoked_at or now


def _signature(plain: str) -> str:
    return urlsafe_b64encode(Seal.sign("code", plain)[:_SIGNED]).decode()
