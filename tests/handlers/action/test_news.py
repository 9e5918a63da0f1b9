"""Who hears what of the loop, on real databases."""

import pytest

from data.record.station import Representative
from handlers.opinion.actor import RESIDENT
from handlers.opinion.lifecycle import RefusedError
from tests.support.loop import (
    LAMP,
    World,
)


def test_a_matter_is_offered_to_the_deputy_of_its_grid(world: World) -> None:
    near, far = world.deputy("近"), world.deputy("远")
    code = world.file("清波街道柳翠社区三幢的路灯坏了")
    place = world.opinion(code).place_code
    assert {n.address for n in world.notices(code, "representative")} == {
        str(near.representative),
        str(far.representative),
    }
    with world.database.transaction() as session:
        session.get_one(Representative, near.representative).grid = place
    code = world.file("清波街道柳翠社区三幢的路灯坏了")
    addresses = [n.address for n in world.notices(code, "representative")]
    assert addresses == [str(near.representative)]


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
