"""Tables as staff save them: any of the usual encodings, and every bad line named."""

from pathlib import Path

import pytest

from data import sheet
from data.sheet import Reason, SheetError, SheetFault

GOOD = '﻿topic,text,note\n城乡建设,"路灯坏了\n两个星期了",急\n\n教育文体, 学校太远 ,\n'


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def faults(path: Path) -> tuple[SheetFault, ...]:
    with pytest.raises(SheetError) as caught:
        sheet.read(path, ("text", "topic"))
    return caught.value.faults


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_rows_come_with_the_line_they_begin_in(tmp_path: Path, encoding: str, ending: str) -> None:
    text = GOOD.removeprefix("﻿").replace("\n", ending)
    rows = sheet.read(write(tmp_path / "a.csv", text, encoding), ("text", "topic"), ["kind"])
    assert [(row.line, row.cells["topic"]) for row in rows] == [(2, "城乡建设"), (5, "教育文体")]
    assert rows[0].cells["text"].split() == ["路灯坏了", "两个星期了"]
    assert rows[1].cells == {"topic": "教育文体", "text": "学校太远", "note": "", "kind": ""}


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_the_separator_is_seen_from_the_header(tmp_path: Path, mark: str) -> None:
    path = write(tmp_path / "a.csv", f"text{mark}topic\n路灯坏了{mark}城乡建设\n")
    assert sheet.read(path, ("text", "topic"))[0].cells["topic"] == "城乡建设"


def test_a_byte_order_mark_is_no_part_of_a_name(tmp_path: Path) -> None:
    assert len(sheet.read(write(tmp_path / "a.csv", GOOD), ("text", "topic"))) == 2


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", SheetFault(Reason.EMPTY)),
        ("text,topic\n", SheetFault(Reason.EMPTY)),
        ("text,subject\na,b\n", SheetFault(Reason.COLUMNS, 1, "topic")),
        ("text,topic\na,b\nc\n", SheetFault(Reason.CELLS, 3)),
        ("text,topic\na,b,c\n", SheetFault(Reason.CELLS, 2)),
        ("text,topic\na,b\nc, \n", SheetFault(Reason.BLANK, 3, "topic")),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, fault: SheetFault) -> None:
    assert faults(write(tmp_path / "a.csv", text)) == (fault,)


def test_all_bad_lines_are_named_in_their_order(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "text,topic\n,b\nc\nd,e\nf,\n")
    assert [(f.line, f.reason) for f in faults(path)] == [
        (2, Reason.BLANK),
        (3, Reason.CELLS),
        (5, Reason.BLANK),
    ]


def test_what_is_no_text_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04\x00\x00\x00")
    assert faults(tmp_path / "a.xlsx") == (SheetFault(Reason.ENCODING),)
    (tmp_path / "b.csv").write_bytes(b"text,topic\n\xff\xff\xff\xff\n")
    assert faults(tmp_path / "b.csv") == (SheetFault(Reason.ENCODING),)
    assert faults(tmp_path / "none.csv")[0].reason is Reason.MISSING
    assert faults(tmp_path)[0].reason is Reason.UNREADABLE
