"""Which building, unit and room of an estate: 三幢二单元301室, 12幢2单元, 5-2-301."""

import re

from nlu.text.numerals import digits, number
from nlu.text.yes_no import DENIED
from nlu.understanding import Building

_NUMBER = r"(?:[0-9]{1,4}|[一二两三四五六七八九十百零〇幺]{1,5})"
_LETTER = r"(?:[A-Za-z甲乙丙丁]|[东南西北](?=[幢栋座楼单]))"
_GAP = r"[\s，,、的]{0,2}"
_HOUSE = rf"(?:{_NUMBER}|{_LETTER}[0-9]{{0,2}})(?:号楼|幢|栋)|{_LETTER}座(?![位椅机])"
_UNIT = rf"(?:{_NUMBER}|{_LETTER})单元(?!楼房|房)"
_ROOM = (
    r"(?:[0-9]{3,4}|[一二三四五六七八九十零〇幺两]{3,4})(?:室|房间?)?"
    r"(?![0-9一二三四五六七八九十零年月路块元米人户万]|号楼)"
)
_BUILDING = re.compile(
    rf"(?P<building>{_HOUSE})(?:{_GAP}(?P<unit>{_UNIT}))?(?:{_GAP}(?P<room>{_ROOM}))?"
    rf"|(?P<unit2>{_UNIT})(?:{_GAP}(?P<room2>{_ROOM}))?"
    r"|(?<![0-9\-])(?P<short>[0-9]{1,3}-[0-9]{1,2}-[0-9]{3,4})(?![0-9\-])"
    rf"|(?<![0-9])(?P<room3>(?:[0-9]{{3,4}}|[一二三四五六七八九零〇幺两]{{3,4}}))室"
)
_NAMED = re.compile("号楼|幢|栋|座|单元|室|房间?")
_COUNTED = re.compile(
    r"(?:几|多少|同|其中|某|另外?|这|那|每|整|哪|好几|[一两]|数|[0-9一二三四五六七八九十]多)$|(?:有|建|建设|建成|建造|盖|造|共|约|近|达)$"
)


def building(text: str) -> Building | None:
    """The last building that is named and not denied; what she leaves out stays None."""
    found = None
    for match in _BUILDING.finditer(text):
        if DENIED.search(text[: match.start()]) or _is_a_count(match, text):
            continue
        if match["short"]:
            named = Building(match[0], *match["short"].split("-"))
        else:
            named = Building(
                match[0],
                _figures(match["building"]),
                _figures(match["unit"] or match["unit2"]),
                _figures(match["room"] or match["room2"] or match["room3"]),
            )
        found = _with(found, named)
    return found


def _with(known: Building | None, named: Building) -> Building:
    """The last one counts; but 二单元 after 三幢 is said of it, and takes nothing away."""
    if known is None or named.building not in {None, known.building}:
        return named
    if named.unit in {None, known.unit} and named.room in {None, known.room}:
        return known
    if named.building:
        return named
    moved = named.unit and known.unit
    return Building(
        f"{known.text}，{named.text}",
        known.building,
        named.unit or known.unit,
        named.room or (None if moved else known.room),
    )


def _is_a_count(match: re.Match[str], text: str) -> bool:
    """两幢楼, 一幢房子 and 三栋都停水 count buildings; 三幢二单元 names one."""
    house = match["building"]
    if not house or match["unit"] or match["room"] or house.endswith("号楼"):
        return False
    after = text[match.end() : match.end() + 2]
    return _COUNTED.search(text[: match.start()]) is not None or (
        after.startswith(("幢", "栋", "又", "房", "楼房", "别墅", "大楼", "高楼", "居民"))
        or house[0] == "两"
    )


def _figures(words: str | None) -> str | None:
    if words is None:
        return None
    plain = _NAMED.sub("", words)
    value = number(plain)
    spelled = digits(plain)
    if len(spelled) > 2 and spelled.isdigit():  # noqa: PLR2004 — a room is spelled digit by digit
        return spelled
    return plain.upper() if value is None else str(value)
