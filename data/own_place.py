"""A station's own places: estates, roads, markets and nicknames that are in no official list."""

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from enum import StrEnum
from pathlib import Path

from data import sheet
from data.reference.place import aliases, divisions
from data.reference.place.divisions import Division, DivisionLevel
from data.sheet import Reason, SheetError, SheetFault, SheetRow

COLUMNS = ("name", "district")
OTHERS = ("street", "community", "kind")
CALLED = {
    "名称": "name", "地名": "name", "小区": "name", "区": "district", "区县": "district",
    "区县市": "district", "街道": "street", "乡镇": "street", "社区": "community",
    "类别": "kind", "类型": "kind",
}  # fmt: skip
SHORTEST, LONGEST = 2, 30
_FILE = ("name", "code", "kind")
_STREET_ENDINGS = ("街道", "镇", "畲族乡", "乡")


class Kind(StrEnum):
    """What sort of place it is."""

    ESTATE = "estate"
    ROAD = "road"
    MARKET = "market"
    NICKNAME = "nickname"


_KINDS = {"": Kind.ESTATE, "小区": Kind.ESTATE, "道路": Kind.ROAD, "路": Kind.ROAD,
    "市场": Kind.MARKET, "菜场": Kind.MARKET, "俗称": Kind.NICKNAME} | {
    str(kind): kind for kind in Kind
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """A name and the official division that it lies in, as deep as it is known."""

    name: str
    code: str
    kind: Kind


def read(path: Path) -> list[OwnPlace]:
    """The places of a table with columns name, district and, if known, street, community, kind.

    Raises SheetError, which names every line that cannot be used.
    """
    found: list[OwnPlace] = []
    faults: list[SheetFault] = []
    for row in sheet.read(path, COLUMNS, OTHERS, CALLED):
        try:
            found.append(_place(row))
        except SheetError as error:
            faults += error.faults
    if faults:
        raise SheetError(*faults)
    return list(dict.fromkeys(found))


def load(path: Path) -> tuple[OwnPlace, ...]:
    """The places that were kept in a file by `keep`; none where there is no file.

    Those whose division is in no list any more are left out.
    """
    if not path.exists():
        return ()
    known = divisions.load().by_code
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        OwnPlace(row["name"], row["code"], Kind(row["kind"]))
        for row in rows
        if row["code"] in known
    )


def keep(path: Path, places: Iterable[OwnPlace]) -> int:
    """Add places to a file, whole or not at all; how many were new."""
    before = load(path)
    everything = dict.fromkeys([*before, *places])
    _write(path, everything)
    return len(everything) - len(before)


def forget(path: Path, name: str) -> int:
    """Take the places of a name out of a file; how many there were."""
    before = load(path)
    left = [place for place in before if place.name != name]
    if len(left) < len(before):
        _write(path, left)
    return len(before) - len(left)


def _write(path: Path, places: Iterable[OwnPlace]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_FILE)
    writer.writerows(astuple(place) for place in places)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(text.getvalue(), encoding="utf-8")
    fresh.replace(path)


def _place(row: SheetRow) -> OwnPlace:
    cells = row.cells
    name = cells["name"]
    if not SHORTEST <= len(name) <= LONGEST:
        raise SheetError(SheetFault(Reason.BAD_NAME, row.line, name))
    kind = _KINDS.get(cells["kind"])
    if kind is None:
        raise SheetError(SheetFault(Reason.UNKNOWN_KIND, row.line, cells["kind"]))
    within = _district(row)
    for level, column in ((DivisionLevel.STREET, "street"), (DivisionLevel.COMMUNITY, "community")):
        if cells[column]:
            within = _inside(row, cells[column], level, within)
    return OwnPlace(name, within.code, kind)


def _district(row: SheetRow) -> Division:
    said = row.cells["district"]
    for district in divisions.load().at(DivisionLevel.DISTRICT):
        if said in {district.name, district.name[:-1]}:
            return district
    for alias in aliases.load():
        if alias.kind == "old" and said == alias.name:
            return alias.division
    raise SheetError(SheetFault(Reason.UNKNOWN_PLACE, row.line, said))


def _inside(row: SheetRow, said: str, level: DivisionLevel, upper: Division) -> Division:
    """The division of this name in the upper one; a fault if it is elsewhere, nowhere or twice."""
    known = divisions.load()
    named = [d for d in known.at(level) if _stem(d.name) == _stem(said)]
    exact = [d for d in named if d.name == said]
    here = [d for d in named if known.up(d, upper.level) == upper]
    here = [d for d in exact if d in here] or here
    if len(here) == 1:
        return here[0]
    if here:
        raise SheetError(SheetFault(Reason.UNSURE_PLACE, row.line, said))
    if named:
        where = "、".join(dict.fromkeys(d.words for d in exact or named))
        raise SheetError(
            SheetFault(Reason.CONTRADICTION, row.line, f"{upper.words}里没有{said}，有{where}")
        )
    raise SheetError(SheetFault(Reason.UNKNOWN_PLACE, row.line, said))


def _stem(name: str) -> str:
    for ending in (*_STREET_ENDINGS, "社区", "村"):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name
