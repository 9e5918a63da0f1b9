"""What the machine proposes, as it is kept."""

from handlers.opinion import proposal
from handlers.opinion.proposal import Proposal
from nlu.understander import Understander
from nlu.understanding import Jurisdiction, Level
from tests.support.loop import LAMP

SECOND = Jurisdiction(Level.COUNTY, "区住建局", "330102", 0.3, ("不是街道的路",))
FIRST = Jurisdiction(Level.TOWNSHIP, "城市管理科", None, 0.6, ("路灯",), (SECOND,), sure=False)


def test_the_first_duty_comes_before_the_others_and_says_whether_it_is_sure(
    reader: Understander,
) -> None:
    heard = reader.understand(LAMP)
    made = proposal.of(heard, FIRST)
    assert made.duties == (FIRST, SECOND)
    assert made.sure is False
    assert (made.topics, made.places) == (heard.topics, heard.places)


def test_without_a_duty_it_is_not_sure(reader: Understander) -> None:
    heard = reader.understand("城东社区的路灯坏了，晚上很黑")
    made = proposal.of(heard, None)
    assert made == Proposal(heard.topics, heard.places)
    assert made.topics
    assert made.places
    assert (made.duties, made.sure) == ((), False)


def test_it_comes_back_from_the_database_as_it_was(reader: Understander) -> None:
    made = proposal.of(reader.understand(LAMP), FIRST)
    assert proposal.load(proposal.dump(made)) == made


def test_where_nothing_was_proposed_there_is_an_empty_one() -> None:
    assert proposal.load(None) == proposal.load("") == Proposal((), (), (), sure=False)
