"""The shared scenes, typed, as a whole: only counts are compared, so no line shapes a rule."""

from nlu.understander import Understander
from tests.bench import nlu
from tests.shared import shared_folder


def test_the_scenes_are_understood_when_typed(reader: Understander) -> None:
    shared_folder("speech", "scenes", "scenes.tsv")
    found = nlu.scenes(reader)
    assert found.pop("scenes: level") in {"9 of 10", "10 of 10"}
    assert found == {
        "scenes: intent": "16 of 16",
        "scenes: district": "10 of 10",
        "scenes: street": "10 of 10",
    }


def test_most_real_messages_that_name_a_district_are_found(reader: Understander) -> None:
    shared_folder("opinions", "hangzhou_messages.csv")
    found = nlu.messages(reader)
    assert found["district found"] >= 0.5
    assert found["found district right"] >= 0.9
