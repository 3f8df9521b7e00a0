"""What differs between two policies and what it costs: each field in words, sums by hand, smallest examples.

Oracles here are naive: they work on counts, fen and fractions and use nothing of the package.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.benchmarks.terms import term_document
from tests.sections import without_sections
from xmut_rules import PILOT_2020, Policy, Timeline
from xmut_rules.changes.differences import differences, differences_json
from xmut_rules.changes.examples import BOUNDS, SmallestExample, example_json, smallest_example
from xmut_rules.changes.impact import AmountChange, Impact, impact, impact_json, impact_page
from xmut_rules.changes.inspection import inspect_policy, observations_json
from xmut_rules.files.terms import parse_term, read_term
from xmut_rules.policy.terms import FIELDS

MESSY = read_term(Path(__file__).parents[2] / "docs" / "examples" / "messy" / "term.json")
MADE = [parse_term(json.dumps(term_document(400, seed=seed)).encode()) for seed in (1, 2)]
NOTICE_2024 = [
    {"level": "初级", "credits": "1", "category": "innovation_practice"},
    {"level": "中级", "credits": "2", "category": "innovation_practice"},
]
ISSUED = "厦工教〔2020〕39号"
CHANGED: list[tuple[str, Any, str, str | None, str | None, str | None]] = [
    ("document.number", "甲", "§0a", None, ISSUED, "甲"),
    ("document.title", "乙", "§0a", None, "厦门工学院“1+X”证书制度试点实施办法（试行）", "乙"),
    ("document.annex_title", "乙", "§0a", None, "厦门工学院“1+X”证书制度试点实施方案（试行）", "乙"),
    ("document.issuer", "丙", "§0a", None, "厦门工学院", "丙"),
    ("document.issued_on", "2024-04-16", "§0a", None, "2020-12-18", "2024-04-16"),
    ("document.printed_on", "2024-04-16", "§0a", None, "2020-12-21", "2024-04-16"),
    ("effective_from", "2020-09-01", "§0a", "E10", "2020-12-18", "2020-09-01"),
    ("effective_until", "2030-12-31", "§0a", None, None, "2030-12-31"),
    ("training.hour_rate", 130, "§3.5.2.1", None, "120.00", "130.00"),
    ("training.day_rate", 800, "§3.5.2.1", None, "720.00", "800.00"),
    ("training.hours_per_day", "7.50", "§3.5.2.1", None, "6", "7.5"),
    ("training.long_day", "capped", "§3.5.2.1", "A1", "hourly", "capped"),
    ("training.day_and_hours", "day_only", "§3.5.2.1", "A5", "both", "day_only"),
    ("exams.short_rate", 160, "§3.5.2.2a", None, "150.00", "160.00"),
    ("exams.long_rate", 210, "§3.5.2.2a", None, "200.00", "210.00"),
    ("exams.long_from_minutes", 150, "§3.5.2.2a", "B2", "180", "150"),
    ("exams.day_rate", 600, "§3.5.2.2b", None, "500.00", "600.00"),
    ("exams.day_rate_from", 4, "§3.5.2.2b", None, "3", "4"),
    ("exams.day_rate_reading", "ceiling", "§3.5.2.2b", "B4", "flat", "ceiling"),
    ("exams.day_scope", "person_and_project", "§3.5.2.2b", "B6", "person", "person_and_project"),
    ("exams.split", "sessions", "§3.5.2.2b", "B8", "standard_pay", "sessions"),
    ("exams.overlapping", "once", "§3.5.2.2b", "B10", "each", "once"),
    ("surplus.college_share", "40%", "§3.5.3b", None, "3/10", "2/5"),
    ("surplus.rounding", "half_even", "§3.5.3b", "C12", "half_up", "half_even"),
    ("credits.per_certificate", 3, "§3.4c", None, "2", "3"),
    ("credits.by_level", NOTICE_2024, "§3.4c", "D14", "-", "初级 1 innovation_practice; 中级 2 innovation_practice"),
    ("credits.levels", "highest", "§3.4c", "D4", "each", "highest"),
    ("credits.category_cap", "3.5", "§3.4b", "D11", None, "3.5"),
    ("credits.earliest_issue", "2020-12-18", "§3.4a", "D7", None, "2020-12-18"),
    ("credits.before_enrolment", "accepted", "§3.4a", "D6", "refused", "accepted"),
    ("credits.days_after_graduation", 30, "§3.4a", "D8", "0", "30"),
    ("schedule.turnaround_minutes", 10, "§3.5.4e", "E3", "0", "10"),
    ("schedule.notice_days", 3, "§3.5.4d", "E7", None, "3"),
]


def english(found: SmallestExample) -> str:
    """An example's words in English."""
    return found.words.en if found.words else ""


