"""Certificates in crowds: thousands of students with a dozen competing rows each are decided as rows are (§3.4a-c)."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from datetime import date
from random import Random
from typing import Any

import polars as pl
import pytest

from tests.frames.engines import ENGINES, certificate_table, pa, rows_of, student_table
from tests.frames.test_equal import CREDITS
from xmut_rules import PILOT_2020, Certificate, Policy, Student, problems, recognize_credits
from xmut_rules.base.money import hundredths
from xmut_rules.frames import credits
from xmut_rules.frames.certificates import FORMS, ODD

AS_OF = date(2021, 7, 31)
LISTED = [
    {"level": "初级", "credits": "1"},
    {"level": "初级", "credits": "2.5", "category": "general_elective"},
    {"level": "中级", "credits": "0"},
    {"level": "高级", "credits": "4", "category": "innovation_practice"},
]
BY_LEVEL: tuple[list[dict[str, str]], ...] = (
    [],
    [{"level": "初级", "credits": "1"}, {"level": "中级", "credits": "2"}, {"level": "高级", "credits": "3"}],
    LISTED,
)
POLICIES = [
    PILOT_2020.amended(credits={"levels": levels, "category_cap": cap, "by_level": by_level, **others})
    for levels in ("each", "highest")
    for cap in (None, "3.5")
    for by_level in BY_LEVEL
    for others in (
        {},
        {"before_enrolment": "accepted", "earliest_issue": "2020-09-02", "days_after_graduation": 1},
    )
]


def crowd(seed: int, count: int) -> tuple[list[Certificate], list[Student]]:
    """Return students in pairs, each pair with up to 14 certificates of few names, levels, numbers and issuers."""
    random = Random(seed)
    certificates: list[Certificate] = []
    students: list[Student] = []
    for pair in range(count):
        ids = [f"P{pair:04}A", f"P{pair:04}B"]
        first, second = (Student(student_id=student_id, name="学生01") for student_id in ids)
        students.append(first.model_copy(update={"enrolled_on": date(2020, 1, 1)}))
        days = {"enrolled_on": date(2021, 1, 1), "graduated_on": date(2021, 3, 1)}
        students.append(second.model_copy(update=random.choice([days, days, {}])))
        for number in range(random.randint(1, 14)):
            recognized = random.choice([None, None, None, date(2020, 12, 1)])
            certificates.append(
                Certificate.model_validate(
                    {
                        "certificate_id": f"P{pair:04}K{number}",
                        "student_id": random.choice([*ids[:1] * 3, ids[1]]),
                        "kind": random.choice([*["skill"] * 6, "driving_licence", "other"]),
                        "name": random.choice(["甲 证", "甲证", "乙（证）", "乙(证)"]),
                        "level": random.choice(["初级", "中级", "高级"]),
                        "number": f"{pair}-{random.randint(1, 12)}",
                        "issuer": random.choice([None, None, "X", "\uff38", "Y", "Z"]),
                        "issuer_recognized": random.random() < 0.9,
                        "issued_on": random.choice([date(2020, 9, 1), date(2021, 3, 1), date(2021, 3, 2)]),
                        "status": random.choice([*["valid"] * 12, "revoked"]),
                        "category": random.choice([*["innovation_practice"] * 4, *["general_elective"] * 3, None]),
                        "recognized_on": recognized,
                        "credits_given": random.choice([None, "0", "1.5", "3"]) if recognized else None,
                    }
                )
            )
    return certificates, students


def seen_in(name: str, seed: int, count: int, policy: Policy) -> Counter[str]:
    """Compare the decisions on a crowd on one library with those of rows, and return the outcomes that came up."""
    certificates, students = crowd(seed, count)
    decisions = recognize_credits(certificates, students, as_of=AS_OF, policy=policy).decisions
    expected = [
        (
            one.certificate_id, one.student_id, one.outcome, hundredths(one.credits), hundredths(one.cut), one.category,
            one.clause,
        )
        for one in decisions
    ]  # fmt: skip
    tables = certificate_table(certificates), student_table(students)
    found = credits(*map(ENGINES[name], tables), as_of=AS_OF, policy=policy)
    assert rows_of(found, *CREDITS) == expected
    seen = Counter(str(one.outcome) for one in decisions)
    seen["less what was given"] = sum(one.outcome == "granted" and one.given > 0 for one in decisions)
    seen["cut"] = sum(one.cut > 0 for one in decisions)
    return seen


@pytest.mark.parametrize("name", ENGINES)
def test_a_crowd_is_decided_as_rows_are(name: str) -> None:
    """120 pairs of students under `highest` with a cap and credits by level."""
    policy = PILOT_2020.amended(credits={"levels": "highest", "category_cap": "3.5", "by_level": LISTED})
    seen = seen_in(name, 1, 120, policy)
    assert min(seen[what] for what in ("granted", "lower-level", "duplicate", "less what was given", "cut")) > 2


@pytest.mark.exhaustive
@pytest.mark.parametrize("place", range(len(POLICIES)))
def test_thousands_are_decided_as_rows_are(place: int) -> None:
    """3,000 pairs of students under each of 24 combinations of readings, on Polars and DuckDB."""
    for name in ("polars-lazy", "duckdb"):
        seen_in(name, 100 + place, 3000, POLICIES[place])


def test_every_character_that_engines_compare_is_compared_by_rows_as_it_is() -> None:
    """D2: no character that is let through has another form or joins with one beside it; the forms are NFKC's."""
    every = (chr(code) for code in range(sys.maxunicode + 1))
    taken = [character for character in every if not re.search(ODD, character)]
    assert "\u4e00" in taken
    assert "(" in taken
    assert [one for one in taken if unicodedata.normalize("NFKC", one) != one or one.isspace()] == []
    assert [one for one in taken if unicodedata.combining(one)] == []
    assert all("".join(unicodedata.normalize("NFKC", one).split()) == form for one, form in FORMS.items())


