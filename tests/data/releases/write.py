"""Write what a release's own code stores: `PYTHONPATH=ITS_TREE python write.py FILE CACHE`.

It plays dialogues through that tree's Dialogue on SQLite and keeps one text of each shape. It
knows every release, so it imports late and leaves out what a release has not yet.
"""

import importlib
import itertools
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

LAMP = "清波街道三幢楼下的路灯坏了两个星期了，晚上很黑"
RESIDENTS: tuple[tuple[str, ...], ...] = (
    ("你好", "我要反映一个问题", "楼下的路灯坏了", "清波街道三幢楼下", "我姓王", "13588123456"),
    (LAMP, "不留", "对的", "谢谢", "我上次反映的路灯怎么样了", "我要补充", "三幢东面那盏"),
    (LAMP, "不留", "对的", "帮我催一催路灯的事", "那件事我不报了，撤回", "对，撤回"),
    (LAMP, "不留", "对的", "ANSWERED", "路灯怎么样了", "不满意", "灯还是不亮"),
    ("城东社区的路灯坏了，晚上很黑", "都不是", "就在菜场门口", "算了"),
    (LAMP + "，我姓李，电话13900001111", "不对", "地方不对", "紫阳街道", "对的"),
    ("我要撤回我的意见", "12345678", "12345679", "12345670"),
    ("医保报销比例是多少", "记下来"),
    ("我对物业条例有建议", "hello, can you help me", "嗯嗯啊啊", "今天天气怎么样", "讲个笑话"),
    ("煤气漏气了，味道很重", "清波街道三幢", "不留", "对的"),
    ("我家那个事情一直没有人来处理，你们帮我看看", "说不清", "不留", "不留", "对的"),
    ("各个社区都有电动车停在楼道里充电，很危险", "不留", "对的", "/repeat", "/human"),
    ("清波街道的二十六路公交车班次太少，等了四十分钟", "不留", "对的", "/restart"),
)
DEPUTIES: tuple[tuple[str, ...], ...] = (
    ("/offers", "/claim CODE", "我去看过了，明天修好", "/ask CODE", "是哪一盏灯", "修好了", "对的"),
    ("/claim CODE", "/hear CODE", "/propose CODE", "/release CODE", "不归街道管", "/digest 12"),
    ("/claim CODE", "这个灯有点麻烦", "/as CODE progress", "/answer CODE", "换了新灯"),
)


