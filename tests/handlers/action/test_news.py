"""Who hears what of the loop, on real databases."""

import pytest

from handlers.opinion.actor import RESIDENT
from handlers.opinion.lifecycle import RefusedError
from tests.support.loop import (
    LAMP,
    World,
)


def test_whoever_has_it_hears_that_it_was_urged_or_taken_back(world: World) -> None:
    code = world.file(LAMP)
    world.do(RESIDENT, "urge", code)
    world.do(RESIDENT, "urge", code)
    assert world.opinion(code).urged == 2
    assert "第2次" in world.notices(code, "unit")[-1].words
    world.do(RESIDENT, "withdraw", code)
    assert "撤回" in world.notices(code, "unit")[-1].words
    with pytest.raises(RefusedError):
        world.do(RESIDENT, "urge", code)