FILED: dict[str, list[Any]] = {
    "certificate_id": ["K1", "K2"],
    "student_id": ["ST1", "ST1"],
    "kind": ["skill", "driving_licence"],
    "name": ["甲证", "机动车驾驶证"],
    "level": ["初级", "C1"],
    "number": ["1", "2"],
    "issuer_recognized": [True, False],
    "issued_on": [date(2020, 9, 1), date(2020, 9, 2)],
    "status": ["valid", "valid"],
    "category": ["general_elective", "general_elective"],
}


def decided(students: dict[str, list[Any]] | None = None, policy: Policy = PILOT_2020, **changes: list[Any]) -> Any:
    """Return the decisions on two certificates, some of their columns changed."""
    enrolled = {"student_id": ["ST1"], "enrolled_on": [date(2020, 9, 1)], **(students or {})}
    filed = pl.DataFrame({**FILED, **changes}, strict=False)
    return credits(filed, pl.DataFrame(enrolled), as_of=AS_OF, policy=policy)


def test_columns_that_are_not_there_hold_nothing() -> None:
    """Two certificates without issuers, days of recognition or graduation give 2 credits each (§3.4c)."""
    found = decided()
    assert found["credits_hundredths"].to_list() == [200, 200]
    early = PILOT_2020.amended(effective_from="2021-08-01")
    assert decided(policy=early)["outcome"].to_list() == ["not-in-force"] * 2
    again = decided(policy=early, recognized_on=[None, date(2020, 12, 1)]).sort("certificate_id")
    assert again.select("outcome", "clause").rows() == [("not-in-force", "§0a"), ("recognized-earlier", "§3.4c")]


def test_a_lower_level_of_no_issuer_is_taken_off_once() -> None:
    """D4: 1 credit given for the lowest level leaves 1 of the first certificate above it, and all 2 of the other."""
    found = decided(
        policy=PILOT_2020.amended(credits={"levels": "highest"}),
        certificate_id=["K1", "K2", "K3"], student_id=["ST1"] * 3, kind=["skill"] * 3, name=["甲证"] * 3,
        level=["初级", "中级", "中级"], number=["1", "2", "3"], issuer=[None, "X", "Y"], issuer_recognized=[True] * 3,
        issued_on=[date(2020, 9, 1), date(2021, 3, 1), date(2021, 3, 2)], status=["valid"] * 3,
        category=["general_elective"] * 3, recognized_on=[date(2020, 12, 1), None, None],
        credits_given_hundredths=[100, None, None],
    )  # fmt: skip
    assert found.sort("certificate_id")["credits_hundredths"].to_list() == [0, 100, 200]


