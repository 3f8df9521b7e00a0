"""The provisions as data: 43 of them, each found by its id, its section, its kinds or the offices it binds."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest

from xmut_rules.policy.clauses import CLAUSES, KINDS, OFFICES, SLIPS, cited, clause, find_clauses, office

IDS = """
§0a §0b §0.1 §1.1a §1.1b §1.1c §1.2a §1.2b §1.2c §2.1.1 §2.1.2 §2.2.1 §2.2.2a §2.2.2b §2.2.2c §2.2.3 §2.2.4a §2.2.4b
§2.2.4c §2.2.5 §3.1 §3.2 §3.3a §3.3b §3.3c §3.4a §3.4b §3.4c §3.5.1a §3.5.1b §3.5.1c §3.5.2 §3.5.2.1 §3.5.2.2a
§3.5.2.2b §3.5.3a §3.5.3b §3.5.3c §3.5.4a §3.5.4b §3.5.4c §3.5.4d §3.5.4e
"""
CORE = """
§0a §1.2b §2.2.4b §3.3c §3.4a §3.4b §3.4c §3.5.1b §3.5.1c §3.5.2.1 §3.5.2.2a §3.5.2.2b §3.5.3a §3.5.3b §3.5.4d §3.5.4e
"""
SECTIONS = """
通知 §0a §0b
引言 §0.1
一（一） §1.1a §1.1b §1.1c
一（二） §1.2a §1.2b §1.2c
二（一）1 §2.1.1
二（一）2 §2.1.2
二（二） §2.2.1 §2.2.2a §2.2.2b §2.2.2c §2.2.3 §2.2.4a §2.2.4b §2.2.4c §2.2.5
三（一） §3.1
三（二） §3.2
三（三） §3.3a §3.3b §3.3c
三（四） §3.4a §3.4b §3.4c
三（五）（1） §3.5.1a §3.5.1b §3.5.1c
三（五）（2） §3.5.2
三（五）（2）1 §3.5.2.1
三（五）（2）2 §3.5.2.2a §3.5.2.2b
三（五）（3） §3.5.3a §3.5.3b §3.5.3c
三（五）（4） §3.5.4a §3.5.4b §3.5.4c §3.5.4d §3.5.4e
"""
STANDING = {section: held.split() for section, _, held in (row.partition(" ") for row in SECTIONS.strip().split("\n"))}
BY_KIND = {
    "param": "§1.2a §3.4c §3.5.2 §3.5.2.1 §3.5.2.2a §3.5.2.2b §3.5.3b",
    "calc": "§2.2.4b §3.4c §3.5.2.1 §3.5.2.2a §3.5.2.2b §3.5.3a §3.5.3b",
    "constraint": "§0a §1.2b §3.3c §3.4a §3.4b §3.5.1b §3.5.1c §3.5.3c §3.5.4d §3.5.4e",
    "duty": "§2.2.1 §2.2.2a §2.2.2b §2.2.2c §2.2.3 §2.2.4a §2.2.5 §3.2 §3.3a §3.5.4a §3.5.4b §3.5.4c §3.5.4d",
    "org": "§0b §2.1.1 §2.1.2 §3.5.1a",
    "principle": "§0.1 §1.1a §1.1b §1.1c §1.2c §2.2.4c §3.1 §3.3b",
}
BOUND = {
    "all_units": "§0a",
    "school": "§0.1 §1.1a §1.1b §1.1c §1.2a §1.2b §3.1 §3.3a §3.3b",
    "president_office": "§0b",
    "steering_group": "§2.1.1",
    "pilot_office": "§2.1.2",
    "academic_affairs": "§2.2.1",
    "appraisal_station": "§2.2.2a §2.2.2b §2.2.2c §3.5.4b §3.5.4c §3.5.4d §3.5.4e",
    "college": "§1.2b §1.2c §2.2.3 §3.2 §3.5.4a",
    "human_resources": "§2.2.4a §2.2.4b §2.2.4c",
    "finance": "§2.2.5 §3.3a",
    "operating_company": "§3.5.1a §3.5.1b §3.5.1c",
    "venue_office": "",
    "student": "§3.4a §3.4b §3.4c",
}
NOBODY = "§3.3c §3.5.2 §3.5.2.1 §3.5.2.2a §3.5.2.2b §3.5.3a §3.5.3b §3.5.3c"
NAMES = """
all_units 各二级单位 二级单位
school 厦门工学院 学校 我校
president_office 校长办公室 厦门工学院校长办公室
steering_group “1+X”证书制度试点工作领导小组 工作领导小组 领导小组
pilot_office “1+X”证书制度试点工作办公室 办公室
academic_affairs 教务处
appraisal_station 职业技能鉴定站 鉴定站 职业鉴定站 station
college 二级学院 学院 各学院 各二级学院 试点二级学院 colleges
human_resources 人力资源处 HR hr
finance 计划与财务处 计财处 财务处 学校财政
operating_company 工学院（厦门）教育科技有限公司 教育科技有限公司 教育科技公司 company
venue_office 资产公司校产租赁部 校产租赁部
student 学生
"""
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


def test_a_provision_names_its_section() -> None:
    """The section is the place in the document, as the document counts."""
    found = {section: [known.id for known in CLAUSES if known.section == section] for section in STANDING}
    assert found == STANDING


@pytest.mark.parametrize("found", CLAUSES, ids=lambda found: found.id)
def test_a_provision_stands_in_both_languages(found: Any) -> None:
    """Both summaries are there in their language, and what is left open stands in both or in neither."""
    assert re.search(r"[\u4e00-\u9fff]", found.summary.zh)
    assert re.fullmatch(r"(厦工教〔2020〕39号)?[\x20-\x7e§]+\.", found.summary.en)
    assert found.summary.zh.endswith("。")
    assert not re.search(r"[,;:()!?]", found.summary.zh)
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
def test_what_the_text_leaves_open_is_stated(clause_id: str) -> None:
    """A provision with open questions says so, and one without says nothing."""
    unclear = clause(clause_id).unclear
    assert unclear is not None and "not stated" in unclear.en and "未写明" in unclear.zh
    assert clause("§3.5.4b").unclear is None


def test_a_provision_that_names_nobody_binds_nobody() -> None:
    """Where the text names no body, nobody is bound, and the open point says that who it is remains open."""
    silent = [known for known in CLAUSES if not known.bound]
    assert [known.id for known in silent] == NOBODY.split()
    for known in silent:
        assert known.unclear is not None
        assert known.unclear.zh.startswith("未写明由谁执行")
        assert known.unclear.en.startswith("not stated: who")


def test_kinds_and_offices_exist() -> None:
    """A provision has one kind or two, and binds offices that are listed; ids of offices are unique."""
    assert [known.id for known in OFFICES] == list(BOUND)
    assert KINDS == ("param", "calc", "constraint", "duty", "org", "principle")
    assert {len(known.kinds) for known in CLAUSES} == {1, 2}
    assert {kind for known in CLAUSES for kind in known.kinds} == set(KINDS)
    assert {name for known in CLAUSES for name in known.bound} == set(BOUND) - {"venue_office"}


def test_provisions_by_kind() -> None:
    """A search by kind gives the provisions of that kind, in the document's order."""
    assert {kind: ids(kind=kind) for kind in KINDS} == BY_KIND


