"""The rooms, put together once for a process: database, understanding, dialogue and ear."""

from dataclasses import dataclass

from data.database import Database, open_database
from data.settings import Settings
from handlers.dialogue import Dialogue
from nlu import understander
from nlu.understander import Understander
from speech.ear import Ear, StatusCallback


@dataclass(frozen=True)
class House:
    """Everything that a door may need."""

    settings: Settings
    database: Database
    understander: Understander
    dialogue: Dialogue
    ear: Ear

    def close(self) -> None:
        """Stop listening and let go of the database."""
        self.ear.stop()
        self.database.close()


def open_house(settings: Settings, on_ear: StatusCallback | None = None) -> House:
    """Open the database, load what understands, and make an ear that does not listen yet."""
    database = open_database(settings)
    reader = understander.load(settings.cache, settings.nlu)
    return House(
        settings=settings,
        database=database,
        understander=reader,
        dialogue=Dialogue(database, reader),
        ear=Ear(settings.home, settings.speech, on_ear),
    )
