"""Telling an opinion, question by question, until it is read back, confirmed and filed."""

import re
from dataclasses import replace

from sqlmodel import col, update

from data.record.conversation import Utterance
from data.reference.place import divisions
from handlers.account.chat_link import PERSONAL
from handlers.action.context import ActionContext
from handlers.action.creation import NewOpinion, create_opinion
from handlers.context import attachments
from handlers.context.draft import Draft
from handlers.context.state import State
from handlers.context.turn_context import TurnContext, TurnResult, respond
from handlers.dialogue import phrases, summary
from handlers.dialogue.correction import amend
from handlers.message import resident_text
from handlers.message.turn import Button, Card, CardKind
from handlers.opinion import receipt, source
from handlers.opinion.actor import RESIDENT
from nlu.context import Question
from nlu.understanding import IntentName

_MOST_CHOICES = 3


def begin(context: TurnContext) -> TurnResult:
    """A new story, with whatever this sentence already told."""
    draft = _hear_matter(Draft(), context)
    if phrases.names_a_subject(context.turn.text):
        state = replace(context.state, draft=draft, misses=0)
        return respond(state, resident_text.WHAT_ABOUT_IT, question=Question.WHAT)
    return proceed(context, draft)


def go_on(context: TurnContext, draft: Draft) -> TurnResult:
    """One more turn of a story that has begun: the answer to the open question."""
    if _is_only_willing(context):
        return _once_more(context, draft, resident_text.WILLING[context.state.question])
    match context.state.question:
        case Question.WHERE:
            draft = _hear_where(draft, context)
        case Question.WHICH_PLACE:
            draft = _hear_which(draft, context)
        case Question.WHO:
            draft = _hear_who(draft, context)
        case Question.PHONE:
            return _hear_phone(draft, context)
        case Question.CONFIRM:
            return _hear_verdict(draft, context)
        case Question.REPAIR:
            return _hear_repair(draft, context)
        case _:
            draft = _hear_matter(draft, context)
    return proceed(context, draft)


def proceed(context: TurnContext, draft: Draft, preface: str = "") -> TurnResult:
    """Ask the next thing, or read the whole back."""
    draft = replace(draft, spoken=draft.spoken or context.turn.spoken)
    question = draft.next_question
    state = replace(context.state, draft=draft.having_asked(question), misses=0)
    if (
        question is Question.CONFIRM
        and not draft.spoken
        and context.conversation.channel in PERSONAL
    ):
        return file(context, draft)  # what was typed, on one's own phone, needs no reading back
    if question is Question.CONFIRM:
        return summary.read_back(state, draft, context.understand(draft.matter).masked, preface)
    return respond(
        state,
        preface + resident_text.QUESTIONS[question],
        buttons=_buttons(question, draft, context),
        question=question,
    )


def file(context: TurnContext, draft: Draft) -> TurnResult:
    """Put the opinion into the books. The receipt goes out only after the commit."""
    told = context.understand(draft.matter)
    placed = context.understand(f"{draft.place_words}，{draft.matter}")
    opinion = create_opinion(
        # What a deputy saw themselves enters the same loop (微监督).
        ActionContext(context.session, context.deputy or RESIDENT, context.now),
        source.of_conversation(context.conversation),
        NewOpinion(
            matter=draft.matter,
            place=draft.place,
            where=draft.place_words,
            spot=draft.spot,
            reporter=draft.reporter,
            phone=draft.phone,
            urgent=draft.urgent,
        ),
        told,
        placed,
    )
    context.session.exec(
        update(Utterance)
        .where(
            col(Utterance.conversation_id) == context.conversation.id,
            col(Utterance.turn_id).in_(draft.utterances),
        )
        .values(opinion_id=opinion.id)
    )
    attachments.belong(context, draft.utterances, opinion)
    state = State(codes=(*context.state.codes, opinion.code))
    rows = () if context.state.question is Question.CONFIRM else summary.rows(draft, opinion.matter)
    return respond(
        state,
        resident_text.RECEIPT.format(code=receipt.shown(opinion.code)),
        say=resident_text.RECEIPT.format(code=receipt.spoken(opinion.code)),
        card=Card(CardKind.RECEIPT, resident_text.RECEIPT_TITLE, rows, receipt.shown(opinion.code)),
    ).ending()


