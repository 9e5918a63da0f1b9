"""Reading the packed model: a tiny one made by the format, and the real one."""

from pathlib import Path

import numpy as np
import pytest

from nlu.correction.trigrams import MODEL, START, WORDS, ModelError, Trigrams

LAMP, IS, BROKEN, UNSEEN = 1, 2, 3, 9


def node(word: int, odds: int, weight: int, child: int, back: int = 0, order: int = 0) -> list[int]:
    """Three words of 32 bits, as src/slm/slm.h lays them."""
    first = word | weight << 18
    second = odds | (child & 0xFFFF) << 16
    return [first, second, back | order << 23 | (child >> 16) << 25]


def leaf(word: int, odds: int, back: int, order: int) -> list[int]:
    return [word | (odds & 0x3FFF) << 18, back | order << 23 | (odds >> 14) << 25]


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """灯 .5, 是 .25, 坏 .125; 灯 after the start; 是 after 灯 .5; 坏 after 灯 是 1."""
    odds = np.zeros(1 << 16, np.float32)
    odds[:5] = 0.5, 0.25, 0.125, 1.0, 0.01
    odds[0x4001] = 0.75
    weights = np.zeros(1 << 14, np.float32)
    weights[:2] = 1.0, 0.5
    root = [node(0, 4, 0, 0), node(0, 0, 0, 3)]
    ones = [node(LAMP, 0, 1, 0), node(IS, 1, 1, 1), node(BROKEN, 2, 1, 1), node(0, 0, 0, 1)]
    twos = [node(IS, 0, 1, 0, back=1, order=1), node(0, 0, 0, 1)]
    threes = [leaf(BROKEN, 0x4001, back=2, order=1)]
    sizes = [2, 4, 2, 1]
    packed = np.array([3, 0, *sizes], np.uint32).tobytes() + odds.tobytes() + weights.tobytes()
    for level in (root, ones, twos, threes):
        packed += np.array(level, np.uint32).tobytes()
    (tmp_path / MODEL).write_bytes(packed)
    words = "".join(f"{word}\0" for word in ("", "灯", "是", "坏")).encode("utf-32-le")
    (tmp_path / WORDS).write_bytes(np.array([4, 0, 12], np.uint32).tobytes() + words)
    return tmp_path


def costs(model: Trigrams, *said: int) -> list[float]:
    """Probabilities of words one after the other."""
    state, found = np.array([START]), []
    for word in said:
        cost, after = model.after(state, np.array([word]))
        found.append(round(float(np.exp(-cost[0, 0])), 6))
        state = after[0]
    return found


def test_three_words_in_a_row(tiny: Path) -> None:
    model = Trigrams(tiny)
    assert model.words == ["", "灯", "是", "坏"]
    assert costs(model, LAMP, IS, BROKEN) == [0.5, 0.5, 0.75]


def test_what_was_never_seen_together_costs_the_weights(tiny: Path) -> None:
    model = Trigrams(tiny)
    # 灯 is not known after 灯: half of what it is alone; 是 not after 坏 either.
    assert costs(model, LAMP, LAMP) == [0.5, 0.25]
    assert costs(model, BROKEN, IS) == [0.125, 0.125]
    # After 灯 是 the word 灯 is looked for after 是, and then alone.
    assert costs(model, LAMP, IS, LAMP) == [0.5, 0.5, 0.125]


def test_an_unknown_word_costs_more_than_any_known(tiny: Path) -> None:
    model = Trigrams(tiny)
    assert not model.knows(UNSEEN)
    unseen = costs(model, UNSEEN)[0]
    assert 0 < unseen < 0.01
    assert costs(model, LAMP, UNSEEN)[1] == pytest.approx(unseen / 2, rel=0.01)


@pytest.mark.parametrize("damage", [b"", b"\1\0\0\0" * 90_000, b"\3\0\0\0\0\0\0\0"])
def test_another_file_is_no_model(tiny: Path, damage: bytes) -> None:
    (tiny / MODEL).write_bytes(damage)
    with pytest.raises((ModelError, ValueError)):
        Trigrams(tiny)


def test_a_shortened_model_is_refused(tiny: Path) -> None:
    (tiny / MODEL).write_bytes((tiny / MODEL).read_bytes()[:-8])
    with pytest.raises(ModelError):
        Trigrams(tiny)


def test_the_real_model_knows_how_people_speak(model: Path) -> None:
    trigrams = Trigrams(model)
    number = {word: n for n, word in enumerate(trigrams.words)}
    said = costs(trigrams, *(number[word] for word in ("路灯", "坏", "了")))
    other = costs(trigrams, *(number[word] for word in ("路", "灯", "怀", "了")))
    assert np.log(said).sum() > np.log(other).sum() + 5
