"""Reading the training files, ours and broken ones."""

from pathlib import Path

import pytest

from nlu.intent import examples
from nlu.intent.examples import Example, ExamplesError
from nlu.understanding import IntentName

BIG = (IntentName.FILE_OPINION, IntentName.QUERY_STATUS, IntentName.ASK, IntentName.CONFIRM)


def test_what_ships_has_enough_of_every_intent() -> None:
    shipped = examples.read(examples.files())
    for intent in IntentName:
        assert sum(example.intent is intent for example in shipped) >= 30, intent
    for intent in BIG:
        assert sum(example.intent is intent for example in shipped) >= 40, intent
    assert len({example.topic[0] for example in shipped if example.topic}) == 15


def test_marks_are_taken_out_and_topics_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text(
        "version: '3.1'\n"
        "nlu:\n"
        "- intent: file_opinion/城乡建设\n"
        "  examples: |\n"
        "    - [翠苑街道](place)的路灯坏了\n"
        "    - 路灯坏了\n"
        "    - 路灯坏了\n"
        "- synonym: 翠苑\n"
        "  examples: |\n"
        "    - 翠苑那边\n",
        encoding="utf-8",
    )
    assert examples.read([path]) == (
        Example("翠苑街道的路灯坏了", IntentName.FILE_OPINION, ("城乡建设",)),
        Example("路灯坏了", IntentName.FILE_OPINION, ("城乡建设",)),
    )


@pytest.mark.parametrize(
    "content",
    [
        "nlu: [",
        "nlu:\n- intent: dance\n  examples: |\n    - 跳舞\n",
        "nlu:\n- intent: greet\n",
        "- nlu\n",
        "\x00",
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "broken.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ExamplesError, match=r"broken\.yml"):
        examples.read([path])
