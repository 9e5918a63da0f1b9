"""What somebody may bring and fill in, for the machine of the loop."""

from hypothesis import strategies as st

from data.record.casework import Grade
from data.record.opinion import OpinionState
from handlers.opinion.actor import Actor
from handlers.opinion.lifecycle import Move
from tests.support.loop import BUS, DISTRICT, LAMP, STREET, UNSURE

DANGER = "清波街道三幢煤气漏了，味道很大"

AT_REST = (
    OpinionState.CLOSED,
    OpinionState.MERGED,
    OpinionState.DECLINED,
    OpinionState.WITHDRAWN,
)

WORDS = st.sampled_from(["已派人去看", "修好了。"])

COMPLETE = st.fixed_dictionaries(
    {
        "words": WORDS,
        "note": WORDS,
        "reason": WORDS,
        "guidance": WORDS,
        "title": WORDS,
        "grade": st.sampled_from(Grade),
        "topic": st.sampled_from([None, "010101"]),
        "place": st.sampled_from([None, STREET, DISTRICT]),
        "level": st.sampled_from([None, "township", "city"]),
        "unit": st.sampled_from(["T-CITY", "C-EDU"]),
    }
)

"""Fields with which every action can be done, but for `into`."""

ANY = st.fixed_dictionaries(
    {},
    optional={
        "words": st.sampled_from(["在办", " "]),
        "note": WORDS,
        "reason": st.sampled_from(["重复了", ""]),
        "guidance": WORDS,
        "title": WORDS,
        "grade": st.sampled_from(["fair", "superb"]),
        "topic": st.sampled_from(["010101", "nonsense"]),
        "place": st.sampled_from([STREET, "0"]),
        "level": st.sampled_from(["county", "nowhere"]),
        "unit": st.sampled_from(["T-CITY", "X"]),
        "division": st.sampled_from([STREET, "0"]),
        "version": st.integers(0, 6),
    },
)

KEYS = st.sampled_from([None] * 8 + ["k1", "k2"])

MOST = 6

BROUGHT = st.tuples(
    st.sampled_from([LAMP, UNSURE, BUS, DANGER]), st.sampled_from([STREET, STREET, DISTRICT, None])
)

"""A matter, and the station it is brought to."""


def mine(move: Move | None, actor: Actor) -> bool:
    return move is not None and actor.role in move.roles
