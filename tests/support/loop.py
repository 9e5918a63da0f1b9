"""A small world for the loop: a clock that is set, a street with deputies, and opinions filed."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, select

from data.database import Database
from data.record.account import Role
from data.record.code import Binding
from data.record.conversation import Channel, Conversation
from data.record.notice import Notice
from data.record.opinion import Opinion, OpinionEvent
from data.record.station import Representative
from handlers.action.context import ActionContext
from handlers.action.creation import NewOpinion, create_opinion
from handlers.action.perform import ACTIONS, perform
from handlers.opinion.actor import CLOCK, PLATFORM, RESIDENT, Actor, of_representative
from handlers.opinion.lifecycle import Action
from handlers.opinion.source import of_conversation
from nlu.context import Context
from nlu.understander import Understander

STREET = "330102001"
NEXT_STREET = "330102008"
DISTRICT = "330102"
LAMP = "清波街道三幢楼下的路灯坏了两个星期了，晚上很黑"
UNSURE = "我家那个事情一直没有人来处理，你们帮我看看"
BUS = "清波街道的二十六路公交车班次太少，等了四十分钟"

STAFF = Actor(Role.STAFF, "staff:小陈", frozenset({STREET}))
COUNTY = Actor(Role.STAFF, "staff:区里", frozenset({STREET, NEXT_STREET, DISTRICT}))
CITY = Actor(Role.CITY, "city:市里", None)
UNIT = Actor(Role.UNIT, "unit:城管科", frozenset(), "T-CITY", STREET)
ACTORS = {
    Role.STAFF: STAFF,
    Role.CITY: CITY,
    Role.UNIT: UNIT,
    Role.RESIDENT: RESIDENT,
    Role.CLOCK: CLOCK,
    Role.PLATFORM: PLATFORM,
}


@dataclass
class World:
    """Everything that a test of the loop needs. `now` stands still until it is set."""

    database: Database
    reader: Understander
    now: datetime = datetime(2026, 3, 5, 2, 30, tzinfo=UTC)
    people: int = 0

    def file(self, text: str = LAMP, station: str | None = STREET, **more: object) -> str:
        """A resident files; the code. Each call is another resident."""
        self.people += 1
        with self.database.transaction() as session:
            sender = f"resident-{self.people}"
            conversation = self.talk(f"c-{self.people}", Channel.REST, sender, station_code=station)
            session.add(conversation)
            session.flush()
            heard = self.reader.understand(text, Context(station=station))
            told = NewOpinion(
                matter=text,
                place=heard.place,
                where=heard.place.words if heard.place else None,
                urgent=heard.urgent.kind if heard.urgent else None,
                **more,  # type: ignore[arg-type]
            )
            acting = ActionContext(session, RESIDENT, self.now)
            return create_opinion(acting, of_conversation(conversation), told, heard, heard).code

    def talk(self, number: str, channel: Channel, sender: str, **more: object) -> Conversation:
        """A conversation that begins now, not stored yet."""
        return Conversation(
            id=number,
            channel=channel,
            sender=sender,
            state="{}",
            started_at=self.now,
            touched_at=self.now,
            **more,  # type: ignore[arg-type]
        )

    def chat_of(self, deputy: Actor, **more: object) -> None:
        """Tie a Telegram chat to a deputy."""
        with self.database.transaction() as session:
            session.add(
                Binding(
                    representative_id=deputy.representative or 0,
                    channel=Channel.TELEGRAM,
                    address="chat",
                    made_at=self.now,
                    **more,  # type: ignore[arg-type]
                )
            )

    def deputy(self, name: str = "王代表", station: str = STREET) -> Actor:
        """A new deputy of a station."""
        with self.database.transaction() as session:
            number = len(session.exec(select(Representative)).all())
            person = Representative(code=f"R{number}", name=name, station_code=station)
            session.add(person)
            session.flush()
            return of_representative(person)

    def do(
        self, actor: Actor, action: Action | str, code: str, key: str | None = None, **form: object
    ) -> Opinion:
        """Somebody acts through the one way in; the opinion as it is afterwards."""
        with self.database.transaction() as session:
            acting = ActionContext(session, actor, self.now, key)
            return perform(acting, by_code(session, code), ACTIONS[Action(action)].of(form))

    def opinion(self, code: str) -> Opinion:
        with self.database.reading() as session:
            return by_code(session, code)

    def events(self, code: str) -> list[OpinionEvent]:
        with self.database.reading() as session:
            return list(by_code(session, code).events)

    def actions(self, code: str) -> list[str]:
        return [event.action for event in self.events(code)]

    def notices(self, code: str | None = None, audience: str | None = None) -> list[Notice]:
        with self.database.reading() as session:
            found = session.exec(select(Notice).order_by(col(Notice.id))).all()
            number = by_code(session, code).id if code else None
        return [
            notice
            for notice in found
            if (not code or notice.opinion_id == number)
            and (not audience or notice.audience == audience)
        ]

    def later(self, **more: float) -> None:
        self.now += timedelta(**more)


def by_code(session: Session, code: str) -> Opinion:
    return session.exec(select(Opinion).where(Opinion.code == code)).one()
