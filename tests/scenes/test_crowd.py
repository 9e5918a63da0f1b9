"""200 residents at once: no error, and no opinion lost. How fast it is, `make bench` measures."""

import asyncio
from pathlib import Path

import pytest

from tests.bench.channels import RESIDENTS, crowd, filed
from tests.conftest import share_cache
from tests.support.server import serving


@pytest.mark.slow
def test_a_crowd_that_types_in_no_time_loses_nothing(tmp_path: Path) -> None:
    share_cache(tmp_path / "home")
    with serving(tmp_path / "home") as server:
        heard = asyncio.run(crowd(server, RESIDENTS, (0.0, 0.0)))
        assert heard.errors == 0
        assert len(heard.codes) == RESIDENTS
        assert set(heard.codes) == filed(server.home)
