"""The reference tables: complete, consistent with each other, and joined as build.py says."""

from collections import Counter
from pathlib import Path

from data.database import open_database
from data.reference import table
from data.reference.matter import jurisdictions, topics
from data.reference.place import aliases, divisions
from data.reference.place.build import everyday
from data.reference.place.divisions import DivisionLevel
from data.settings import Settings


def test_every_division_of_the_two_lists_is_there() -> None:
    counts = Counter(division.level for division in divisions.load().all)
    assert counts == {
        DivisionLevel.CITY: 1,
        DivisionLevel.DISTRICT: 13,
        DivisionLevel.STREET: 191,
        DivisionLevel.ZONE: 5,
        DivisionLevel.COMMUNITY: 3320,
    }


def test_codes_are_unique_and_every_parent_exists() -> None:
    known = divisions.load()
    assert len(known.by_code) == len(known.all)
    for division in known.all:
        if division.level != DivisionLevel.CITY:
            district = known.up(division, DivisionLevel.DISTRICT)
            assert district is not None
            assert district.name == division.district
        if division.level == DivisionLevel.COMMUNITY:
            assert known.by_code[division.street_code or ""].name == division.street


def test_streets_are_joined_by_name_where_the_codes_of_the_lists_differ() -> None:
    known = divisions.load()
    by_name = {d.name: d for d in known.at(DivisionLevel.STREET)}
    differing = [
        d
        for d in known.at(DivisionLevel.COMMUNITY)
        if by_name.get(d.street or "") and not d.code.startswith(d.street_code or "")
    ]
    assert len({d.street for d in differing}) == 49


def test_a_division_knows_its_full_name() -> None:
    known = divisions.load()
    words = {d.words for d in known.all}
    assert "西湖区翠苑街道" in words
    assert "上城区闸弄口街道红梅社区" in words


def test_official_names_become_what_people_say() -> None:
    assert everyday("沿山村委会") == "沿山村"
    assert everyday("外源村村委会") == "外源村"
    assert everyday("王村村委会") == "王村村"
    assert everyday("云村村村民委员会") == "云村村"
    assert everyday("邓家居委会") == "邓家社区"
    assert everyday("凤林社区居民委员会") == "凤林社区"
    assert everyday("清波门社区") == "清波门社区"


def test_the_topic_tree_is_whole() -> None:
    known = topics.load()
    assert len(known.at(1)) == 15
    assert sum(node.name != "其他" for node in known.at(2)) == 103
    assert len(known.at(3)) == 517
    assert len(known.by_code) == len(known.by_path) == len(known.all)
    assert all(len(node.code) == 2 * node.level for node in known.all)


def test_words_of_topics_and_aliases_name_what_exists() -> None:
    assert {node.path[0] for _, node in topics.words()} == {n.name for n in topics.load().at(1)}
    assert {alias.kind for alias in aliases.load()} == {
        "old",
        "short",
        "within",
        "once",
    }


def test_every_first_level_topic_has_a_rule_that_always_holds() -> None:
    general = {rule.topic for rule in jurisdictions.rules() if not rule.keywords}
    assert general >= {node.code for node in topics.load().at(1)}


def test_every_rule_gives_a_reason() -> None:
    assert all(len(rule.reason) >= 6 for rule in jurisdictions.rules())


def test_an_installation_brings_its_own_tables(own_tables: Path) -> None:
    ours = jurisdictions.units()
    head = "code,name,level\n"
    (own_tables / "units.csv").write_text(f"{head}T-OWN,自己的科,township\n", encoding="utf-8")
    open_database(Settings(home=own_tables.parent)).close()
    assert list(jurisdictions.units()) == ["T-OWN"]
    open_database(Settings(home=own_tables.parent / "another")).close()
    assert jurisdictions.units() == ours
    assert table.path("units.csv").parent == table.OURS


def test_tables_are_read_once(own_tables: Path) -> None:
    table.use(own_tables.parent / "home")
    before = jurisdictions.rules()
    table.use(own_tables.parent / "another home")
    assert jurisdictions.rules() is before
