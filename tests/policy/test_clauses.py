"""The provisions as data: 43 of them, each with its place, its kinds and the offices it binds."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest

from xmut_rules.policy.clauses import CLAUSES, KINDS, OFFICES, clause, find_clauses, office

IDS = """
§0a §0b §0.1 §1.1a §1.1b §1.1c §1.2a §1.2b §1.2c §2.1.1 §2.1.2 §2.2.1 §2.2.2a §2.2.2b §2.2.2c §2.2.3 §2.2.4a §2.2.4b
§2.2.4c §2.2.5 §3.1 §3.2 §3.3a §3.3b §3.3c §3.4a §3.4b §3.4c §3.5.1a §3.5.1b §3.5.1c §3.5.2 §3.5.2.1 §3.5.2.2a
§3.5.2.2b §3.5.3a §3.5.3b §3.5.3c §3.5.4a §3.5.4b §3.5.4c §3.5.4d §3.5.4e
"""
CORE = """
§0a §1.2b §2.2.4b §3.3c §3.4a §3.4b §3.4c §3.5.1b §3.5.1c §3.5.2.1 §3.5.2.2a §3.5.2.2b §3.5.3a §3.5.3b §3.5.4d §3.5.4e
"""
SECTIONS = """
§0a 通知|§0.1 引言|§1.2b 一（二）|§2.1.1 二（一）1|§2.2.4b 二（二）|§3.3c 三（三）|§3.4a 三（四）|§3.5.2 三（五）（2）
§3.5.2.1 三（五）（2）1
§3.5.2.2a 三（五）（2）2|§3.5.2.2b 三（五）（2）2|§3.5.3b 三（五）（3）|§3.5.4e 三（五）（4）
"""
BY_KIND = {
    "param": "§1.2a §3.4c §3.5.2 §3.5.2.1 §3.5.2.2a §3.5.2.2b §3.5.3b",
    "calc": "§2.2.4b §3.4c §3.5.2.1 §3.5.2.2a §3.5.2.2b §3.5.3a §3.5.3b",
    "constraint": "§0a §1.2b §3.3c §3.4a §3.4b §3.5.1b §3.5.1c §3.5.3c §3.5.4d §3.5.4e",
    "duty": "§2.2.1 §2.2.2a §2.2.2b §2.2.2c §2.2.3 §2.2.4a §2.2.5 §3.2 §3.3a §3.5.4a §3.5.4b §3.5.4c §3.5.4d",
    "org": "§0b §2.1.1 §2.1.2 §3.5.1a",
    "principle": "§0.1 §1.1a §1.1b §1.1c §1.2c §2.2.4c §3.1 §3.3b",
}
FIGURES = {
    "§0a": ["2020", "12", "18", "21"],
    "§1.2a": ["2020"],
    "§3.4c": ["2"],
    "§3.5.2.1": ["120", "720", "6"],
    "§3.5.2.2a": ["3", "150", "200"],
    "§3.5.2.2b": ["500"],
    "§3.5.3b": ["30%"],
}


def ids(**wanted: Any) -> str:
    """The ids that a search finds, in its order."""
    return " ".join(found.id for found in find_clauses(**wanted))


def test_every_provision_stands_there_once_in_the_documents_order() -> None:
    """The document has 43 provisions; each has its own id."""
    assert [known.id for known in CLAUSES] == IDS.split()
    assert len(IDS.split()) == len(set(IDS.split())) == 43


def test_the_computable_provisions_are_core() -> None:
    """What this library computes or tests is marked, and nothing else."""
    assert [known.id for known in CLAUSES if known.core] == CORE.split()
    assert all(type(known.core) is bool for known in CLAUSES)


@pytest.mark.parametrize("pair", SECTIONS.strip().replace("\n", "|").split("|"))
def test_a_provision_names_its_section(pair: str) -> None:
    """The section is the place in the document, as the document counts."""
    clause_id, section = pair.split()
    assert clause(clause_id).section == section


@pytest.mark.parametrize("found", CLAUSES, ids=lambda found: found.id)
def test_a_provision_is_told_in_both_languages(found: Any) -> None:
    """Both summaries are there in their language, and what is left open stands in both or in neither."""
    assert re.search(r"[\u4e00-\u9fff]", found.summary.zh)
    assert re.fullmatch(r"[\x20-\x7e§]+\.", found.summary.en)
    for text in found.unclear or ():
        assert text == text.strip() != ""
    assert found.unclear is None or re.search(r"[\u4e00-\u9fff]", found.unclear.zh)


@pytest.mark.parametrize("clause_id", FIGURES)
def test_both_summaries_state_the_documents_figures(clause_id: str) -> None:
    """The figures of the document stand in both summaries of their provision."""
    found = clause(clause_id)
    assert [figure for figure in FIGURES[clause_id] if figure not in found.summary.zh] == []
    assert [figure for figure in FIGURES[clause_id] if figure not in found.summary.en] == []


@pytest.mark.parametrize("clause_id", ["§0a", "§3.5.2.1", "§3.5.2.2b", "§3.5.3b", "§3.5.4e"])
def test_what_the_text_leaves_open_is_said(clause_id: str) -> None:
    """A provision with open questions says so, and one without says nothing."""
    unclear = clause(clause_id).unclear
    assert unclear is not None and "not stated" in unclear.en and "未写明" in unclear.zh
    assert clause("§3.5.4b").unclear is None


def test_kinds_and_offices_exist() -> None:
    """A provision has one kind or two, and binds offices that are listed; ids of offices are unique and used."""
    known = [each.id for each in OFFICES]
    assert len(set(known)) == len(known) == 18
    assert KINDS == ("param", "calc", "constraint", "duty", "org", "principle")
    assert {len(each.kinds) for each in CLAUSES} == {1, 2}
    assert {kind for each in CLAUSES for kind in each.kinds} == set(KINDS)
    assert {name for each in CLAUSES for name in each.bound} == set(known)


def test_provisions_by_kind() -> None:
    """A search by kind gives the provisions of that kind, in the document's order."""
    assert {kind: ids(kind=kind) for kind in KINDS} == BY_KIND