def amended(policy: Policy, field: str, value: object) -> Policy:
    """A policy with one field changed."""
    part, _, name = field.partition(".")
    return policy.amended(**{part: {name: value} if name else value})


def as_text(changes: Sequence[AmountChange]) -> list[tuple[str, str, str, str]]:
    """Rows of an impact as text."""
    return [(change.id, f"{change.old}", f"{change.new}", f"{change.more}") for change in changes]


def projects(found: Impact) -> list[tuple[str, str, str, str]]:
    """Projects of an impact as text: pay, surplus and award."""
    return [(p.project_id, f"{p.pay.more}", f"{p.surplus.more}", f"{p.award.more}") for p in found.projects]


@pytest.mark.parametrize(("field", "value", "clause", "reading", "old", "new"), CHANGED)
def test_each_changed_field_is_reported(
    field: str, value: object, clause: str, reading: str | None, old: str | None, new: str | None
) -> None:
    """One changed field is one difference with its clause, its reading and both values, said in both languages."""
    after = amended(PILOT_2020, field, value)
    (found,) = differences(PILOT_2020, after)
    source = "甲" if field == "document.number" else ISSUED
    assert (found.field, found.clause, found.reading) == (field, clause, reading)
    assert (found.old, found.new, found.source) == (old, new, source)
    basis = clause if reading is None else f"{clause}, {reading}"
    zh, en = without_sections(found.message()), without_sections(found.message("en"))
    if field == "credits.by_level":  # its categories are in words
        assert "：未规定 → 初级 1（创新创业实践）、中级 2（创新创业实践）；出处：" in zh
        assert ": none -> 初级 1 innovation_practice; 中级 2 innovation_practice; source: " in en
        return
    assert zh.startswith(f"{FIELDS[field].name.zh}（{basis.replace(', ', '；')}）：") and zh.endswith(
        f"；出处：{source}"
    )
    assert all(text in zh for text in (old or "无", f"{new}"))
    assert en.startswith(f"{FIELDS[field].name.en} ({basis}): {old or 'none'}") and en.endswith(f"; source: {source}")
    assert f" -> {new}" in en
    (back,) = differences(after, PILOT_2020)
    assert (back.old, back.new) == (new, old)


def test_every_field_of_a_policy_has_a_name() -> None:
    """The fields told of are all that a policy has, but its format and clauses; none differs from a copy's."""
    assert differences(PILOT_2020, Policy.model_validate_json(PILOT_2020.model_dump_json())) == ()
    document = json.loads(PILOT_2020.model_dump_json())
    parts = {"document", "training", "exams", "surplus", "credits", "funds", "schedule"}
    dotted = {f"{name}.{field}" for name in parts for field in document[name] if field not in ("clause", "sources")}
    assert set(FIELDS) == dotted | (document.keys() - parts - {"format"})
    assert [field for field, *_ in CHANGED] == list(FIELDS)
    assert len({words for field in FIELDS.values() for words in field.name}) == 66


def test_a_reading_is_said_in_words() -> None:
    """The option of a reading is explained, in both languages, beside its value."""
    (found,) = differences(PILOT_2020, PILOT_2020.amended(exams={"day_rate_reading": "ceiling"}))
    words = "flat (flat: it replaces the sum of the sessions) -> ceiling (a ceiling: the smaller of the sum and 500)"
    assert found.message("en") == f"how the day rate applies (§3.5.2.2b 三（五）（2）2, B4): {words}; source: {ISSUED}"
    words = "定额：取代各场之和（flat） → 上限：各场之和与500元取小（ceiling）"
    assert found.message() == f"每天考务费的口径（§3.5.2.2b 三（五）（2）2；B4）：{words}；出处：{ISSUED}"


