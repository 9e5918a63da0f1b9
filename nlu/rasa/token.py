"""The secret that Rasa's server and we share on one machine, where no other was set."""

import os
import secrets
from pathlib import Path

NAME = Path("rasa") / "token"


def read(home: Path) -> str | None:
    """The token that `make rasa` left, if it has run."""
    try:
        return (home / NAME).read_text(encoding="ascii").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def make(home: Path) -> str:
    """The same token, made first where there is none. Only its owner may read the file."""
    known = read(home)
    if known:
        return known
    token = secrets.token_urlsafe(32)
    path = home / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(token + "\n")
    return token