def _hear_matter(draft: Draft, context: TurnContext) -> Draft:
    draft = draft.of(context.turn.id).learn(context.heard)
    text = context.turn.text
    if phrases.opens(text) or _is_only_a_place(context):
        return draft
    rest = phrases.another(text)
    return draft.tell(phrases.without_hesitation(text if rest is None else rest))


def _is_only_a_place(context: TurnContext) -> bool:
    place, text = context.heard.place, context.turn.text
    return place is not None and not phrases.beside(text, place.matched)


def _hear_where(draft: Draft, context: TurnContext) -> Draft:
    draft = draft.of(context.turn.id).learn(context.heard)
    said = phrases.without_hesitation(context.turn.text).strip("。！， ")
    if context.heard.place:
        return replace(draft, where=phrases.beside(said, context.heard.place.matched))
    if draft.place or draft.candidates or phrases.does_not_know(said):
        return draft
    if context.heard.intent.name is IntentName.DENY:
        return draft
    return replace(draft, where=phrases.known_part(said))


def _hear_which(draft: Draft, context: TurnContext) -> Draft:
    said = context.turn.text.strip("。！， ")
    chosen = [place for place in draft.candidates if place.words == said]
    if not chosen and context.heard.place:
        around = context.heard.place.words
        # "西湖区的" says which of them it is. Their codes do not: a street's may be newer.
        inside = [place for place in draft.candidates if place.words.startswith(around)]
        chosen = inside if len(inside) == 1 else [context.heard.place]
    if not chosen:
        chosen = [
            place
            for place in draft.candidates
            if any(part and part[:2] in said for part in (place.district, place.street))
        ]
    draft = draft.of(context.turn.id)
    if len(chosen) == 1:
        return replace(draft, place=chosen[0], candidates=())
    if Question.WHERE not in draft.asked:
        return replace(draft, candidates=())
    return replace(draft, candidates=(), where=draft.candidates[0].matched)


def _hear_who(draft: Draft, context: TurnContext) -> Draft:
    draft = draft.of(context.turn.id)
    found = context.heard.entities
    if found.names:
        return draft.learn(context.heard)
    said = phrases.without_hesitation(context.turn.text).strip("。！， ")
    if context.heard.place:
        # She is still at the question before: the place is taken, and her name asked again.
        asked = tuple(question for question in draft.asked if question is not Question.WHO)
        return replace(draft.learn(context.heard), asked=asked)
    declined = phrases.declines(said) or context.heard.intent.name in (
        IntentName.DENY,
        IntentName.CANCEL,
        IntentName.CONFIRM,
    )
    name = None if declined else phrases.name(said)
    if found.phones:
        return replace(draft.learn(context.heard), reporter=name)
    return replace(draft, reporter=name, anonymous=name is None)


def _hear_phone(draft: Draft, context: TurnContext) -> TurnResult:
    draft = draft.of(context.turn.id)
    if context.heard.entities.phones:
        return proceed(context, draft.learn(context.heard))
    half = re.search(r"[0-9零〇幺一二三四五六七八九]{4,}", context.turn.text)
    if half and context.state.misses == 0:
        return _once_more(context, draft, resident_text.PHONE_AGAIN)
    return proceed(context, draft)


def _is_only_willing(context: TurnContext) -> bool:
    """Whether "好的" is all she answered to who she is or her phone; the second time it is no."""
    yes = context.heard.intent.name is IntentName.CONFIRM
    return yes and context.state.question in resident_text.WILLING and context.state.misses == 0


