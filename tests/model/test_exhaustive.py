"""Small domains in full: every surplus, every day of up to four sessions, every pair of intervals, and so on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import combinations_with_replacement, product
from typing import Any

import pytest

import xmut_rules as x
from tests.conformance.policies import PILOT as AS_ISSUED
from tests.model import library
from tests.model.amounts import Row, rounded
from tests.model.answers import answer
from tests.model.generator import CATEGORIES

pytestmark = pytest.mark.exhaustive
PILOT: Row = AS_ISSUED
READINGS = ("flat", "ceiling", "floor")
SECONDS = (1, 10_740, 10_799, 10_800, 10_801, 86_400)
MOST = 2_000_000


def with_terms(part: str, **terms: object) -> list[Row]:
    """The pilot's policy with some terms of one part replaced."""
    return [{**PILOT, part: {**PILOT[part], **terms}}]


def award_in_fen(surplus: int, policy: x.Policy) -> int:
    """The library's award of a surplus in fen, in fen."""
    text = f"{surplus // 100}.{surplus % 100:02d}"
    return int(str(x.college_award(text, policy=policy)).replace(".", ""))


def test_every_award_up_to_twenty_thousand_yuan_is_half_up() -> None:
    """§3.5.3b, C12: 30% of every surplus from 0 to 2,000,000 fen, rounded half up once."""
    policy = library.policy_of(json.dumps(PILOT))
    differs = [s for s in range(MOST + 1) if award_in_fen(s, policy) != rounded(Fraction(3 * s, 10), "half_up")]
    assert differs == []


@pytest.mark.parametrize("how", ["half_even", "down"])
def test_every_tie_and_its_neighbours_are_rounded_as_told(how: str) -> None:
    """C12: of the same range every surplus whose 30% is half a fen, one fen below it and one above."""
    policy = library.policy_of(json.dumps(with_terms("surplus", rounding=how)[0]))
    tried = [tie + aside for tie in range(5, MOST, 10) for aside in (-1, 0, 1)]
    assert [s for s in tried if award_in_fen(s, policy) != rounded(Fraction(3 * s, 10), how)] == []


DAY_POLICIES = [
    with_terms("exams", day_rate_reading=reading, day_scope=scope, split=split)
    for reading in READINGS
    for scope in ("person", "person_and_project")
    for split in ("standard_pay", "sessions")
]


@pytest.mark.parametrize("reading", READINGS)
def test_every_day_of_up_to_five_sessions_has_its_bare_pay(reading: str) -> None:
    """B4: every choice of up to five lengths around 3 hours, 1 second and 24 hours."""
    policies = with_terms("exams", day_rate_reading=reading)
    policy = library.policy_of(json.dumps(policies[0]))
    for number in range(6):
        for seconds in combinations_with_replacement(SECONDS, number):
            amount = x.duty_day_pay([timedelta(seconds=second) for second in seconds], policy=policy)
            assert {"amount": f"{amount}"} == answer("duty_day_pay", policies, {"seconds": list(seconds)})


def session_row(name: str, kind: tuple[int, str]) -> Row:
    """A session of a length and a project on 2021-05-29."""
    start = datetime(2021, 5, 29, 8, 30)
    end = start + timedelta(seconds=kind[0])
    return {"session_id": name, "project_id": kind[1], "start": start.isoformat(), "end": end.isoformat()}


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_every_day_of_up_to_four_sessions_is_paid_and_split(number: int) -> None:
    """B1 to B8: one person, six lengths, two projects, all twelve readings; for four sessions three lengths."""
    kinds = list(product(SECONDS if number < 4 else (10_799, 10_800, 86_400), ("P10", "P9")))
    rows = {(i, kind): session_row(f"S{i}", kind) for i in range(number) for kind in kinds}
    own = {key: library.read(x.ExamSession, [row])[0] for key, row in rows.items()}
    duties = [{"duty_id": f"D{i}", "session_id": f"S{i}", "staff_id": "T1"} for i in range(number)]
    own_duties = library.read(x.ExamDuty, duties)
    for chosen in combinations_with_replacement(kinds, number):
        given = {"sessions": [rows[key] for key in enumerate(chosen)], "duties": duties}
        sessions = [own[key] for key in enumerate(chosen)]
        for policies in DAY_POLICIES:
            found = library.plain(x.exam_pay(sessions, own_duties, policy=library.timeline(policies)))
            assert found == answer("exam_pay", policies, given)


SPANS = [(start, end) for start in range(5) for end in range(start + 1, 6)]
KINDS = ("exam", "training", "booking")
TURNAROUNDS = [with_terms("schedule", turnaround_minutes=minutes) for minutes in (0, 10, 20)]
Tables = tuple[dict[str, list[Row]], dict[str, list[Any]]]


