"""Telegram's webhook: an update is stored, and only then is Telegram told that it came."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response

from bot.channel.telegram.service import SECRET_HEADER, WEBHOOK, TelegramChannel

router = APIRouter(include_in_schema=False)


@router.post(WEBHOOK)
async def update(
    request: Request,
    update: dict[str, Any],
    secret: Annotated[str | None, Header(alias=SECRET_HEADER)] = None,
) -> Response:
    """One update. Whoever does not bring the secret token learns nothing."""
    service: TelegramChannel | None = getattr(request.app.state, "telegram", None)
    if service is None or not service.is_ours(secret):
        return Response(status_code=404)
    if not isinstance(update.get("update_id"), int):
        return Response(status_code=422)
    await service.take([update])
    return Response(status_code=200)
