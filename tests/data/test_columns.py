"""Whatever is stored has a reader: every column of every table, and the module that reads it."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Integer

from data.record.tables import METADATA

ROOT = Path(__file__).parent.parent.parent
ITEM, STATION, UNDELIVERED, HANDOFFS = (
    f"bot/console/templates/{name}.html" for name in ("item", "station", "undelivered", "handoffs")
)
ARCHIVE, HANDOFF = "handlers/opinion/archive.py", "handlers/desk/handoff.py"
READERS: dict[str, dict[str, str]] = {
    "account": {
        "handlers/account/accounts.py": "password token active misses locked_until",
        "handlers/opinion/actor.py": "name role station_code unit_code representative_id",
        STATION: "made_at",
    },
    "attachment": {
        "handlers/context/attachments.py": "conversation_id turn_id",
        "handlers/deputy/commands.py": "kind",
        ITEM: "file position at",
        "handlers/privacy/retention.py": "opinion_id",
    },
    "binding": {
        "handlers/account/chat_link.py": "representative_id channel address ended_at",
        "handlers/notification/outbox.py": "digest_hour",
        STATION: "made_at",
    },
    "claim": {
        "handlers/action/escalation.py": "reminded_at",
        ARCHIVE: "opinion_id representative_id at until ended_at",
        "handlers/account/members.py": "ended",
    },
    "code": {
        "handlers/account/qr_code.py": "kind station_code representative_id revoked_at made_at",
    },
    "conversation": {
        "handlers/conversation/service.py": "id channel sender station_code state language",
        "handlers/opinion/source.py": "representative_id",
        "handlers/notification/outbox.py": "muted_at closed_at",
        HANDOFFS: "started_at touched_at",
    },
    "delivery": {
        "handlers/desk/queues.py": "notice_id",
        UNDELIVERED: "at fault",
    },
    "erasure": {"handlers/privacy/erasure.py": "file"},
    "evaluation": {
        ARCHIVE: "opinion_id",
        ITEM: "grade reason at",
    },
    "handoff": {
        HANDOFF: "conversation_id ended_by",
        HANDOFFS: "station_code at ended_at",
    },
    "incoming": {"bot/channel/inbox.py": "channel key chat body at done_at fault"},
    "invitation": {
        "handlers/account/chat_link.py": "representative_id digest until used_at",
    },
    "lesson": {"handlers/learning/teaching.py": "source text topic_code generation"},
    "look": {ARCHIVE: "opinion_id account_id at"},
    "notice": {
        "handlers/notification/dispatcher.py": (
            "key audience channel address words payload buttons bundle state tries due_at"
            " held_until"
        ),
        "bot/console/queues.py": "opinion_id",
        UNDELIVERED: "made_at ended_at",
    },
    "opinion": {
        "handlers/opinion/search.py": "code state matter place_name representative_id",
        "handlers/notification/outbox.py": (
            "conversation_id station_code addressed_id merged_into_id"
        ),
        ITEM: "channel client urged urgent spot unit level waiting_since due_at words",
        "bot/console/item.py": "reporter phone topic_code place_code proposal",
        "bot/api/schemas.py": "topic_name version unit_division filed_at",
        "handlers/opinion/actor.py": "unit_code",
        "handlers/opinion/deadline.py": "limit lateness reopened",
        "handlers/action/escalation.py": "tick_at",
    },
    "opinion_event": {
        "handlers/opinion/lifecycle.py": "opinion_id key",
        "handlers/notification/outbox.py": "version",
        "handlers/dialogue/status.py": "words_resident",
        ITEM: "at actor action state_from state_to words_staff",
    },
    "representative": {
        "handlers/account/members.py": "code station_code",
        "handlers/notification/outbox.py": "grid",
        ARCHIVE: "name phone",
    },
    "sign_in": {"handlers/account/accounts.py": "token account_id csrf at seen_at"},
    "station": {
        "handlers/action/escalation.py": "code level parent_code",
        STATION: "name",
    },
    "suggestion": {ARCHIVE: "opinion_id representative_id title words signed_at"},
    "utterance": {
        "handlers/conversation/service.py": "turn_id conversation_id reply",
        HANDOFF: "state transcript",
        "handlers/privacy/retention.py": "audio at",
        "handlers/desk/queues.py": "opinion_id",
        ITEM: "original engine confidence failure",
    },
}
"""Which module reads what. Whoever adds a column adds its reader here."""


ROWS: dict[str, str] = {
    "account": "each",
    "attachment": "each",
    "binding": "chat",
    "claim": "held",
    "conversation": "talk",
    "delivery": "last",
    "erasure": "each",
    "evaluation": "each",
    "incoming": "each waiting IncomingUpdate",
    "invitation": "found",
    "notice": "first notice each",
    "opinion": "each",
    "opinion_event": "event",
    "representative": "deputy person",
    "sign_in": "found",
    "suggestion": "each",
    "utterance": "each",
}
"""By which names rows go in the modules above, beside the table's and the class's own."""


@cache
def read_in(module: str) -> frozenset[tuple[str, str]]:
    """What a module reads, with the name of what it is read of; in a template, in its braces."""
    source = (ROOT / module).read_text("utf-8")
    if module.endswith(".html"):
        inside = " ".join(re.findall(r"{[{%].*?[%}]}", source))
        return frozenset(re.findall(r"(\w+)(?:\[[\w.]+\])?\.(?=(\w+))", inside))
    return reads(ast.parse(source))


def reads(tree: ast.AST) -> frozenset[tuple[str, str]]:
    """The attributes that some code reads; what it only sets does not count."""
    return frozenset(
        (_root(node.value), node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    )


def _root(node: ast.expr) -> str:
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            return node.attr
        case ast.Subscript():
            return _root(node.value)
        case _:
            return ""


def columns() -> dict[str, set[str]]:
    """Every column but a number that only names its row."""
    return {
        name: {
            column.name
            for column in table.columns
            if not (column.name == "id" and isinstance(column.type, Integer))
        }
        for name, table in METADATA.tables.items()
    }


def declared() -> dict[str, set[str]]:
    return {
        table: {name for names in readers.values() for name in names.split()}
        for table, readers in READERS.items()
    }


@pytest.mark.parametrize("table", sorted(METADATA.tables))
def test_every_column_has_a_reader(table: str) -> None:
    assert declared().get(table, set()) == columns()[table]


@pytest.mark.parametrize("table", sorted(READERS))
def test_the_reader_reads_it(table: str) -> None:
    rows = {table, table.title().replace("_", ""), *ROWS.get(table, "").split()}
    for module, names in READERS[table].items():
        found = {name for row, name in read_in(module) if row in rows}
        missing = set(names.split()) - found
        assert not missing, f"{module} does not read {missing} of {table}"


def test_writing_is_not_reading_and_neither_is_another_table_s_column() -> None:
    written = ast.parse("row.state = 1\nRow(state=2)\nrow.at\nother.id")
    assert reads(written) == {("row", "at"), ("other", "id")}
