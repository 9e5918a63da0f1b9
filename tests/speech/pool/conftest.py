"""A pool of real recogniser processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from speech.model import weights
from speech.pool.pool import Pool
from tests.speech.sound import say


@pytest.fixture(scope="module")
def korean(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return say("안녕하세요. 오늘 날씨가 좋습니다.", "ko", tmp_path_factory.mktemp("said"))


@pytest.fixture(scope="module")
def pool(models: Path) -> Iterator[Pool]:
    opened = Pool("vosk-ko", weights.install("vosk-ko", models), workers=2)
    yield opened
    opened.close()