def test_provisions_by_office() -> None:
    """A search by office takes its id, its Chinese or its English name; both conditions hold together."""
    station = "§2.2.2a §2.2.2b §2.2.2c §3.5.4b §3.5.4c §3.5.4d §3.5.4e"
    assert ids(office="appraisal_station") == ids(office="职业技能鉴定站") == ids(office="appraisal station") == station
    assert ids(office="student") == "§3.4a §3.4b §3.4c"
    assert ids(office="payer") == "§3.5.2 §3.5.2.1 §3.5.2.2a §3.5.2.2b"
    assert ids(office="human_resources", kind="calc") == "§2.2.4b"
    assert ids(office="appraisal_station", kind="constraint") == "§3.5.4d §3.5.4e"
    assert ids(office="all_units") == "§0a"
    assert ids(office="student", kind="org") == ""
    assert find_clauses() == CLAUSES


@pytest.mark.parametrize("clause_id", IDS.split())
def test_a_provision_is_found_with_and_without_its_sign(clause_id: str) -> None:
    """An id is read with or without its leading §."""
    assert clause(clause_id) is clause(clause_id.removeprefix("§"))
    assert clause(clause_id).id == clause_id


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("3.5.2.9", "unknown clause '3.5.2.9'; the nearest is §3.5.2.1"),
        ("§3.5.2.2c", "unknown clause '§3…2c'; the nearest is §3.5.2.2b"),
        ("§§0a", "unknown clause '§§0a'; the nearest is §0a"),
        ("", "unknown clause ''"),
        ("110101199003070000", "unknown clause '11…00'"),
    ],
)
def test_an_unknown_provision_is_an_error(given: str, told: str) -> None:
    """The error names the nearest id there is, if one is near, and masks what is longer than 8 characters."""
    with pytest.raises(ValueError, match=r"^unknown clause '") as info:
        clause(given)
    assert str(info.value).startswith(told)


def test_an_unknown_office_or_kind_is_an_error() -> None:
    """The error lists what there is and masks a long name."""
    with pytest.raises(ValueError, match=r"^unknown office 'dean'; known are all_units, school, .*, other_units$"):
        office("dean")
    with pytest.raises(ValueError, match=r"^unknown office '11…00'; known are "):
        find_clauses(office="110101199003070000")
    unknown: Any = "law"
    with pytest.raises(
        ValueError, match=r"^unknown kind 'law'; known are param, calc, constraint, duty, org, principle$"
    ):
        find_clauses(kind=unknown)


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("appraisal_station", "职业技能鉴定站", "appraisal station"),
        ("academic_affairs", "教务处", "academic affairs"),
        ("human_resources", "人力资源处", "human resources"),
        ("college", "二级学院", "college"),
        ("operating_company", "工学院（厦门）教育科技有限公司", "operating company"),
    ],
)
def test_an_office_is_found_by_any_of_its_names(name: str, zh: str, en: str) -> None:
    """An office has an id, a Chinese and an English name, and each finds it."""
    assert office(name) is office(zh) is office(en)
    assert (office(name).id, *office(name).name) == (name, zh, en)


def test_provisions_and_offices_do_not_change() -> None:
    """No field of a provision or an office can be set, and their lists are tuples."""
    for known in (CLAUSES[0], OFFICES[0]):
        for field in fields(known):
            with pytest.raises(FrozenInstanceError):
                setattr(known, field.name, "x")
    assert all(type(part) is tuple for part in (CLAUSES, OFFICES, CLAUSES[0].kinds, CLAUSES[0].bound))
