"""A server that answers as Rasa 3.6.21 does, from its documentation."""

import json
from dataclasses import dataclass, field

from nlu.rasa.client import RasaClient

TEXT = "路灯坏了两个星期了"


SECRET = "a secret & more"


RANKING = [
    {"name": "urge", "confidence": 0.7},
    {"name": "file_opinion", "confidence": 0.2},
    {"name": "nlu_fallback", "confidence": 0.1},
]


ANSWER = {"text": TEXT, "intent": RANKING[0], "entities": [], "intent_ranking": RANKING}


PARSING_ERROR = {
    "version": "3.6.21",
    "status": "failure",
    "message": "An unexpected error occurred. Error: ",
    "reason": "ParsingError",
    "details": {},
    "help": None,
    "code": 500,
}


NOT_AUTHENTICATED = PARSING_ERROR | {
    "message": "User is not authenticated.",
    "reason": "NotAuthenticated",
    "code": 401,
}


@dataclass
class Pretender:
    """What the local server is to answer, and what it was asked."""

    port: int = 0
    status: int = 200
    answer: bytes = json.dumps(ANSWER).encode()
    delay: float = 0.0
    drip: float = 0.0
    hang_up: bool = False
    drops: bool = False
    """Whether a line that was used is closed as the next question arrives on it."""
    asked: list[str] = field(default_factory=list)
    lines: set[object] = field(default_factory=set)

    def client(self, secret: str | None = SECRET, patience: float = 5.0) -> RasaClient:
        return RasaClient(f"http://127.0.0.1:{self.port}", secret, patience)
