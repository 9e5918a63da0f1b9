"""How well places are found: scenes typed and as Whisper hears them, messages, addresses.

Rules were made with four fifths of the addresses and one half of the messages in view, by hashes
of their texts; the figures of what was not in view stand beside those of the whole.
"""

import csv
import hashlib
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data import own_place
from data.reference.place import aliases, divisions
from data.reference.place.divisions import Division, DivisionLevel
from nlu.custom import Custom
from nlu.place.gazetteer import stem
from nlu.understander import Understander
from nlu.understander import load as load_understander
from nlu.understanding import Understanding
from speech.audio.codec import decode
from speech.model import weights
from speech.turn.transcription import transcribe
from tests.bench.speech import ready
from tests.bench.split import is_held_out
from tests.support.shared import find_shared

Rows = list[tuple[str, str, str]]
WHISPER = "whisper-base"
HALF = 2


@dataclass(frozen=True)
class Scene:
    """A spoken scene and what must be understood from it; empty where nothing must be."""

    id: str
    text: str
    intent: str
    district: str
    street: str
    levels: tuple[str, ...]


def scenes() -> list[Scene]:
    """The shared scenes; none where they are not there."""
    path = find_shared("speech", "scenes", "scenes.tsv")
    if path is None:
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Scene(
                row["id"],
                row["text"],
                row["intent"],
                row["district"],
                row["street"],
                tuple(row["level"].split("|")) if row["level"] else (),
            )
            for row in csv.DictReader(file, delimiter="\t")
        ]


def marks(understander: Understander, said: Sequence[tuple[Scene, str]]) -> dict[str, str]:
    """How many scenes, typed or heard as the texts beside them, are understood right."""
    right: dict[str, list[bool]] = defaultdict(list)
    for scene, text in said:
        found = understander.understand(text)
        right["intent"].append(found.intent.name == scene.intent)
        for part in ("district", "street"):
            if wanted := getattr(scene, part):
                right[part].append(getattr(found.place, part, None) == wanted)
        if scene.levels:
            level = found.jurisdiction.level if found.jurisdiction else None
            right["level"].append(level in scene.levels)
    return {name: f"{sum(hits)} of {len(hits)}" for name, hits in right.items()}


def heard(home: Path) -> list[tuple[Scene, str]]:
    """The scenes as Whisper base writes them down; none where it is not installed."""
    folder = find_shared("speech", "scenes")
    if folder is None or WHISPER not in weights.installed(home):
        return []
    engine = ready(WHISPER, home)
    return [
        (scene, transcribe(decode(folder / f"{scene.id}.wav"), engine).text) for scene in scenes()
    ]


@dataclass(frozen=True)
class Counted:
    """How many texts name a place, for how many one was found, and how many of these are right."""

    texts: int
    found: int
    right: int

    @property
    def share_found(self) -> float:
        """Of those that name a place."""
        return self.found / max(1, self.texts)

    @property
    def share_right(self) -> float:
        """Of those found."""
        return self.right / max(1, self.found)


def messages(understander: Understander) -> tuple[Counted, Counted]:
    """Districts of the Hangzhou messages whose board says one: all, and the half not in view."""
    path = find_shared("opinions", "hangzhou_messages.csv")
    if path is None:
        return Counted(0, 0, 0), Counted(0, 0, 0)
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["district"]]
    pairs = [
        (row, understander.understand(f"{row['title']}。{row['content']}").place) for row in rows
    ]
    unseen = [(row, place) for row, place in pairs if _half(row["title"] + row["content"])]
    return tuple(  # type: ignore[return-value]
        Counted(
            len(some),
            sum(place is not None for _, place in some),
            sum(place is not None and place.district == row["district"] for row, place in some),
        )
        for some in (pairs, unseen)
    )


def _half(text: str) -> bool:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) % HALF == 1


def with_estates(understander: Understander, folder: Path) -> Understander:
    """The same with the shared estates imported, as `xiaoqing places import` does."""
    path = find_shared("places", "hangzhou_communities_coords.csv")
    own = tuple(own_place.read(path)) if path else ()
    return load_understander(folder, custom=Custom(places=own))


