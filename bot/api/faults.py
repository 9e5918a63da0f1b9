"""What a client is told when something is wrong: a code for programs, words for people."""

import logging

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import OperationalError

from handlers import words
from handlers.dialogue import TooLongError

_log = logging.getLogger(__name__)


def fault(status: int, code: str, text: str, **more: object) -> JSONResponse:
    """A refusal as every door of ours words it."""
    return JSONResponse({"detail": {"code": code, "words": text, **more}}, status_code=status)


def handle(app: FastAPI) -> None:
    """Teach the application to answer faults in this way."""
    app.add_exception_handler(TooLongError, _too_long)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(OperationalError, _storage)
    app.add_exception_handler(Exception, _unforeseen)


def _too_long(_request: Request, _error: Exception) -> JSONResponse:
    return fault(413, "too_long", words.TOO_LONG)


def _invalid(_request: Request, error: Exception) -> JSONResponse:
    where = error.errors() if isinstance(error, RequestValidationError) else []
    return fault(422, "invalid", words.BROKEN, errors=jsonable_encoder(where, exclude={"input"}))


def _storage(_request: Request, error: Exception) -> JSONResponse:
    _log.error("the database refused: %s", error)
    return fault(507, "storage", words.FULL)


def _unforeseen(_request: Request, error: Exception) -> JSONResponse:
    _log.error("unforeseen", exc_info=error)
    return fault(500, "broken", words.BROKEN)
