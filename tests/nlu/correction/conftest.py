"""The real language model, fetched once into a folder that stays between runs."""

from pathlib import Path

import pytest

from data.own_place import Kind, OwnPlace
from nlu.correction import vocabulary
from nlu.correction.corrector import Corrector
from speech.model import weights
from tests.conftest import MODELS_HOME


@pytest.fixture(scope="session")
def model() -> Path:
    """The folder of open-gram; skips with the reason where no Debian mirror is within reach."""
    try:
        return weights.install("open-gram", MODELS_HOME)
    except weights.WeightsError as error:
        if error.code != "unreachable":
            raise
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def corrector(model: Path) -> Corrector:
    """As a station has it that knows one estate of its own."""
    own = [OwnPlace("锦绣嘉苑", "330106012", Kind.ESTATE)]
    return vocabulary.load(model, own, taught=["楼道里的漏雨蓬要换"] * 3)