def addresses(understander: Understander, *, unseen: bool) -> tuple[Counted, Counted]:
    """(districts, streets) of the shared addresses that write them, as they are today."""
    path = find_shared("places", "hangzhou_addresses.csv")
    districts: list[tuple[bool, bool]] = []
    streets: list[tuple[bool, bool]] = []
    with path.open(encoding="utf-8", newline="") if path else tempfile.TemporaryFile("w+") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if unseen and not is_held_out(row["text"]):
            continue
        spans: dict[str, str] = {}
        for span in row["spans"].split():
            name, _, value = span.partition("=")
            spans.setdefault(name, value)
        today = _today(spans.get("district", ""))
        street = _street(spans.get("town", ""), today)
        found = understander.understand(row["text"])
        wanted = {street.district} if street else today
        if wanted:
            districts.append(_hit(found, "district", wanted))
        if street:
            streets.append(_hit(found, "street", {street.name}))
    return _count(districts), _count(streets)


def _hit(found: Understanding, part: str, wanted: set[str | None]) -> tuple[bool, bool]:
    given = getattr(found.place, part, None)
    return given is not None, given in wanted


def _count(hits: Sequence[tuple[bool, bool]]) -> Counted:
    return Counted(len(hits), sum(found for found, _ in hits), sum(right for _, right in hits))


@cache
def _today(district: str) -> set[str | None]:
    """What a district of 2018 may be today."""
    names: dict[str, set[str | None]] = defaultdict(set)
    for division in divisions.load().at(DivisionLevel.DISTRICT):
        names[division.name].add(division.name)
    for alias in aliases.load():
        if alias.kind in {"old", "once"}:
            names[alias.name].add(alias.division.name)
    return names.get(district) or names.get(f"{district}区") or set()


@cache
def _streets() -> dict[str, list[Division]]:
    found: dict[str, list[Division]] = defaultdict(list)
    for street in divisions.load().at(DivisionLevel.STREET):
        found[stem(street)].append(street)
    return found


def _street(town: str, today: set[str | None]) -> Division | None:
    """Today's street of a town's name, where there is just one in those districts."""
    for ending in ("街道办事处", "街道办", "街道", "镇政府", "镇", "畲族乡", "乡", ""):
        if town.endswith(ending) and len(town) > len(ending) + 1:
            town = town[: len(town) - len(ending)]
            break
    named = [s for s in _streets().get(town, []) if not today or s.district in today]
    return named[0] if len(named) == 1 else None


def measure(understander: Understander, home: Path) -> Rows:
    """(what, measured, must reach)."""
    typed = marks(understander, [(scene, scene.text) for scene in scenes()])
    wanted = {"intent": "16 of 16", "street": "10 of 10", "level": "9 of 10"}
    rows = [(f"scenes typed: {n}", figure, wanted.get(n, "–")) for n, figure in typed.items()]
    rows += [
        (f"scenes as Whisper base hears them: {n}", figure, "9 of 10" if n == "street" else "–")
        for n, figure in marks(understander, heard(home)).items()
    ]
    for estates, reader in (
        (False, understander),
        (True, with_estates(understander, home / "cache")),
    ):
        everything, unseen = messages(reader)
        name = "messages with estates" if estates else "messages"
        for some, which in (
            (everything, f"{everything.texts}"),
            (unseen, f"{unseen.texts} unseen"),
        ):
            must = ("≥ 60%" if estates else "≥ 55%", "≥ 97%")
            rows.append((f"{name} ({which}): district found", f"{some.share_found:.1%}", must[0]))
            rows.append(
                (f"{name} ({which}): found district right", f"{some.share_right:.1%}", must[1])
            )
    for unseen_only in (False, True):
        district, street = addresses(understander, unseen=unseen_only)
        which = " unseen" if unseen_only else ""
        for some, part, must_reach in (
            (district, "district", "≥ 95%"),
            (street, "street", "≥ 90%"),
        ):
            share = f"{some.right / max(1, some.texts):.1%}"
            rows.append((f"addresses ({some.texts}{which}): today's {part}", share, must_reach))
    return rows
