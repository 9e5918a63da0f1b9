"""The console's pages: templates, and how moments and states are written in them."""

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates

from bot import api_text as common
from bot import disk
from bot.console import console_text
from data.calendar import HANGZHOU
from data.record.opinion import Opinion, OpinionState
from data.reference.place import divisions
from handlers.opinion import receipt

FOLDER = Path(__file__).parent
_templates = Jinja2Templates(directory=FOLDER / "templates")


def show(request: Request, name: str, status: int = 200, **values: Any) -> Response:
    """A page; each says it when the disk is full."""
    values["disk_full"] = disk.is_short(request.app.state.services.settings)
    return _templates.TemplateResponse(request, name, values, status_code=status)


def moment(value: datetime | None) -> str:
    """3月5日 10:30, in Hangzhou."""
    if value is None:
        return ""
    local = value.astimezone(HANGZHOU)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def due(value: datetime | None) -> str:
    """The end of a limit: a day where it ends at midnight, else the minute."""
    if value is None:
        return ""
    local = value.astimezone(HANGZHOU)
    if local.time() != time():
        return moment(value)
    last = local - timedelta(days=1)
    return f"{last.month}月{last.day}日"


def state(value: OpinionState | None) -> str:
    """A state in two to four characters."""
    return common.state(value) if value else ""


def who(trace: str) -> str:
    """Who did it: a role and a name."""
    role, _, name = trace.partition(":")
    called = console_text.ROLES.get(role, role)
    return f"{called} {name}" if name else called


def since(value: datetime, now: datetime) -> str:
    """How long ago, in the largest unit that is full."""
    minutes = max(0, int((now - value).total_seconds() // 60))
    for size, unit in ((24 * 60, "天"), (60, "小时")):
        if minutes >= size:
            return f"{minutes // size} {unit}"
    return f"{minutes} 分钟"


def division(code: str | None) -> str:
    """A division by its name; its code where it has none."""
    known = divisions.load().get(code)
    return (known.words or known.name) if known else code or ""


def lateness(opinion: Opinion, now: datetime) -> str:
    """late, soon, waiting or "", for the colour of a line."""
    if opinion.waiting_since:
        return "waiting"
    if opinion.due_at is None:
        return ""
    left = (opinion.due_at - now).total_seconds()
    if left < 0:
        return "late"
    return "soon" if left < console_text.SOON_S else ""


_templates.env.filters.update(
    moment=moment,
    due=due,
    state=state,
    action=common.action,
    who=who,
    code=receipt.shown,
    since=since,
    division=division,
)
_templates.env.globals.update(w=console_text, lateness=lateness)
_templates.env.trim_blocks = _templates.env.lstrip_blocks = True
