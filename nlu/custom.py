"""What an installation adds to what ships."""

from dataclasses import dataclass
from pathlib import Path

from data import own_place
from data.own_place import OwnPlace
from data.settings import Settings
from nlu.intent.engine import Remote


@dataclass(frozen=True)
class Custom:
    """`learned` holds a nlu.topic.history.History, `places` are in no official list, and below the
    confidence `sure` staff decide whose job a matter is. `remote` is where its Rasa answers."""

    learned: Path | None = None
    places: tuple[OwnPlace, ...] = ()
    sure: float = 0.5
    remote: Remote | None = None


def of(settings: Settings) -> Custom:
    """The installation's own."""
    return Custom(
        settings.learned,
        own_place.load(settings.places),
        settings.sure,
        Remote(settings.rasa_url, settings.rasa_token, settings.home),
    )