def test_several_differences_stand_in_order_with_their_sources() -> None:
    """Differences follow the policy's fields; a source is named by field, else the later document's number."""
    after = PILOT_2020.amended(document={"number": "甲"}, exams={"day_rate": 600}, training={"hour_rate": 130})
    after = amended(after, "schedule.notice_days", 0)
    found = differences(PILOT_2020, after, sources={"exams.day_rate": "第一条", "exams.split": "不用"})
    assert [(row.field, row.source) for row in found] == [
        ("document.number", "甲"),
        ("training.hour_rate", "甲"),
        ("exams.day_rate", "第一条"),
        ("schedule.notice_days", "甲"),
    ]
    rows = json.loads(differences_json(found))
    assert list(rows[3].items())[:3] == [("field", "schedule.notice_days"), ("clause", "§3.5.4d"), ("reading", "E7")]
    assert list(rows[3].items())[3:] == [("old", None), ("new", "0"), ("source", "甲")]


def test_a_day_rate_of_600_costs_100_for_each_of_twelve_days() -> None:
    """Twelve person-days of three or more sessions pay 100 more; 30% of it is missing from the awards of P1, P2, P4."""
    found = impact(MESSY, PILOT_2020, amended(PILOT_2020, "exams.day_rate", 600))
    assert as_text(found.persons[:1]) == [("T01", "3780.00", "3880.00", "100.00")]
    days = {"T01": 1, "T02": 1, "T05": 1, "T06": 2, "T07": 1, "T08": 1, "T11": 3, "T12": 2}
    assert [(person.id, person.more) for person in found.persons] == [
        (each, count * 100) for each, count in days.items()
    ]
    assert projects(found) == [
        ("P1", "498.33", "-498.33", "-149.50"),
        ("P2", "301.67", "-301.67", "-90.50"),
        ("P3", "200.00", "-200.00", "0.00"),  # it lost already: no award
        ("P4", "200.00", "-200.00", "-60.00"),
    ]
    assert as_text(found.colleges) == [
        ("C01", "5352.40", "5076.40", "-276.00"),
        ("C02", "359.32", "335.32", "-24.00"),  # 40% of P4's 60
    ]
    assert found.students == ()
    assert as_text([found.pay]) == [("pay", "31440.00", "32640.00", "1200.00")]
    assert as_text([found.awards]) == [("awards", "5711.72", "5411.72", "-300.00")]


def test_a_ceiling_for_long_days_saves_seven_hours() -> None:
    """Two dates of 8 hours, one of 7, and 2 hours beside a day record: 2 x 240, 120 and 240 less, 216 more for C01."""
    found = impact(MESSY, PILOT_2020, amended(PILOT_2020, "training.long_day", "capped"))
    hours = {"T01": 2, "T02": 2, "T04": 2, "T08": 1}
    assert [(person.id, person.more) for person in found.persons] == [
        (each, -120 * count) for each, count in hours.items()
    ]
    assert projects(found) == [("P1", "-720.00", "720.00", "216.00"), ("P3", "-120.00", "120.00", "0.00")]
    assert as_text(found.colleges) == [("C01", "5352.40", "5568.40", "216.00")]
    assert f"{found.pay.more}" == "-840.00"


def test_the_notice_of_2024_04_takes_eleven_credits() -> None:
    """初级 of innovation practice falls from 2 to 1 (ST03); five skill certificates filed as electives give nothing."""
    found = impact(MESSY, PILOT_2020, amended(PILOT_2020, "credits.by_level", NOTICE_2024))
    assert as_text(found.students) == [
        ("ST03", "4", "3", "-1"),
        ("ST04", "2", "0", "-2"),
        ("ST08", "2", "0", "-2"),
        ("ST12", "2", "0", "-2"),
        ("ST14", "8", "6", "-2"),
        ("ST18", "2", "0", "-2"),
    ]
    assert (found.persons, found.projects, found.colleges) == ((), (), ())
    assert as_text([found.credits]) == [("credits", "34", "23", "-11")]


