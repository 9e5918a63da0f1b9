"""Telling an opinion, question by question, until it is read back, confirmed and filed."""

import re
from dataclasses import replace

from sqlmodel import col, update

from data.record.conversation import Utterance
from data.reference.place import divisions
from handlers.account.chat_link import PERSONAL
from handlers.action.context import Work
from handlers.action.creation import Told, book
from handlers.context import attachments
from handlers.context.draft import Draft
from handlers.context.state import State
from handlers.context.turn_context import Scene, Step, step
from handlers.dialogue import phrases, summary
from handlers.dialogue.correction import amend
from handlers.message import resident_text
from handlers.message.turn import Button, Card, CardKind
from handlers.opinion import receipt, source
from handlers.opinion.actor import RESIDENT
from nlu.context import Question
from nlu.understanding import IntentName

_MOST_CHOICES = 3


def begin(scene: Scene) -> Step:
    """A new story, with whatever this sentence already told."""
    draft = _hear_matter(Draft(), scene)
    if phrases.names_a_subject(scene.turn.text):
        state = replace(scene.state, draft=draft, misses=0)
        return step(state, resident_text.WHAT_ABOUT_IT, question=Question.WHAT)
    return proceed(scene, draft)


def go_on(scene: Scene, draft: Draft) -> Step:
    """One more turn of a story that has begun: the answer to the open question."""
    if _is_only_willing(scene):
        return _once_more(scene, draft, resident_text.WILLING[scene.state.question])
    match scene.state.question:
        case Question.WHERE:
            draft = _hear_where(draft, scene)
        case Question.WHICH_PLACE:
            draft = _hear_which(draft, scene)
        case Question.WHO:
            draft = _hear_who(draft, scene)
        case Question.PHONE:
            return _hear_phone(draft, scene)
        case Question.CONFIRM:
            return _hear_verdict(draft, scene)
        case Question.REPAIR:
            return _hear_repair(draft, scene)
        case _:
            draft = _hear_matter(draft, scene)
    return proceed(scene, draft)


def proceed(scene: Scene, draft: Draft, preface: str = "") -> Step:
    """Ask the next thing, or read the whole back."""
    draft = replace(draft, spoken=draft.spoken or scene.turn.spoken)
    question = draft.next_question
    state = replace(scene.state, draft=draft.having_asked(question), misses=0)
    if question is Question.CONFIRM and not draft.spoken and scene.conversation.door in PERSONAL:
        return file(scene, draft)  # what was typed, on one's own phone, needs no reading back
    if question is Question.CONFIRM:
        return summary.read_back(state, draft, scene.understand(draft.matter).masked, preface)
    return step(
        state,
        preface + resident_text.QUESTIONS[question],
        buttons=_buttons(question, draft, scene),
        question=question,
    )


