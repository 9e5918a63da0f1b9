"""A reply for whoever sees text only."""

from handlers.message.turn import Card, CardKind, Reply, Row


def test_written_down_the_card_stands_under_the_words_a_line_each() -> None:
    rows = (Row("事情", "路灯坏了"), Row("地方", "清波街道"))
    reply = Reply("对吗？", "对吗？", card=Card(CardKind.SUMMARY, "我记下的", rows))
    assert reply.written == "对吗？\n事情：路灯坏了\n地方：清波街道"


def test_without_a_card_or_without_rows_only_the_words_are_written() -> None:
    card = Card(CardKind.RECEIPT, "您的编号", code="3726 5849")
    assert Reply("记好了。", "").written == Reply("记好了。", "", card=card).written == "记好了。"


def test_written_is_what_is_for_the_eye() -> None:
    assert Reply("Please ask the staff.", "请找工作人员。").written == "Please ask the staff."