def _once_more(context: TurnContext, draft: Draft, text: str) -> TurnResult:
    question = context.state.question
    state = replace(context.state, draft=draft, misses=1)
    return respond(state, text, buttons=_buttons(question, draft, context), question=question)


def _hear_verdict(draft: Draft, context: TurnContext) -> TurnResult:
    intent, text = context.heard.intent.name, context.turn.text
    draft = draft.of(context.turn.id)
    but = phrases.after_yes_but(text)
    if intent is IntentName.CONFIRM and but is None:
        return file(context, draft)
    if wrong := phrases.wrong_parts(text):
        return _ask_again(context, draft, wrong)
    if intent is IntentName.SUPPLEMENT:
        return proceed(context, draft.tell(phrases.supplement(text)), resident_text.MENDED)
    mended = amend(draft, but or text, context.heard)
    found = context.heard.entities.phones or context.heard.entities.names or context.heard.place
    if but or found or intent in (IntentName.DENY, IntentName.FILE_OPINION):
        return _mended(context, draft, mended)
    return respond(
        replace(context.state, draft=draft, misses=context.state.misses + 1),
        resident_text.SAY_YES,
        buttons=summary.verdicts(),
        card=context.state.last.card if context.state.last else None,
        question=Question.CONFIRM,
    )


def _hear_repair(draft: Draft, context: TurnContext) -> TurnResult:
    draft = draft.of(context.turn.id)
    said = context.turn.text.strip("。！， ")
    if wrong := phrases.wrong_parts(said):
        return _ask_again(context, draft, wrong)
    if context.heard.intent.name is IntentName.CONFIRM:
        return proceed(context, draft)
    return _mended(context, draft, amend(draft, said, context.heard))


def _ask_again(context: TurnContext, draft: Draft, wrong: frozenset[Question]) -> TurnResult:
    """Forget just what is wrong, and ask for it."""
    if Question.WHAT in wrong:
        state = replace(context.state, draft=replace(draft, matter=""))
        return respond(state, resident_text.MATTER_AGAIN, question=Question.WHAT)
    if Question.WHERE in wrong:
        again = replace(draft, place=None, where=None, spot=None, candidates=())
        state = replace(context.state, draft=again)
        return respond(state, resident_text.WHERE_AGAIN, question=Question.WHERE)
    again = replace(
        draft,
        reporter=None if Question.WHO in wrong else draft.reporter,
        phone=None if Question.PHONE in wrong else draft.phone,
        anonymous=False,
        asked=tuple(question for question in draft.asked if question not in wrong),
    )
    return proceed(context, again)


def _mended(context: TurnContext, draft: Draft, mended: Draft) -> TurnResult:
    if mended != draft:
        return proceed(context, mended, resident_text.MENDED)
    asked_already = context.state.question is Question.REPAIR
    return respond(
        replace(context.state, draft=draft, misses=context.state.misses + asked_already),
        resident_text.NOT_MENDED if asked_already else resident_text.QUESTIONS[Question.REPAIR],
        buttons=tuple(Button(title, title) for title in resident_text.WHAT_WRONG),
        question=Question.REPAIR,
    )


def _buttons(question: Question, draft: Draft, context: TurnContext) -> tuple[Button, ...]:
    match question:
        case Question.WHERE:
            unsure = Button(resident_text.UNSURE_TITLE, resident_text.UNSURE)
            station = divisions.load().get(context.conversation.station_code)
            if not station:
                return (unsure,)
            here = resident_text.WHERE_IN_STATION.format(station=station.name)
            return (Button(here, here), unsure)
        case Question.WHICH_PLACE:
            choices = draft.candidates[:_MOST_CHOICES]
            none = Button(resident_text.NONE_OF_THESE_TITLE, resident_text.NONE_OF_THESE)
            return (*(Button(place.words, place.words) for place in choices), none)
        case Question.WHO | Question.PHONE:
            return (Button(resident_text.SKIP_TITLE, resident_text.SKIP),)
        case _:
            return ()
