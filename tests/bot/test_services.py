"""What the rooms are put together with."""

import pickle

from bot.services import correcting
from data.settings import Settings


def test_what_puts_right_can_be_sent_to_another_process(settings: Settings) -> None:
    """With what the station taught, as it is when the ear asks for it."""
    taught: list[str] = []
    prepare = correcting(settings, lambda: list(taught))
    taught.append("楼道里的漏雨蓬要换")
    sent = pickle.loads(pickle.dumps(prepare()))
    assert sent.keywords == {"own": (), "taught": ["楼道里的漏雨蓬要换"]}
