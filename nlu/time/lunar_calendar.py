"""Days that only an almanac knows (中秋, 立秋, 腊月廿八): jionlp's time parser, kept in check.

It is asked for one name in one year and nothing else: left alone it takes 腊月廿八 for a day to
come, 去年清明前后 for this year's, and 去年双十二 for the whole year.
"""

import importlib
import io
import logging
import sys
from contextlib import redirect_stdout
from datetime import date, timedelta
from functools import lru_cache
from importlib.util import find_spec
from threading import Lock
from types import ModuleType
from typing import Any

_log = logging.getLogger(__name__)
_LONGEST_NAME = 8
_lock = Lock()
"""The parser keeps the sentence at hand in itself: one thread at a time."""


class AlmanacError(Exception):
    """jionlp is not there, or not as we know it."""


@lru_cache(maxsize=256)
def feast(name: str, year: int) -> date | None:
    """The day of a festival or solar term in a year; of 除夕 and 腊八 in that lunar year.

    None for names that jionlp does not know. Never raises.
    """
    if not 0 < len(name) <= _LONGEST_NAME:
        return None
    try:
        with _lock:
            found = _parser()(f"{year}年{name}", time_base={"year": year, "month": 1, "day": 1})
        start, end = (date.fromisoformat(edge[:10]) for edge in found["time"])
    except Exception as error:  # whatever its tables raise
        _log.debug("jionlp does not read %s: %s", name, error)
        return None
    # A name it half understands comes back as the whole month or year.
    return start if start == end and start.year in {year, year + 1} else None


@lru_cache(maxsize=256)
def lunar(year: int, month: int, day: int) -> date | None:
    """The day that a lunar date fell on; None where there is none, as the 30th of a short month."""
    try:
        with _lock:
            found: date = _tables().to_solar_date(year, month, day).date()
    except Exception as error:  # as above
        _log.debug("jionlp has no lunar %s-%s-%s: %s", year, month, day, error)
        return None
    return found


def lunar_month(year: int, month: int) -> tuple[date, date] | None:
    """The first and the last day of a lunar month."""
    first = lunar(year, month, 1)
    if first is None:
        return None
    length = 30 if lunar(year, month, 30) else 29
    return first, first + timedelta(length - 1)


@lru_cache(maxsize=1)
def _parser() -> Any:
    return _module("jionlp.gadget.time_parser").TimeParser()


@lru_cache(maxsize=1)
def _tables() -> Any:
    return _module("jionlp.gadget.lunar_solar_date").LunarSolarDate()


def _module(name: str) -> ModuleType:
    """A module of jionlp without the rest of it.

    `import jionlp` unpacks 50 MB beside its code, loads a word cutter (0.25 s, 35 MB) and prints a
    banner; the time parser alone takes 12 ms. So empty packages stand in while it is imported.
    """
    if "jionlp" in sys.modules:
        return importlib.import_module(name)
    spec = find_spec("jionlp")
    if spec is None or not spec.submodule_search_locations:
        raise AlmanacError("jionlp is not installed: make install")
    root = spec.submodule_search_locations[0]
    stand_ins = {"jionlp": root, "jionlp.gadget": f"{root}/gadget"}
    before = set(sys.modules)
    for package, path in stand_ins.items():
        sys.modules[package] = ModuleType(package)
        sys.modules[package].__path__ = [path]
    sys.modules["jionlp"].logging = _log  # type: ignore[attr-defined]
    try:
        with redirect_stdout(io.StringIO()):
            return importlib.import_module(name)
    finally:
        # Whoever wants the whole of jionlp later gets the whole.
        for module in set(sys.modules) - before:
            if module.split(".")[0] == "jionlp":
                del sys.modules[module]