VARIANTS: list[Policy | Timeline] = [
    *(amended(PILOT_2020, field, value) for field, value, *_ in CHANGED if not field.startswith("document.")),
    PILOT_2020.amended(effective_from="2099-01-01"),
    Timeline(policies=(PILOT_2020, PILOT_2020.amended(effective_from="2021-06-01", exams={"day_rate": "333.33"}))),
    PILOT_2020.amended(exams={"short_rate": "0.01", "split": "sessions"}, surplus={"college_share": "1/3"}),
]


@pytest.mark.exhaustive
@pytest.mark.parametrize("place", range(len(VARIANTS)))
def test_the_sums_reconcile(place: int) -> None:
    """Persons sum to all pay, colleges to all awards, projects to both, students to all credits; backwards is minus."""
    for term in (MESSY, *MADE):
        there, back = impact(term, PILOT_2020, VARIANTS[place]), impact(term, VARIANTS[place], PILOT_2020)
        assert sum(person.more for person in there.persons) == there.pay.more
        assert sum(project.pay.more for project in there.projects) == there.pay.more
        assert sum(college.more for college in there.colleges) == there.awards.more
        assert sum(project.award.more for project in there.projects) == there.awards.more
        assert sum(student.more for student in there.students) == there.credits.more
        assert [project.surplus.more + project.pay.more for project in there.projects] == [0] * len(there.projects)
        totals = [there.pay, there.awards, there.credits]
        assert [row for row in (*there.persons, *there.colleges, *totals) if row.new - row.old != row.more] == []
        for one, other in (
            (there.persons, back.persons),
            (there.colleges, back.colleges),
            (there.students, back.students),
        ):
            assert [(row.id, row.old, row.new, row.more) for row in one] == [
                (row.id, row.new, row.old, -row.more) for row in other
            ]


def test_no_change_concerns_nobody() -> None:
    """Under one policy twice nobody is concerned, and the JSON writes amounts as text without a minus zero."""
    found = json.loads(impact_json(impact(MESSY, PILOT_2020, PILOT_2020)))
    assert [found.pop(key) for key in ("persons", "projects", "colleges", "students")] == [[], [], [], []]
    assert found == {
        "pay": {"id": "pay", "old": "31440.00", "new": "31440.00", "more": "0.00"},
        "awards": {"id": "awards", "old": "5711.72", "new": "5711.72", "more": "0.00"},
        "credits": {"id": "credits", "old": "34", "new": "34", "more": "0"},
    }


def test_an_impact_is_a_page_in_every_style() -> None:
    """Markdown and HTML have the rows of the text; what is no impact, language or style is refused by name."""
    found = impact(MESSY, PILOT_2020, amended(PILOT_2020, "exams.day_rate", 600))
    assert "\n## staff (yuan)\n" in impact_page(found, lang="en", style="markdown")
    page = impact_page(found, style="html")
    assert all(f'<td class="n">{row.more}</td>' in page for row in (*found.persons, *found.colleges))
    wrong: Any = "impact"
    with pytest.raises(ValueError, match=r"found: expected an Impact, not str; lang: .* style: "):
        impact_page(wrong, lang=wrong, style=wrong)


