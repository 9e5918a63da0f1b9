"""The first words to somebody who scanned a code: whose door this is."""

from sqlmodel import Session

from data.record.code import CodeKind
from data.record.conversation import Conversation
from data.record.station import Representative, Station
from handlers.account import qr_code
from handlers.context.state import State
from handlers.context.turn_context import TurnResult, menu, respond
from handlers.message import chat_text as words


def welcome(session: Session, conversation: Conversation, token: str, state: State) -> TurnResult:
    """Tie the conversation to the station or the deputy of a code, and say so. A code that does
    not hold ties nothing, and she can talk all the same."""
    found = qr_code.read(session, token)
    calm = State(codes=state.codes)
    if not found:
        return respond(calm, words.CODE_REVOKED, buttons=menu())
    station = session.get_one(Station, found.station_code)
    conversation.station_code, conversation.representative_id = station.code, None
    if found.kind is CodeKind.STATION:
        return respond(calm, words.AT_STATION.format(station=station.name), buttons=menu())
    deputy = session.get_one(Representative, found.representative_id)
    conversation.representative_id = deputy.id
    text = words.TO_DEPUTY.format(deputy=deputy.name, station=station.name)
    return respond(calm, text, buttons=menu())
