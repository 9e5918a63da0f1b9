"""Spans that must not share a character."""

from hypothesis import given
from hypothesis import strategies as st

from nlu.text.span import Span, disjoint

SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda p: Span(p[0], p[0] + p[1], ""))
)


@given(SPANS, SPANS)
def test_the_first_come_keeps_its_place(spans: list[Span], taken: list[Span]) -> None:
    kept = disjoint(spans, taken)
    for number, span in enumerate(kept):
        assert not span.overlaps(taken)
        assert not span.overlaps(kept[:number])
    for span in spans:
        assert span in kept or span.overlaps([*taken, *kept])