CAPPED = amended(PILOT_2020, "training.long_day", "capped")
STANDS = "whether the policy alone is in force on"
FIRST, SECOND = "level 初级 (innovation practice)", "level 中级 (innovation practice)"
ONE, SEVERAL = "one student's certificate", "one student's certificates of"
SMALLEST: list[tuple[str, Any, str, int]] = [
    ("effective_from", "2021-01-01", f"{STANDS} 2020-12-18: in force -> not in force (§0a)", 1),
    ("effective_until", "2030-12-31", f"{STANDS} 2031-01-01: in force -> not in force (§0a)", 1),
    ("training.hour_rate", "120.01", "training of 1 class hour on one date: 120.00 yuan -> 120.01 yuan (§3.5.2.1)", 1),
    ("training.day_rate", 800, "training of 1 day on one date: 720.00 yuan -> 800.00 yuan (§3.5.2.1)", 1),
    ("training.hours_per_day", 5, "training of 6 class hours on one date: 720.00 yuan -> 600.00 yuan (§3.5.2.1)", 1),
    ("training.long_day", "capped", "training of 7 class hours on one date: 840.00 yuan -> 720.00 yuan (§3.5.2.1)", 1),
    ("training.day_and_hours", "day_only",
     "training of 1 class hour and 1 day on one date: 840.00 yuan -> 720.00 yuan (§3.5.2.1)", 2),
    ("exams.overlapping", "once",
     "one person on 2 short sessions at the same time: 300.00 yuan -> 150.00 yuan (§3.5.2.2b)", 2),
    ("credits.before_enrolment", "accepted",
     f"{ONE} issued the day before enrolment: {FIRST}: 0 credits -> 2 credits (§3.4a)", 1),
    ("credits.days_after_graduation", 30,
     f"{ONE} issued 1 day after graduation: {FIRST}: 0 credits -> 2 credits (§3.4a)", 1),
    ("exams.short_rate", 160, "1 short session in a day: 150.00 yuan -> 160.00 yuan (§3.5.2.2a)", 1),
    ("exams.long_rate", 210, "1 long session in a day: 200.00 yuan -> 210.00 yuan (§3.5.2.2a)", 1),
    ("exams.long_from_minutes", 200, "1 session of 180 minutes in a day: 200.00 yuan -> 150.00 yuan (§3.5.2.2a)", 1),
    ("exams.long_from_minutes", 150, "1 session of 150 minutes in a day: 150.00 yuan -> 200.00 yuan (§3.5.2.2a)", 1),
    ("exams.day_rate", 600, "3 short sessions in a day: 500.00 yuan -> 600.00 yuan (§3.5.2.2b)", 3),
    ("exams.day_rate_from", 4, "3 short sessions in a day: 500.00 yuan -> 450.00 yuan (§3.5.2.2b)", 3),
    ("exams.day_rate_from", 2, "2 short sessions in a day: 300.00 yuan -> 500.00 yuan (§3.5.2.2b)", 2),
    ("exams.day_rate_reading", "ceiling", "3 short sessions in a day: 500.00 yuan -> 450.00 yuan (§3.5.2.2b)", 3),
    ("exams.day_rate_reading", "floor",
     "1 short session and 2 long sessions in a day: 500.00 yuan -> 550.00 yuan (§3.5.2.2b)", 3),
    ("exams.day_scope", "person_and_project",
     ("one person's day: P1 2 short sessions; P2 1 short session: "
     "P1 333.33 P2 166.67 yuan -> P1 300.00 P2 150.00 yuan (§3.5.2.2b)"), 3),
    ("exams.split", "sessions",
     ("one person's day: P1 2 short sessions; P2 1 long session: "
     "P1 300.00 P2 200.00 yuan -> P1 333.33 P2 166.67 yuan (§3.5.2.2b)"), 3),
    ("surplus.college_share", "40%", "the award on a surplus of 0.04 yuan: 0.01 yuan -> 0.02 yuan (§3.5.3b)", 1),
    ("surplus.rounding", "half_even", "the award on a surplus of 0.15 yuan: 0.05 yuan -> 0.04 yuan (§3.5.3b)", 1),
    ("surplus.rounding", "down", "the award on a surplus of 0.02 yuan: 0.01 yuan -> 0.00 yuan (§3.5.3b)", 1),
    ("credits.per_certificate", 3, f"{ONE}: {FIRST}: 2 credits -> 3 credits (§3.4c)", 1),
    ("credits.by_level", NOTICE_2024, f"{ONE}: {FIRST}: 2 credits -> 1 credit (§3.4c)", 1),
    ("credits.levels", "highest", f"{SEVERAL} one name: {FIRST} and {SECOND}: 4 credits -> 2 credits (§3.4c)", 2),
    ("credits.category_cap", 3, f"{SEVERAL} different names: {FIRST} and {FIRST}: 4 credits -> 3 credits (§3.4c)", 2),
    ("credits.earliest_issue", "2020-12-18",
     f"{ONE} issued on 2020-12-17: {FIRST}: 2 credits -> 0 credits (§3.4a)", 1),
    ("schedule.turnaround_minutes", 10,
     "two sessions in one room, 0 minutes apart: no finding -> too short a gap (§3.5.4e)", 2),
    ("schedule.notice_days", 3, "a session with 0 days of notice: no finding -> too few days of notice (§3.5.4d)", 1),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value", "message", "rows"), SMALLEST)
def test_each_field_has_a_smallest_example(field: str, value: object, message: str, rows: int) -> None:
    """The smallest input that a changed field shows in is the one found by hand, with both results."""
    before = CAPPED if field == "training.hours_per_day" else PILOT_2020
    found = smallest_example(before, amended(before, field, value))
    assert without_sections(found.message("en")).replace("1 class hours", "1 class hour") == message
    assert (found.rows, BOUNDS.en[:10]) == (rows, "any day on")
    back = smallest_example(amended(before, field, value), before)
    assert (back.words, back.old, back.new) == (found.words, found.new, found.old)


def test_every_field_but_the_documents_has_one() -> None:
    """No number or reading of a policy is left out above."""
    assert {field for field, *_ in SMALLEST} == {field for field in FIELDS if not field.startswith("document.")}


def day_pay(shorts: int, longs: int, terms: dict[str, Any]) -> Fraction:
    """§3.5.2.2a-b by hand: what a day of short and long sessions pays."""
    total = shorts * Fraction(terms["short_rate"]) + longs * Fraction(terms["long_rate"])
    if shorts + longs < terms["day_rate_from"]:
        return total
    day_rate = Fraction(terms["day_rate"])
    return {"flat": day_rate, "ceiling": min(total, day_rate), "floor": max(total, day_rate)}[terms["day_rate_reading"]]


RATE = st.sampled_from(["0.00", "100.00", "150.00", "200.00", "450.00", "500.00"])
DUTY = st.fixed_dictionaries(
    {
        "short_rate": RATE,
        "long_rate": RATE,
        "day_rate": RATE,
        "day_rate_from": st.integers(1, 6),
        "day_rate_reading": st.sampled_from(["flat", "ceiling", "floor"]),
    }
)


@pytest.mark.exhaustive
@settings(max_examples=60)
@given(DUTY, DUTY)
def test_no_smaller_day_differs(one: dict[str, Any], other: dict[str, Any]) -> None:
    """The example of two ways to pay duty has both its results by hand, and no day of fewer sessions differs."""
    found = smallest_example(PILOT_2020.amended(exams=one), PILOT_2020.amended(exams=other))
    days = [(shorts, longs) for shorts, longs in product(range(6), repeat=2) if 1 <= shorts + longs <= 5]
    differing = [sum(day) for day in days if day_pay(*day, one) != day_pay(*day, other)]
    kinds = re.findall(r"([0-9]+) (short|long) session", english(found))
    shorts, longs = (sum(int(number) for number, kind in kinds if kind == row) for row in ("short", "long"))
    amounts = [sum(map(Fraction, re.findall(r"[0-9]+[.][0-9]{2}", row))) for row in (found.old, found.new)]
    assert amounts == [day_pay(shorts, longs, one), day_pay(shorts, longs, other)]
    assert shorts + longs == found.rows
    if english(found).startswith("one person's day: P1 "):  # the day pays the same, but its projects differ
        assert amounts[0] == amounts[1]
        assert found.rows < min(differing, default=6)
    else:
        assert found.rows == min(differing, default=0)


def award(fen: int, share: Fraction, rounding: str) -> int:
    """§3.5.3b by hand: the share of a surplus in whole fen."""
    exact = fen * share
    down = exact.numerator // exact.denominator
    rest = exact - down
    up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and (rounding == "half_up" or down % 2 == 1))
    return down + (up and rounding != "down")