class Release:
    """One installation of the release whose code is on the path."""

    def __init__(self, home: Path, cache: Path) -> None:
        opened, settings = _of("data.database", "open_database"), _of("data.settings", "Settings")
        understander = importlib.import_module("nlu.understander")
        self.database = opened(settings(home=home))
        self.dialogue = _of("handlers.dialogue", "Dialogue")(
            self.database, understander.load(cache)
        )
        self.door, self.turn = _of("data.conversation", "Door"), _of("handlers.turn", "Turn")
        self.opinion = _of("data.opinion", "Opinion")
        self.found: dict[str, dict[object, str]] = {}
        self.people = itertools.count()

    def keep(self, column: str, text: str | None) -> None:
        """One text of each shape."""
        if text:
            self.found.setdefault(column, {}).setdefault(_shape(json.loads(text)), text)

    def talk(self, lines: tuple[str, ...], door: str, sender: str, code: str = "") -> None:
        """One person's dialogue, with the columns read after each turn."""
        conversations, utterances = (
            _of("data.conversation", "Conversation"),
            _of("data.conversation", "Utterance"),
        )
        for number, line in enumerate(lines):
            if line == "ANSWERED":
                self.answer()
                continue
            turn_id, text = f"t{next(self.people)}", line.replace("CODE", code)
            if number == 1 and hasattr(self.dialogue, "recording"):
                self.dialogue.recording(self.door(door), sender, turn_id, f"{sender}.s16le")
            self.dialogue.turn(
                self.turn(turn_id, self.door(door), sender, text, station="330102001")
            )
            with self.database.reading() as session:
                for row in _rows(session, conversations, sender=sender):
                    self.keep("conversation.state", row.state)
                for row in _rows(session, utterances, turn_id=turn_id):
                    self.keep("utterance.reply", row.reply)

    def answer(self) -> None:
        """The newest matter is answered, by staff where the release has any."""
        with self.database.transaction() as session:
            *_, opinion = _rows(session, self.opinion)
            state = _of("data.opinion", "OpinionState")
            if not (deed := _maybe("handlers.deed")):
                opinion.state = state.ANSWERED
                return
            from handlers.actor import Actor  # noqa: PLC0415 - not in every release
            from handlers.work import Work  # noqa: PLC0415

            roles, actions = _of("data.account", "Role"), _of("handlers.lifecycle", "Action")
            staff = Actor(roles.STAFF, "staff:小陈", frozenset({opinion.station_code}))
            now = _of("datetime", "datetime").now(_of("datetime", "UTC"))
            for action, words in (("ask", "是哪一盏灯"), ("answer", "换了新灯")):
                form = deed.Form(words=words)
                deed.perform(Work(session, staff, now), opinion, actions(action), form)

    def code(self) -> str:
        """A fresh matter's receipt code."""
        sender = f"r{next(self.people)}"
        self.talk((LAMP, "不留", "对的"), "rest", sender)
        with self.database.reading() as session:
            *_, newest = _rows(session, self.opinion)
            return str(newest.code)

    def deputy(self, number: int) -> str:
        """A deputy's chat; its sender."""
        from handlers import binding  # noqa: PLC0415 - not in every release

        now = _of("datetime", "datetime").now(_of("datetime", "UTC"))
        with self.database.transaction() as session:
            person = _of("data.station", "Representative")(
                code=f"R{number}", name=f"王代表{number}", station_code="330102001"
            )
            session.add(person)
            session.flush()
            given = binding.invite(session, person, now)
        self.talk((f"/bind {given}",), "telegram", f"deputy-{number}")
        return f"deputy-{number}"

    def rest(self) -> None:
        """The columns that are not read turn by turn."""
        with self.database.reading() as session:
            for row in _rows(session, self.opinion):
                self.keep("opinion.proposal", getattr(row, "proposal", None))
            if module := _maybe("data.notice"):
                for row in _rows(session, module.Notice):
                    self.keep("notice.buttons", getattr(row, "buttons", None))

    def rare(self) -> None:
        """Every word a state can hold, written by the release's own dump."""
        module = importlib.import_module("handlers.state")
        for question in _of("nlu.context", "Question"):
            self.keep("conversation.state", module.dump(module.State(question=question)))
        for wish in _of("nlu.understanding", "IntentName"):
            self.keep("conversation.state", module.dump(module.State(wish=wish)))
        if intended := getattr(module, "Intended", None):
            for action in _of("handlers.lifecycle", "Action"):
                state = module.State(intended=intended(action, "37265849", "明天修好"))
                self.keep("conversation.state", module.dump(state))


def main(file: Path, cache: Path) -> None:
    """Play everything, and write the file."""
    with TemporaryDirectory() as home:
        release = Release(Path(home), cache)
        for number, lines in enumerate(RESIDENTS):
            release.talk(lines, "rest", f"resident-{number}")
        if _maybe("handlers.binding"):
            for number, lines in enumerate(DEPUTIES):
                sender = release.deputy(number)
                release.talk(lines, "telegram", sender, release.code())
        release.rest()
        release.rare()
        texts = {column: list(found.values()) for column, found in sorted(release.found.items())}
        file.write_text(json.dumps(texts, ensure_ascii=False, indent=1) + "\n", "utf-8")
        release.database.close()


def _shape(value: object) -> object:
    """Which keys are filled, and the words of the closed lists."""
    if isinstance(value, dict):
        words = ("question", "wish", "action", "kind", "level")
        if "payload" in value:
            return value["payload"].split(" ")[0]
        return tuple(
            (key, each if key in words and isinstance(each, str) else _shape(each))
            for key, each in value.items()
            if each not in (None, [], "", 0, False) and key not in ("last", "text", "say")
        )
    if isinstance(value, list):
        return ("list", *(_shape(each) for each in value[:1]))
    return type(value).__name__


def _rows(session: Any, table: Any, **where: str) -> Iterator[Any]:
    from sqlmodel import select  # noqa: PLC0415 - the release's own

    yield from session.exec(select(table).filter_by(**where).order_by(table.id)).all()


def _of(module: str, name: str) -> Any:
    return getattr(importlib.import_module(module), name)


def _maybe(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError:
        return None


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