def test_provisions_by_office() -> None:
    """A search by office finds what the text binds it to, by any of its names."""
    assert {name: ids(office=name) for name in BOUND} == BOUND
    assert ids(office="鉴定站") == ids(office="职业技能鉴定站") == ids(office="Appraisal station")
    assert find_clauses() == CLAUSES


def test_provisions_by_office_and_kind() -> None:
    """All conditions of a search hold together."""
    assert ids(office="human_resources", kind="calc") == "§2.2.4b"
    assert ids(office="appraisal_station", kind="constraint") == "§3.5.4d §3.5.4e"
    assert ids(office="student", kind="org") == ""
    assert ids(section="三（五）", office="college") == "§3.5.4a"
    assert ids(section="三（五）（4）", kind="duty") == "§3.5.4a §3.5.4b §3.5.4c §3.5.4d"
    assert ids(section="二（二）", office="财务处", kind="duty") == "§2.2.5"
    assert ids(section="二（二）", office="student") == ""


@pytest.mark.parametrize("section", STANDING)
def test_provisions_by_section(section: str) -> None:
    """A section holds what stands in it and in its subsections, in order; half-width brackets and spaces are fine."""
    wanted = " ".join(known.id for known in CLAUSES if known.section.startswith(section))
    assert ids(section=section) == wanted
    assert ids(section=" ".join(section).replace("（", "(").replace("）", ")")) == wanted


