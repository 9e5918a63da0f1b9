"""Near and far: her voice counts, a television behind her does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.audio.pcm import SAMPLE_RATE, seconds
from speech.turn.activity import PATIENT, Counter, End
from speech.turn.gate import Gate
from speech.turn.speaker_distance import ANY, NEAR, Reach, SpeakerDistance, level
from tests.speech.room import (
    NEAR_DB,
    NEAR_M,
    Samples,
    at_level,
    floats,
    heard_from,
    mixed,
    room_noise,
    television,
)
from tests.speech.sound import hum, s16, say, silence

ROOM, HERS = -60.0, -26.0


def after(nearness: SpeakerDistance, loud: float, frames: int, *, voiced: bool = True) -> bool:
    """Whether a voice is near after that many frames."""
    return [nearness.step(loud, voiced) for _ in range(frames)][-1]


@pytest.fixture
def speaking() -> SpeakerDistance:
    """A second of room, a second of her."""
    nearness = SpeakerDistance()
    after(nearness, ROOM, 30, voiced=False)
    after(nearness, HERS, 30)
    return nearness


@pytest.mark.parametrize(
    ("below", "near"), [(0, True), (6, True), (10, True), (14, False), (25, False)]
)
def test_a_voice_far_below_hers_is_not_near(
    speaking: SpeakerDistance, below: float, near: bool
) -> None:
    assert after(speaking, HERS - below, 40) is near


def test_a_few_quiet_syllables_are_hers(speaking: SpeakerDistance) -> None:
    assert after(speaking, HERS - 14, 18)


def test_who_comes_back_is_near_again(speaking: SpeakerDistance) -> None:
    after(speaking, HERS - 20, 60)
    assert not after(speaking, HERS - 10, 30)
    assert after(speaking, HERS - 5, 10)


def test_a_pause_changes_nothing(speaking: SpeakerDistance) -> None:
    after(speaking, ROOM, 60, voiced=False)
    assert after(speaking, HERS - 9, 1)


def test_who_turns_away_slowly_stays_near(speaking: SpeakerDistance) -> None:
    assert all(after(speaking, HERS - second, 31) for second in range(18))


def test_a_murmur_hardly_above_the_room_is_not_near() -> None:
    nearness = SpeakerDistance()
    after(nearness, ROOM, 30, voiced=False)
    assert not after(nearness, ROOM + 5, 30)
    assert after(nearness, ROOM + 14, 30), "a frail voice is"


def test_who_speaks_at_once_is_heard() -> None:
    assert SpeakerDistance().step(HERS, True)


@given(st.lists(st.tuples(st.floats(-100, 0), st.booleans()), max_size=200), st.floats(-40, 40))
def test_only_differences_count(frames: list[tuple[float, bool]], gain: float) -> None:
    """What a browser's gain control does to all of it changes nothing."""
    reach = Reach(over_noise=float("-inf"))
    plain, louder = SpeakerDistance(reach), SpeakerDistance(reach)
    whole = [(round(loud), voiced) for loud, voiced in frames]
    heard = [plain.step(loud, voiced) for loud, voiced in whole]
    assert heard == [louder.step(loud + round(gain), voiced) for loud, voiced in whole]


@given(st.lists(st.tuples(st.floats(-100, 0), st.booleans()), max_size=200))
def test_any_takes_every_voice_and_nothing_else(frames: list[tuple[float, bool]]) -> None:
    nearness = SpeakerDistance(ANY)
    assert [nearness.step(*frame) for frame in frames] == [voiced for _, voiced in frames]


def test_a_voice_whose_loudness_is_not_known_is_near() -> None:
    counter = Counter()
    for _ in range(20):
        counter.step(0.9)
    assert counter.speaking


def test_levels_are_decibels_of_full_scale() -> None:
    assert level(silence(0.1)) == -100
    assert level(b"\x00\x80\xff\x7f" * 256) == pytest.approx(0, abs=0.01)
    assert level(b"\x00\x40" * 512) == -100, "an offset is no sound"
    assert level(hum(0.1, 0.1)) == pytest.approx(level(hum(0.1, 0.05)) + 6, abs=0.1)


@pytest.fixture(scope="module")
def she(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    """A sentence at the kiosk."""
    said = say("我们楼下的路灯坏了两个星期了。", "cmn+f2", tmp_path_factory.mktemp("she"))
    return at_level(heard_from(floats(said), NEAR_M, 1), NEAR_DB)


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> list[Samples]:
    """What a television says."""
    said = "各位观众晚上好，欢迎收看新闻节目，今天的主要内容有以下几个方面。"
    return [floats(say(said, "cmn+f4", tmp_path_factory.mktemp("news")))]


def turn(sound: bytes, reach: Reach = NEAR) -> tuple[Gate, bytes, End | None]:
    """A gate after this sound, what passed it, and its end."""
    gate = Gate(PATIENT, reach=reach)
    passed = gate.feed(sound)
    return gate, bytes(passed.sound), passed.end


def test_a_television_that_talks_on_does_not_hold_the_turn(
    she: Samples, news: list[Samples]
) -> None:
    length = len(she) + 20 * SAMPLE_RATE
    sound = mixed(she, television(news, length, NEAR_DB - 15, 1, 1.0), room_noise(length))
    gate, passed, end = turn(sound)
    assert end is End.SILENCE
    assert gate.counter.seconds < len(she) / SAMPLE_RATE + 5
    assert seconds(len(passed)) > 0.8 * len(she) / SAMPLE_RATE
    _, _, before = turn(sound, ANY)
    assert before is None, "a gate that takes any voice is still listening to the news"


def test_nobody_hears_a_television_across_the_room(news: list[Samples]) -> None:
    length = 12 * SAMPLE_RATE
    sound = mixed(television(news, length, NEAR_DB - 25, 1), room_noise(length))
    gate, passed, _ = turn(sound)
    assert not gate.counter.started
    assert passed == b""


@pytest.mark.parametrize("quieter", [10, 20])
def test_a_frail_voice_passes_whole(she: Samples, quieter: float) -> None:
    frail = mixed(she * 10 ** (-quieter / 20), room_noise(len(she)))
    _, passed, _ = turn(frail)
    _, loud, _ = turn(s16(she))
    assert len(passed) > 0.9 * len(loud)