TERMS = st.tuples(st.fractions(0, 1, max_denominator=12), st.sampled_from(["half_up", "half_even", "down"]))


@pytest.mark.exhaustive
@settings(max_examples=60)
@given(TERMS, TERMS)
def test_no_smaller_surplus_differs(one: tuple[Fraction, str], other: tuple[Fraction, str]) -> None:
    """The example of two shares has both its awards by hand, and every smaller surplus gives the same award."""
    a, b = (
        PILOT_2020.amended(surplus={"college_share": f"{share.numerator}/{share.denominator}", "rounding": rounding})
        for share, rounding in (one, other)
    )
    found = smallest_example(a, b)
    first = next((fen for fen in range(1, 20_000) if award(fen, *one) != award(fen, *other)), None)
    if first is None:
        assert found.clause == ""
        return
    assert english(found) == f"the award on a surplus of {first // 100}.{first % 100:02d} yuan"
    assert (Fraction(found.old) * 100, Fraction(found.new) * 100) == (award(first, *one), award(first, *other))


def test_dates_are_looked_at_only_where_nothing_else_differs() -> None:
    """A later date beside a changed rate is shown by the rate; alone it is shown by the first day that it loses."""
    both = PILOT_2020.amended(effective_from="2021-01-01", exams={"day_rate": 600})
    assert english(smallest_example(PILOT_2020, both)) == "3 short sessions in a day"
    assert smallest_example(PILOT_2020, amended(PILOT_2020, "effective_from", "2021-01-01")).clause == "§0a"
    late = PILOT_2020.amended(effective_from="2099-01-01", exams={"short_rate": 151})
    example = smallest_example(PILOT_2020, late).message("en")
    assert example == "1 short session in a day: 150.00 yuan -> 151.00 yuan (§3.5.2.2a 三（五）（2）2)"