@lru_cache(10_000)
def use(name: str, kind: str, span: tuple[int, int], room: str | None, person: str) -> Tables:
    """A room and a person taken for some units of ten minutes: the rows of each table, and the library's own."""
    start, end = (datetime(2021, 5, 29, 8, 0) + timedelta(minutes=10 * unit) for unit in span)
    times = {"start": start.isoformat(), "end": end.isoformat(), "room": room}
    tables: dict[str, list[Row]] = {"sessions": [], "duties": [], "training": [], "bookings": []}
    if kind == "exam":
        tables["sessions"] = [{"session_id": name, "project_id": "P", **times}]
        tables["duties"] = [{"duty_id": name, "session_id": name, "staff_id": person}]
    elif kind == "training":
        clocks = {**times, "start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
        taught = {"project_id": "P", "staff_id": person, "unit": "class_hour", "quantity": "1"}
        tables["training"] = [{"record_id": name, "date": "2021-05-29", **taught, **clocks}]
    else:
        tables["bookings"] = [{"booking_id": name, "people": [person], **times}]
    own: dict[str, list[Any]] = {
        "sessions": [*library.read(x.ExamSession, tables["sessions"])],
        "duties": [*library.read(x.ExamDuty, tables["duties"])],
        "training": [*library.read(x.TrainingRecord, tables["training"])],
        "bookings": [*library.read(x.Booking, tables["bookings"])],
    }
    return tables, own


@pytest.mark.parametrize(("first", "second"), list(product(KINDS, KINDS)))
def test_every_pair_of_intervals_clashes_or_not(first: str, second: str) -> None:
    """E1 to E5: all half-open intervals of five units, same or other or no room, same or other person, 0 to 2 units."""
    for one, two in product(SPANS, SPANS):
        for room, person in product(("R1", "R2", None), ("T1", "T2")):
            rows, own = use("A", first, one, "R1", "T1")
            more_rows, more_own = use("B", second, two, room, person)
            given = {table: [*rows[table], *more_rows[table]] for table in rows}
            tables = {table: [*own[table], *more_own[table]] for table in own}
            for policies in TURNAROUNDS:
                found = x.check_schedule(**tables, policy=library.timeline(policies))
                assert library.findings(found) == answer("check_schedule", policies, given)


QUANTITIES = (
    ("day", "0"),
    ("day", "1"),
    *(("class_hour", hours) for hours in ("0", "0.01", "1", "5.99", "6", "6.01", "24")),
)


@pytest.mark.parametrize("rate", ["120.00", "33.33"])
@pytest.mark.parametrize("long_day", ["hourly", "capped"])
def test_every_date_of_up_to_three_records_is_paid(long_day: str, rate: str) -> None:
    """A1 to A9: one person, one date, every choice of three records in every order of their ids."""
    policies = with_terms("training", long_day=long_day, hour_rate=rate)
    policy = library.timeline(policies)
    for number in (1, 2, 3):
        for chosen in product(QUANTITIES, repeat=number):
            records = [
                {
                    "record_id": name,
                    "project_id": "P",
                    "staff_id": "T1",
                    "date": "2021-03-06",
                    "unit": unit,
                    "quantity": n,
                }
                for name, (unit, n) in zip(("TR10", "TR9", "TR8"), chosen, strict=False)
            ]
            own, given = library.read(x.TrainingRecord, records), {"records": records}
            assert library.plain(x.training_pay(own, policy=policy)) == answer("training_pay", policies, given)
            hours = [
                library.plain(social_service_hour) for social_service_hour in x.social_service_hours(own, policy=policy)
            ]
            assert {"workload": hours} == answer("social_service_hours", policies, given)
            assert library.findings(x.check_training(own, policy=policy)) == answer("check_training", policies, given)


STUDENTS: list[Row] = [{"student_id": name, "name": "n", "enrolled_on": "2019-09-01"} for name in ("ST1", "ST2")]
CREDIT_POLICIES = [
    with_terms("credits", levels=levels, category_cap=cap) for levels in ("each", "highest") for cap in (None, "2", "3")
]


@lru_cache(10_000)
def certificate(name: str, kind: tuple[str, ...]) -> tuple[Row, x.Certificate]:
    """A certificate of a student, level, number, state, day and category, as a row and as the library's own."""
    student, level, number, state, issued, category = kind
    row: dict[str, Any] = {"certificate_id": name, "student_id": student, "kind": "skill", "name": "N", "level": level}
    row |= {"number": number or name, "issuer_recognized": True, "issued_on": issued, "category": category}
    row |= {"status": "revoked" if state == "revoked" else "valid"}
    row |= {"recognized_on": "2021-01-10"} if state == "recognized" else {}
    row |= {"kind": "driving_licence"} if level == "C1" else {}
    return row, library.read(x.Certificate, [row])[0]


def check_certificates(*places: Sequence[tuple[str, ...]]) -> None:
    """Hold the library to the model for every choice of one kind of certificate for each place."""
    students, as_of = library.read(x.Student, STUDENTS), date(2021, 6, 30)
    for chosen in product(*places):
        filed = [certificate(name, kind) for name, kind in zip(("K10", "K9", "K8"), chosen, strict=False)]
        given = {"certificates": [row for row, _ in filed], "students": STUDENTS, "as_of": "2021-06-30"}
        for policies in CREDIT_POLICIES:
            policy = library.timeline(policies)
            found = x.recognize_credits([own for _, own in filed], students, as_of=as_of, policy=policy)
            assert library.plain(found) == answer("recognize_credits", policies, given)


LEVELS = ("初级", "中级", "高级", "C1")
STATES = ("", "revoked", "recognized")
DAYS = ("2020-12-31", "2021-01-01")


def test_every_pair_of_certificates_is_recognized_or_not() -> None:
    """D2 to D5, D9, D11, D12: one or two students, four levels, own or shared number, three states, two days."""
    first, second = (
        list(product(persons, LEVELS, ("", "x"), STATES, DAYS, CATEGORIES[:1]))
        for persons in (("ST1",), ("ST1", "ST2"))
    )
    check_certificates(first, second)


def test_every_three_certificates_are_recognized_or_not() -> None:
    """The same with three certificates: of one student, two levels and a licence, two states, two categories."""
    kinds = list(product(("ST1",), ("初级", "高级", "C1"), ("",), ("", "recognized"), DAYS[:1], CATEGORIES))
    check_certificates(kinds, kinds, kinds)