def file(scene: Scene, draft: Draft) -> Step:
    """Put the opinion into the books. The receipt goes out only after the commit."""
    told = scene.understand(draft.matter)
    placed = scene.understand(f"{draft.place_words}，{draft.matter}")
    opinion = book(
        # What a deputy saw themselves enters the same loop (微监督).
        Work(scene.session, scene.deputy or RESIDENT, scene.now),
        source.of_conversation(scene.conversation),
        Told(
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
    scene.session.exec(
        update(Utterance)
        .where(
            col(Utterance.conversation_id) == scene.conversation.id,
            col(Utterance.turn_id).in_(draft.utterances),
        )
        .values(opinion_id=opinion.id)
    )
    attachments.belong(scene, draft.utterances, opinion)
    state = State(codes=(*scene.state.codes, opinion.code))
    rows = () if scene.state.question is Question.CONFIRM else summary.rows(draft, opinion.matter)
    return step(
        state,
        resident_text.RECEIPT.format(code=receipt.shown(opinion.code)),
        say=resident_text.RECEIPT.format(code=receipt.spoken(opinion.code)),
        card=Card(CardKind.RECEIPT, resident_text.RECEIPT_TITLE, rows, receipt.shown(opinion.code)),
        ended=True,
    )


def _hear_matter(draft: Draft, scene: Scene) -> Draft:
    draft = draft.of(scene.turn.id).learn(scene.heard)
    text = scene.turn.text
    if phrases.opens(text) or _is_only_a_place(scene):
        return draft
    rest = phrases.another(text)
    return draft.tell(phrases.without_hesitation(text if rest is None else rest))


def _is_only_a_place(scene: Scene) -> bool:
    place, text = scene.heard.place, scene.turn.text
    return place is not None and not phrases.beside(text, place.matched)


def _hear_where(draft: Draft, scene: Scene) -> Draft:
    draft = draft.of(scene.turn.id).learn(scene.heard)
    said = phrases.without_hesitation(scene.turn.text).strip("。！， ")
    if scene.heard.place:
        return replace(draft, where=phrases.beside(said, scene.heard.place.matched))
    if draft.place or draft.candidates or phrases.does_not_know(said):
        return draft
    if scene.heard.intent.name is IntentName.DENY:
        return draft
    return replace(draft, where=phrases.known_part(said))


def _hear_which(draft: Draft, scene: Scene) -> Draft:
    said = scene.turn.text.strip("。！， ")
    chosen = [place for place in draft.candidates if place.words == said]
    if not chosen and scene.heard.place:
        chosen = [scene.heard.place]
    if not chosen:
        chosen = [
            place
            for place in draft.candidates
            if any(part and part[:2] in said for part in (place.district, place.street))
        ]
    draft = draft.of(scene.turn.id)
    if len(chosen) == 1:
        return replace(draft, place=chosen[0], candidates=())
    if Question.WHERE not in draft.asked:
        return replace(draft, candidates=())
    return replace(draft, candidates=(), where=draft.candidates[0].matched)


def _hear_who(draft: Draft, scene: Scene) -> Draft:
    draft = draft.of(scene.turn.id)
    found = scene.heard.entities
    if found.names:
        return draft.learn(scene.heard)
    said = phrases.without_hesitation(scene.turn.text).strip("。！， ")
    if scene.heard.place:
        # She is still at the question before: the place is taken, and her name asked again.
        asked = tuple(question for question in draft.asked if question is not Question.WHO)
        return replace(draft.learn(scene.heard), asked=asked)
    declined = phrases.declines(said) or scene.heard.intent.name in (
        IntentName.DENY,
        IntentName.CANCEL,
        IntentName.CONFIRM,
    )
    name = None if declined else phrases.name(said)
    if found.phones:
        return replace(draft.learn(scene.heard), reporter=name)
    return replace(draft, reporter=name, anonymous=name is None)


def _hear_phone(draft: Draft, scene: Scene) -> Step:
    draft = draft.of(scene.turn.id)
    if scene.heard.entities.phones:
        return proceed(scene, draft.learn(scene.heard))
    half = re.search(r"[0-9零〇幺一二三四五六七八九]{4,}", scene.turn.text)
    if half and scene.state.misses == 0:
        return _once_more(scene, draft, resident_text.PHONE_AGAIN)
    return proceed(scene, draft)


def _is_only_willing(scene: Scene) -> bool:
    """Whether "好的" is all she answered to who she is or her phone; the second time it is no."""
    yes = scene.heard.intent.name is IntentName.CONFIRM
    return yes and scene.state.question in resident_text.WILLING and scene.state.misses == 0


def _once_more(scene: Scene, draft: Draft, text: str) -> Step:
    question = scene.state.question
    state = replace(scene.state, draft=draft, misses=1)
    return step(state, text, buttons=_buttons(question, draft, scene), question=question)


def _hear_verdict(draft: Draft, scene: Scene) -> Step:
    intent, text = scene.heard.intent.name, scene.turn.text
    draft = draft.of(scene.turn.id)
    but = phrases.after_yes_but(text)
    if intent is IntentName.CONFIRM and but is None:
        return file(scene, draft)
    if wrong := phrases.wrong_parts(text):
        return _ask_again(scene, draft, wrong)
    if intent is IntentName.SUPPLEMENT:
        return proceed(scene, draft.tell(phrases.supplement(text)), resident_text.MENDED)
    mended = amend(draft, but or text, scene.heard)
    found = scene.heard.entities.phones or scene.heard.entities.names or scene.heard.place
    if but or found or intent in (IntentName.DENY, IntentName.FILE_OPINION):
        return _mended(scene, draft, mended)
    return step(
        replace(scene.state, draft=draft, misses=scene.state.misses + 1),
        resident_text.SAY_YES,
        buttons=summary.verdicts(),
        card=scene.state.last.card if scene.state.last else None,
        question=Question.CONFIRM,
    )


def _hear_repair(draft: Draft, scene: Scene) -> Step:
    draft = draft.of(scene.turn.id)
    said = scene.turn.text.strip("。！， ")
    if wrong := phrases.wrong_parts(said):
        return _ask_again(scene, draft, wrong)
    if scene.heard.intent.name is IntentName.CONFIRM:
        return proceed(scene, draft)
    return _mended(scene, draft, amend(draft, said, scene.heard))


def _ask_again(scene: Scene, draft: Draft, wrong: frozenset[Question]) -> Step:
    """Forget just what is wrong, and ask for it."""
    if Question.WHAT in wrong:
        state = replace(scene.state, draft=replace(draft, matter=""))
        return step(state, resident_text.MATTER_AGAIN, question=Question.WHAT)
    if Question.WHERE in wrong:
        again = replace(draft, place=None, where=None, spot=None, candidates=())
        state = replace(scene.state, draft=again)
        return step(state, resident_text.WHERE_AGAIN, question=Question.WHERE)
    again = replace(
        draft,
        reporter=None if Question.WHO in wrong else draft.reporter,
        phone=None if Question.PHONE in wrong else draft.phone,
        anonymous=False,
        asked=tuple(question for question in draft.asked if question not in wrong),
    )
    return proceed(scene, again)


def _mended(scene: Scene, draft: Draft, mended: Draft) -> Step:
    if mended != draft:
        return proceed(scene, mended, resident_text.MENDED)
    asked_already = scene.state.question is Question.REPAIR
    return step(
        replace(scene.state, draft=draft, misses=scene.state.misses + asked_already),
        resident_text.NOT_MENDED if asked_already else resident_text.QUESTIONS[Question.REPAIR],
        buttons=tuple(Button(title, title) for title in resident_text.WHAT_WRONG),
        question=Question.REPAIR,
    )


def _buttons(question: Question, draft: Draft, scene: Scene) -> tuple[Button, ...]:
    match question:
        case Question.WHERE:
            unsure = Button(resident_text.UNSURE_TITLE, resident_text.UNSURE)
            station = divisions.load().get(scene.conversation.station_code)
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
