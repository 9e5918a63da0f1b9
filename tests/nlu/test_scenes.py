"""The shared scenes, messages and addresses: only counts are compared, so no line shapes a rule."""

from nlu.understander import Understander
from speech.model import weights
from tests.bench import place
from tests.conftest import MODELS_HOME
from tests.support.shared import shared_folder


def test_the_scenes_are_understood_when_typed(reader: Understander) -> None:
    shared_folder("speech", "scenes", "scenes.tsv")
    found = place.marks(reader, [(scene, scene.text) for scene in place.scenes()])
    assert found.pop("level") in {"9 of 10", "10 of 10"}
    assert found == {"intent": "16 of 16", "district": "10 of 10", "street": "10 of 10"}


def test_the_scenes_are_found_on_the_map_as_whisper_hears_them(reader: Understander) -> None:
    shared_folder("speech", "scenes", "scenes.tsv")
    weights.install(place.WHISPER, MODELS_HOME)
    found = place.marks(reader, place.heard(MODELS_HOME))
    assert found["street"] in {"9 of 10", "10 of 10"}


def test_real_messages_are_found_where_the_board_says(reader: Understander) -> None:
    shared_folder("opinions", "hangzhou_messages.csv")
    everything, _ = place.messages(reader)
    assert everything.share_found >= 0.55
    assert everything.share_right >= 0.97


def test_addresses_are_found_in_todays_districts_and_streets(reader: Understander) -> None:
    shared_folder("places", "hangzhou_addresses.csv")
    districts, streets = place.addresses(reader, unseen=False)
    assert districts.right / districts.texts >= 0.95
    assert streets.right / streets.texts >= 0.9
