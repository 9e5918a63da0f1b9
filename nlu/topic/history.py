"""What stations taught us: trained topic models, the newest in use, each of which can be undone."""

import json
import shutil
import tempfile
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path

from nlu.classifier import linear
from nlu.topic import classifier
from nlu.topic.classifier import Subjects

FORMAT = "1"
"""Raise it with nlu.intent.embedded.VERSION: what was learned before must be learned anew."""
MODEL, TWIN, REPORT = "model.npz", "twin.npz", "report.json"


class HistoryError(Exception):
    """What was learned cannot be used: it is damaged, or from another version of ours."""


@dataclass(frozen=True)
class Report:
    """What was learned: from how many messages, and macro-F1 on those held back, before and after.

    `held` were held back from the model that was judged; the one in use has learned from all.
    """

    messages: int
    held: int
    before: float
    after: float
    at: str
    format: str = FORMAT


class History:
    """The generations in a folder, a numbered folder each. The highest is in use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def generation(self) -> int:
        """The number of the generation in use; 0 is what ships."""
        return max((int(path.name) for path in self._folder.glob("[0-9]" * 4)), default=0)

    def report(self) -> Report | None:
        """What is known of the generation in use. Raises HistoryError."""
        if not self.generation:
            return None
        try:
            found = Report(**json.loads(self._at(REPORT).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise HistoryError(f"{self._at(REPORT)}: {error}") from error
        if found.format != FORMAT:
            raise HistoryError(f"{self._at(REPORT)}: of another version")
        return found

    def model(self) -> Subjects | None:
        """The model in use; None where nothing was learned. Raises HistoryError."""
        return self._load(MODEL)

    def twin(self) -> Subjects | None:
        """The same model without the messages that are held back to judge with."""
        return self._load(TWIN)

    def keep(self, model: Subjects, twin: Subjects, report: Report) -> int:
        """Put a new generation in use, whole or not at all; its number."""
        number = self.generation + 1
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=self._folder, prefix=".new-"))
        try:
            linear.save(fresh / MODEL, model.arrays())
            linear.save(fresh / TWIN, twin.arrays())
            (fresh / REPORT).write_text(json.dumps(asdict(report)), encoding="utf-8")
            fresh.replace(self._folder / f"{number:04}")
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        return number

    def undo(self) -> int:
        """Put the generation before in use; its number. Does nothing at 0."""
        number = self.generation
        if number:
            gone = self._folder / f".undone-{number:04}"
            shutil.rmtree(gone, ignore_errors=True)
            (self._folder / f"{number:04}").replace(gone)
            shutil.rmtree(gone, ignore_errors=True)
        return self.generation

    def _at(self, name: str) -> Path:
        return self._folder / f"{self.generation:04}" / name

    def _load(self, name: str) -> Subjects | None:
        if self.report() is None:
            return None
        try:
            return classifier.load(self._at(name))
        except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile) as error:
            raise HistoryError(f"{self._at(name)}: {error}") from error