def test_nothing_found_gives_the_bounds() -> None:
    """Equal policies, and those that differ in their titles alone, give no example but the bounds of the search."""
    for other in (PILOT_2020, amended(PILOT_2020, "document.title", "乙")):
        found = smallest_example(PILOT_2020, other)
        assert found == SmallestExample(None, "", "", "", 0)
        assert found.message("en").startswith(
            "no difference within these bounds: any day on duty (up to 1,000 sessions"
        )
        assert found.message().startswith("在以下范围内没有差异：任何一天的考务（")
        document = json.loads(example_json(found))
        assert (document["zh"], document["en"], document["bounds_zh"]) == ("", "", BOUNDS.zh)
    found = smallest_example(PILOT_2020, amended(PILOT_2020, "exams.day_rate_reading", "floor"))
    assert found.message() == "一天 1 场短场、2 场长场：500.00 元 → 550.00 元（§3.5.2.2b 三（五）（2）2）"


def test_what_is_no_policy_term_or_language_is_reported() -> None:
    """Timelines are refused where one policy is compared; other types and languages are ValueErrors."""
    timeline: Any = Timeline(policies=(PILOT_2020,))
    nobody: Any = None
    for name, pair in (("a", (timeline, PILOT_2020)), ("b", (PILOT_2020, timeline))):
        with pytest.raises(ValueError, match=f"^{name}: expected a Policy, not Timeline"):
            differences(*pair)
        with pytest.raises(ValueError, match=f"^{name}: expected a Policy, not Timeline"):
            smallest_example(*pair)
    with pytest.raises(ValueError, match="term: expected a Term, not NoneType"):
        impact(nobody, PILOT_2020, PILOT_2020)
    with pytest.raises(ValueError, match=r"^b: expected a Policy or a Timeline, not NoneType$"):
        impact(MESSY, PILOT_2020, nobody)
    (difference,) = differences(PILOT_2020, amended(PILOT_2020, "exams.day_rate", 600))
    for message in (difference.message, smallest_example(PILOT_2020, PILOT_2020).message):
        with pytest.raises(ValueError, match="lang: expected zh or en"):
            message(nobody)


def test_only_the_workload_of_a_day_differs() -> None:
    """A day that counts as 5 class hours is paid the same and counts less as workload (§2.2.4b)."""
    found = smallest_example(PILOT_2020, PILOT_2020.amended(training={"hours_per_day": 5}))
    assert (found.old, found.new, found.clause) == ("6", "5", "§2.2.4b")


def test_what_changes_is_written_as_json() -> None:
    """`to_json` of a result is what its function writes; one difference or observation is one of the list."""
    other = amended(PILOT_2020, "exams.day_rate", 600)
    changed, example = impact(MESSY, PILOT_2020, other), smallest_example(PILOT_2020, other)
    assert (changed.to_json(), example.to_json()) == (impact_json(changed), example_json(example))
    assert json.loads(changed.to_json())["pay"]["more"] == f"{changed.pay.more}"
    found = differences(PILOT_2020, other)
    assert [json.loads(row.to_json()) for row in found] == json.loads(differences_json(found))
    observed = inspect_policy(PILOT_2020.amended(exams={"day_rate": "100"}))
    assert observed
    assert [json.loads(row.to_json()) for row in observed] == json.loads(observations_json(observed))