@pytest.mark.parametrize("name", ENGINES)
def test_no_library_needs_a_column_that_may_hold_nothing(name: str) -> None:
    """D6: without any day of enrolment it is not known; where that does not matter, both give 2 credits."""
    plain = {column: values for column, values in FILED.items() if column != "category"}
    tables = [ENGINES[name](pa.table(columns)) for columns in (FILED, plain, {"student_id": ["ST1"]})]
    accepted = PILOT_2020.amended(credits={"before_enrolment": "accepted", "days_after_graduation": 1})
    for filed, policy, outcome in (
        (tables[0], PILOT_2020, "enrolment-unknown"),
        (tables[0], accepted, "granted"),
        (tables[1], accepted, "category-missing"),
    ):
        found = credits(filed, tables[2], as_of=AS_OF, policy=policy)
        assert rows_of(found, "outcome") == [(outcome,)] * 2


@pytest.mark.parametrize(
    ("terms", "students", "issued", "outcome"),
    [
        ({}, {}, date(2020, 9, 1), "granted"),  # D6: the day of enrolment counts
        ({}, {}, date(2020, 8, 31), "before-enrolment"),
        ({"before_enrolment": "accepted"}, {}, date(2020, 8, 31), "granted"),
        ({}, {}, date(2021, 7, 31), "granted"),  # the day of settlement counts
        ({}, {}, date(2021, 8, 1), "not-yet-issued"),
        ({"earliest_issue": "2020-10-01"}, {}, date(2020, 10, 1), "granted"),  # D7
        ({"earliest_issue": "2020-10-01"}, {}, date(2020, 9, 30), "before-earliest-issue"),
        ({}, {"graduated_on": [date(2021, 6, 30)]}, date(2021, 6, 30), "granted"),  # D8
        ({}, {"graduated_on": [date(2021, 6, 30)]}, date(2021, 7, 1), "after-graduation"),
        ({"days_after_graduation": 1}, {"graduated_on": [date(2021, 6, 30)]}, date(2021, 7, 1), "granted"),
        ({"days_after_graduation": 1}, {"graduated_on": [date(2021, 6, 30)]}, date(2021, 7, 2), "after-graduation"),
    ],
)
def test_days_count_to_the_last(
    terms: dict[str, Any], students: dict[str, list[Any]], issued: date, outcome: str
) -> None:
    """§3.4a: enrolment, settlement, the earliest issue and graduation, each on its last day and one beyond."""
    found = decided(students, PILOT_2020.amended(credits=terms), issued_on=[issued, date(2020, 9, 2)])
    assert found.sort("certificate_id")["outcome"].to_list()[0] == outcome


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({"name": ["甲\u2160证", "机动车驾驶证"]}, "certificates.name", "frame-name"),
        ({"issuer": ["ﬁrma", None]}, "certificates.issuer", "frame-name"),
        ({"level": ["C1", "C1"]}, "certificates.level", "frame-values"),
        ({"category": ["general", None]}, "certificates.category", "frame-values"),
        ({"issuer_recognized": [True, None]}, "certificates.issuer_recognized", "frame-missing"),
        ({"issuer_recognized": [1, 0]}, "certificates.issuer_recognized", "frame-type"),
        (
            {"recognized_on": [date(2020, 12, 1)] * 2, "credits_given_hundredths": [9999, 10000]},
            "certificates.credits_given_hundredths",
            "frame-values",
        ),
        ({"credits_given_hundredths": [200, None]}, "certificates.credits_given_hundredths", "frame-values"),
        ({"student_id": ["ST1", "ST2"]}, "certificates.student_id", "frame-unknown"),
        ({"students": {"graduated_on": [date(2020, 8, 31)]}}, "students.graduated_on", "frame-values"),
    ],
)
def test_wrong_certificates_are_refused(changes: dict[str, Any], place: str, code: str) -> None:
    """Names that no engine can compare, levels of no certificate, credits given for nothing and so on are refused."""
    with pytest.raises(ValueError, match=r".") as info:
        decided(**changes)
    assert [(found.place, found.code) for found in problems(info.value)] == [(place, code)]


def test_wrong_arguments_are_reported_at_once() -> None:
    """A wrong day, a wrong policy, a column that is missing and an id that is repeated are four problems."""
    wrong: Any = 5
    with pytest.raises(ValueError, match=r".") as info:
        credits(
            pl.DataFrame({**FILED, "certificate_id": ["K1", "K1"]}), pl.DataFrame({"id": ["S1"]}), as_of=wrong,
            policy=wrong,
        )  # fmt: skip
    assert [found.place for found in problems(info.value)] == [
        "as_of", "policy", "certificates.certificate_id", "students.student_id",
    ]  # fmt: skip