def test_a_section_includes_its_subsections() -> None:
    """A chapter or a section of sections holds all of its provisions, whether any stands in it directly or not."""
    assert ids(section="三（五）（2）") == "§3.5.2 §3.5.2.1 §3.5.2.2a §3.5.2.2b"
    assert ids(section="二（一）") == "§2.1.1 §2.1.2"
    assert ids(section="一") == "§1.1a §1.1b §1.1c §1.2a §1.2b §1.2c"
    assert ids(section="三").split() == [known.id for known in CLAUSES if known.id.startswith("§3")]


@pytest.mark.parametrize("section", STANDING)
def test_a_provision_is_found_by_its_section(section: str) -> None:
    """One provision in a section is found by it; several are an error that names them."""
    half = " ".join(section).replace("（", "(").replace("）", ")")
    held = STANDING[section]
    if len(held) == 1:
        assert clause(section) is clause(half) is clause(held[0])
        return
    for given in (section, half):
        with pytest.raises(ValueError, match="holds") as info:
            clause(given)
        assert str(info.value) == f"{section} holds {', '.join(held)}"


def test_a_section_of_sections_is_an_error_that_names_all_it_holds() -> None:
    """Where nothing stands directly, the provisions of the subsections are named."""
    with pytest.raises(ValueError, match=r"^二（一） holds §2\.1\.1, §2\.1\.2$"):
        clause("二(一)")


@pytest.mark.parametrize("clause_id", IDS.split())
def test_a_basis_is_cited_with_its_section(clause_id: str) -> None:
    """An id is cited with the place in the document."""
    assert cited(clause_id) == f"{clause_id} {clause(clause_id).section}"


@pytest.mark.parametrize("given", ["3.5.2.2b", "三（四）", "§3.5.2.2c", "", None])
def test_only_ids_are_cited(given: Any) -> None:
    """A short id, a section or anything else is an error."""
    with pytest.raises(ValueError, match=r"^unknown clause '"):
        cited(given)


@pytest.mark.parametrize("clause_id", IDS.split())
def test_a_provision_is_found_with_and_without_its_sign(clause_id: str) -> None:
    """An id is read with or without its leading §."""
    assert clause(clause_id) is clause(clause_id.removeprefix("§"))
    assert clause(clause_id).id == clause_id


@pytest.mark.parametrize(
    ("given", "reported"),
    [
        ("3.5.2.9", "unknown clause '3.5.2.9'; the nearest is §3.5.2.1"),
        ("§3.5.2.2c", "unknown clause '§3.5.2.2c'; the nearest is §3.5.2.2b"),
        ("§§0a", "unknown clause '§§0a'; the nearest is §0a"),
        ("", "unknown clause ''"),
        ("110101199003070000", "unknown clause '11…00'"),
        ("三（六）", "unknown clause '三（六）'"),
        ("（五）（2）2", "unknown clause '（五）（2）2'"),
    ],
)
def test_an_unknown_provision_is_an_error(given: str, reported: str) -> None:
    """The error names the nearest id there is, if one is near, and masks what is longer than 8 characters."""
    with pytest.raises(ValueError, match=r"^unknown clause '") as info:
        clause(given)
    assert str(info.value).startswith(reported)


