"""What a client is told when something is wrong: a code for programs, words for people."""

import logging

from fastapi import FastAPI, HTTPException, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import OperationalError

from bot import api_text
from handlers.conversation.service import TooLongError
from handlers.message import resident_text as common
from handlers.opinion.errors import MissingError
from handlers.opinion.lifecycle import RefusedError

UNAUTHORIZED = 401
_log = logging.getLogger(__name__)


def fault(status: int, code: str, text: str, **more: object) -> JSONResponse:
    """A refusal as every channel of ours words it."""
    return JSONResponse({"detail": {"code": code, "words": text, **more}}, status_code=status)


def refused(status: int, code: str, text: str, **more: object) -> HTTPException:
    """The same, to be raised."""
    headers = {"WWW-Authenticate": "Bearer"} if status == UNAUTHORIZED else None
    return HTTPException(status, {"code": code, "words": text, **more}, headers)


def handle(app: FastAPI) -> None:
    """Teach the application to answer faults in this way."""
    app.add_exception_handler(TooLongError, _too_long)
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(MissingError, _missing)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(OperationalError, _storage)
    app.add_exception_handler(Exception, _unforeseen)


def _too_long(_request: Request, _error: Exception) -> JSONResponse:
    return fault(413, "too_long", common.TOO_LONG)


def _refused(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RefusedError)  # noqa: S101 - handle() says so
    last = error.last
    text = api_text.REFUSED.format(
        state=api_text.state(error.state),
        last=api_text.action(last.action) if last else "",
    )
    return fault(
        409,
        "not_possible",
        text,
        state=error.state,
        possible=list(error.possible),
        last={"action": last.action, "actor": last.actor, "at": last.at.isoformat()}
        if last
        else None,
    )


def _missing(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, MissingError)  # noqa: S101 - handle() says so
    field = api_text.FIELDS.get(error.field, error.field)
    return fault(422, "invalid", api_text.UNUSABLE.format(field=field), field=error.field)


def _invalid(_request: Request, error: Exception) -> JSONResponse:
    where = error.errors() if isinstance(error, RequestValidationError) else []
    field = str(where[0]["loc"][-1]) if where else ""
    text = api_text.UNUSABLE.format(field=api_text.FIELDS.get(field, field))
    errors = jsonable_encoder(where, exclude={"input", "ctx"})
    return fault(422, "invalid", text, field=field, errors=errors)


def _storage(_request: Request, error: Exception) -> JSONResponse:
    _log.error("the database refused: %s", error)
    return fault(507, "storage", common.FULL)


def _unforeseen(_request: Request, error: Exception) -> JSONResponse:
    _log.error("unforeseen", exc_info=error)
    return fault(500, "broken", common.BROKEN)