@pytest.mark.parametrize("given", [3, 3.1, ["§0a"]])
def test_what_is_no_text_is_no_provision_section_or_office(given: Any) -> None:
    """A value of another type is looked up in vain, under its type's name."""
    searches: list[tuple[Any, dict[str, Any]]] = [
        (clause, {"clause_id": given}),
        (cited, {"clause_id": given}),
        (office, {"name": given}),
        (find_clauses, {"section": given}),
    ]
    for search, wanted in searches:
        with pytest.raises(ValueError, match=r"^(section: )?unknown (clause|office|section) '(int|float|list)'"):
            search(**wanted)


@pytest.mark.parametrize(
    ("given", "reported"),
    [
        ("三（六）", "unknown section '三（六）'; the nearest is "),
        ("§3.4", "unknown section '§3.4'"),
        ("", "unknown section ''"),
        ("110101199003070000", "unknown section '11…00'"),
    ],
)
def test_an_unknown_section_is_an_error(given: str, reported: str) -> None:
    """The error names the nearest section, if one is near, and masks a long one."""
    with pytest.raises(ValueError, match=r"^section: unknown section '") as info:
        find_clauses(section=given)
    assert str(info.value).startswith(f"section: {reported}")


def test_an_unknown_office_or_kind_is_an_error() -> None:
    """The error lists what there is and masks a long name."""
    with pytest.raises(ValueError, match=r"^unknown office 'dean'; known are all_units, school, .*, student$"):
        office("dean")
    with pytest.raises(ValueError, match=r"^office: unknown office '11…00'; known are "):
        find_clauses(office="110101199003070000")
    unknown: Any = "law"
    with pytest.raises(
        ValueError, match=r"^kind: unknown kind 'law'; known are param, calc, constraint, duty, org, principle$"
    ):
        find_clauses(kind=unknown)


@pytest.mark.parametrize("row", NAMES.strip().split("\n"))
def test_an_office_is_found_by_each_of_its_names(row: str) -> None:
    """An office has an id, a Chinese name, an English one and others in use; each finds it, whatever case or spaces."""
    office_id, full_name, *others = row.split()
    known = office(office_id)
    assert known.name.zh == full_name
    for name in (*others, known.id, *known.name, *known.also):
        assert office(name) is office(f" {name.upper()}\n") is office(name.title()) is known


def test_no_two_offices_share_a_name() -> None:
    """A name stands for one office, and once."""
    names = [name.lower() for known in OFFICES for name in (known.id, *known.name, *known.also) if name != known.id]
    assert len(set(names)) == len(names)
    assert {name for known in OFFICES for name in known.also if name != name.strip()} == set()


@pytest.mark.parametrize(
    "name", ["人事处", "鉴定", "appraisal  station", "教 务处", "资产公司", "payer", "other_units"]
)
def test_a_name_is_matched_whole(name: str) -> None:
    """Part of a name, spaces inside it and offices that the text does not name find nothing."""
    with pytest.raises(ValueError, match=r"^unknown office '"):
        office(name)


def test_the_documents_own_slips() -> None:
    """Seven points read oddly; each has its place in the document and stands in both languages."""
    places = [slip.place for slip in SLIPS]
    assert places == ["标题", "三（五）", "三（五）（1）", "三（五）（2）2", "三（四）", "一（二）", "通知"]
    assert all(find_clauses(section=place) for place in places[1:])
    for slip in SLIPS:
        assert re.fullmatch(r".*[\u4e00-\u9fff].*。", slip.what.zh)
        assert re.fullmatch(r".*[a-z].*\.", slip.what.en)
    assert "450" in SLIPS[3].what.zh and "450" in SLIPS[3].what.en


def test_provisions_and_offices_do_not_change() -> None:
    """No field of a provision, an office or a slip can be set, and their lists are tuples."""
    for known in (CLAUSES[0], OFFICES[0], SLIPS[0]):
        for field in fields(known):
            with pytest.raises(FrozenInstanceError):
                setattr(known, field.name, "x")
    assert all(
        type(part) is tuple for part in (CLAUSES, OFFICES, SLIPS, CLAUSES[0].kinds, CLAUSES[0].bound, OFFICES[0].also)
    )
