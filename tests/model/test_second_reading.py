"""The model alone on small cases worked out by hand from the policy's readings: what the second reading changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.model.amounts import Row
from tests.model.answers import answer
from tests.model.tables import TABLES

REFUSED = {"refused": True}


def policy(part: str = "funds", **terms: object) -> list[Row]:
    """The policy as issued, with some terms of one part added or replaced; it has none of the four new fields."""
    issued: Row = {
        "effective_from": "2020-12-18",
        "effective_until": None,
        "training": {"hour_rate": "120.00", "day_rate": "720.00", "hours_per_day": "6", "long_day": "hourly"},
        "exams": {
            "short_rate": "150.00",
            "long_rate": "200.00",
            "long_from_minutes": 180,
            "day_rate": "500.00",
            "day_rate_from": 3,
            "day_rate_reading": "flat",
            "day_scope": "person",
            "split": "standard_pay",
        },
        "surplus": {"college_share": "3/10", "rounding": "half_up"},
        "credits": {
            "per_certificate": "2",
            "by_level": [],
            "levels": "each",
            "category_cap": None,
            "earliest_issue": None,
        },
        "funds": {},
        "schedule": {"turnaround_minutes": 0, "notice_days": None},
    }
    return [{**issued, part: {**issued[part], **terms}}]


def taught(name: str, unit: str, quantity: str, **more: object) -> Row:
    """A training record of one person on one date."""
    row = {"record_id": name, "project_id": "P1", "staff_id": "T1", "date": "2021-03-06"}
    return {**row, "unit": unit, "quantity": quantity, **more}


def session(name: str, start: str, end: str, project: str = "P1", **more: object) -> Row:
    """A session; a clock time is one of 2021-05-29."""
    times = {"start": start, "end": end}
    written = {side: text if "T" in text else f"2021-05-29T{text}" for side, text in times.items()}
    return {"session_id": name, "project_id": project, **written, **more}


def skill(name: str, number: str, issued_on: str = "2021-01-05", /, **more: object) -> Row:
    """A skill certificate of one student, 证书A and 中级 unless told otherwise."""
    row = {"certificate_id": name, "student_id": "U1", "kind": "skill", "name": "证书A", "level": "中级"}
    row |= {"number": number, "issued_on": issued_on, "status": "valid", "category": "innovation_practice"}
    return {**row, "issuer_recognized": True, **more}


def licence(name: str, issued_on: str, **more: object) -> Row:
    """A driving licence of one student."""
    return skill(name, name, issued_on, kind="driving_licence", **more)


def receipt(name: str, kind: str, amount: str, **more: object) -> Row:
    """A receipt of one project."""
    return {"receipt_id": name, "project_id": "P1", "kind": kind, "amount": amount, "date": "2021-03-06", **more}


def fee(amount: str) -> Row:
    """A fee on the right account."""
    return receipt("I0", "fee", amount, account="A")


def cost(name: str, amount: str, funded_by: str = "fees", **more: object) -> Row:
    """A cost of one project."""
    row = {"cost_id": name, "project_id": "P1", "category": "energy", "amount": amount}
    return {**row, "funded_by": funded_by, **more}


PROJECT: Row = {"project_id": "P1", "name": "n1", "colleges": {"C1": 1}}
OTHER_PROJECT: Row = {"project_id": "P2", "name": "n2", "colleges": {"C1": 1}}


def term(**tables: Sequence[Row]) -> dict[str, Any]:
    """A term with some of its tables filled."""
    document: dict[str, Any] = {"format": "xmut-rules/term/1", "term": "T", "as_of": "2021-06-30"}
    document |= {"designated_accounts": ["A"], **{name: [] for name in TABLES}}
    document["colleges"] = [{"college_id": "C1", "name": "n"}]
    document["staff"] = [{"staff_id": "T1", "name": "n1"}, {"staff_id": "T2", "name": "n2"}]
    document["projects"] = [PROJECT, OTHER_PROJECT]
    document["students"] = [{"student_id": "U1", "name": "n1", "enrolled_on": "2019-09-01"}]
    return {**document, **tables}


def settled(given: Row, policies: Sequence[Row] = ()) -> Row:
    """The report of a term, which is not refused."""
    report = answer("settle_term", policies or policy(), given)
    assert report != REFUSED
    return report


def found(report: Row, *codes: str) -> list[tuple[str, str, str | None, list[str]]]:
    """The findings of some codes as plain tuples."""
    rows = [row for row in report["findings"] if row["code"] in codes]
    return [(row["code"], row["severity"], row["clause"], row["refs"]) for row in rows]


# Training pay


def paid(records: Sequence[Row], policies: Sequence[Row]) -> list[tuple[str, str, str]]:
    """Record, amount and rule of each line."""
    lines = answer("training_pay", policies, {"records": records})["lines"]
    return [(line["record_id"], line["amount"], line["rule"]) for line in lines]


DAY_AND_HOURS = [taught("R1", "day", "1"), taught("R2", "class_hour", "3")]


@pytest.mark.parametrize("policies", [policy(), policy("training", day_and_hours="both")])
def test_a_day_and_hours_are_both_paid(policies: list[Row]) -> None:
    """A5: 720 for the day, 3 x 120 for the hours, and a warning; so too where the policy does not name the reading."""
    assert paid(DAY_AND_HOURS, policies) == [("R1", "720.00", "day"), ("R2", "360.00", "class-hours")]
    report = answer("check_training", policies, {"records": DAY_AND_HOURS})
    mixed = [("training-mixed-units", "warning", "§3.5.2.1", ["R1", "R2"])]
    assert found(report, "training-mixed-units", "many-hours") == mixed


@pytest.mark.parametrize(
    "policies", [policy("training", day_and_hours="day_only"), policy("training", long_day="capped")]
)
def test_a_day_absorbs_hours(policies: list[Row]) -> None:
    """A5: only the day is paid, whether the field or the cap says so; the hours were taught and count (E9)."""
    assert paid(DAY_AND_HOURS, policies) == [("R1", "720.00", "day"), ("R2", "0.00", "absorbed")]
    found_hours = answer("social_service_hours", policies, {"records": DAY_AND_HOURS})
    assert found_hours == {"workload": [{"staff_id": "T1", "class_hours": "9"}]}
    report = answer("check_training", policies, {"records": DAY_AND_HOURS})
    assert len(found(report, "training-mixed-units")) == 1


def test_a_day_of_nothing_absorbs_nothing() -> None:
    """A5: a paid day record is one of quantity 1; without one, 9 hours are paid by the hour under `day_only`."""
    records = [taught("R1", "day", "0"), taught("R2", "class_hour", "9")]
    policies = policy("training", day_and_hours="day_only")
    assert paid(records, policies) == [("R1", "0.00", "day"), ("R2", "1080.00", "class-hours")]


def test_a_day_twice_beside_hours() -> None:
    """A5, A6: of two days the smaller id is paid, the hours are absorbed."""
    records = [taught("R2", "day", "1"), taught("R1", "day", "1"), taught("R3", "class_hour", "1")]
    policies = policy("training", day_and_hours="day_only")
    rows = [("R1", "720.00", "day"), ("R2", "0.00", "repeated-day"), ("R3", "0.00", "absorbed")]
    assert paid(records, policies) == rows


# Duty pay


def duty_days(sessions: Sequence[Row], policies: Sequence[Row]) -> list[Row]:
    """The days of one person who is on duty in all the sessions."""
    duties = [{"duty_id": f"D{i}", "session_id": row["session_id"], "staff_id": "T1"} for i, row in enumerate(sessions)]
    days: list[Row] = answer("exam_pay", policies, {"sessions": sessions, "duties": duties})["days"]
    return days


def shares(day: Row) -> dict[str, str]:
    """The shares of a day by project."""
    return {share["project_id"]: share["amount"] for share in day["shares"]}


ONCE = policy("exams", overlapping="once")
ROOMS = [
    session("S1", "08:30", "11:30"),
    session("S2", "09:00", "10:00", "P2"),
    session("S3", "10:30", "12:00", "P2"),
]


@pytest.mark.parametrize("policies", [policy(), policy("exams", overlapping="each")])
def test_three_rooms_of_one_sitting_are_three_sessions(policies: list[Row]) -> None:
    """B10 `each`: 200 + 150 + 150 recorded, three sessions, 500; split 200 to 300."""
    (day,) = duty_days(ROOMS, policies)
    assert (day["standard"], day["amount"], day["rule"]) == ("500.00", "500.00", "day-rate")
    assert shares(day) == {"P1": "200.00", "P2": "300.00"}


def test_three_rooms_of_one_sitting_are_one_session() -> None:
    """B10 `once`: 08:30 to 12:00 is one long session, 200, of the project of the longest; all ids are listed."""
    (day,) = duty_days(ROOMS[::-1], ONCE)
    assert day["sessions"] == ["S1", "S2", "S3"]
    assert (day["standard"], day["amount"], day["rule"], day["clause"]) == ("200.00", "200.00", "sessions", "§3.5.2.2a")
    assert shares(day) == {"P1": "200.00"}


def test_a_chain_of_overlaps_is_one_and_touching_is_two() -> None:
    """B10: 08:00 to 12:00 by a chain of three is one long session, 12:00 to 13:00 a short one: 200 + 150."""
    chain = [session("S1", "08:00", "10:00"), session("S3", "10:45", "12:00"), session("S2", "09:30", "11:00")]
    (day,) = duty_days([*chain, session("S4", "12:00", "13:00")], ONCE)
    assert (day["standard"], day["amount"], day["rule"]) == ("350.00", "350.00", "sessions")
    assert day["sessions"] == ["S1", "S2", "S3", "S4"]


def test_short_sessions_together_may_be_long() -> None:
    """B10: two of 2 hours from 08:00 to 11:00 are 3 hours together: 200; to 10:59 they are 150."""
    first = session("S1", "08:00", "10:00")
    assert duty_days([first, session("S2", "09:00", "11:00")], ONCE)[0]["amount"] == "200.00"
    assert duty_days([first, session("S2", "09:00", "10:59")], ONCE)[0]["amount"] == "150.00"


def test_of_equally_long_sessions_the_smaller_id_gives_the_project() -> None:
    """B10: S10 comes before S9, as text; each is 2 hours long by itself."""
    sessions = [session("S9", "08:00", "10:00", "P1"), session("S10", "09:00", "11:00", "P2")]
    assert shares(duty_days(sessions, ONCE)[0]) == {"P2": "200.00"}


def test_sessions_of_two_days_stay_two() -> None:
    """B7, B10: the day is that of the start, so 23:00 to 02:00 and 01:00 to 03:00 are one session of each day."""
    night = session("S1", "2021-05-29T23:00", "2021-05-30T02:00")
    days = duty_days([night, session("S2", "2021-05-30T01:00", "2021-05-30T03:00")], ONCE)
    assert [(day["date"], day["amount"]) for day in days] == [("2021-05-29", "200.00"), ("2021-05-30", "150.00")]


def test_a_merged_session_may_last_longer_than_a_day() -> None:
    """B10: 24 hours from 00:00 and 24 hours from 23:00 are one session of 47 hours, 200."""
    sessions = [session("S1", "2021-05-29T00:00", "2021-05-30T00:00")]
    sessions.append(session("S2", "2021-05-29T23:00", "2021-05-30T23:00"))
    (day,) = duty_days(sessions, ONCE)
    assert (day["sessions"], day["amount"]) == (["S1", "S2"], "200.00")


def test_merging_comes_before_projects_are_counted_apart() -> None:
    """B6, B10: P2's hour lies within P1's sitting, so there is one row, of P1."""
    policies = policy("exams", overlapping="once", day_scope="person_and_project")
    (day,) = duty_days([session("S1", "08:00", "10:00", "P1"), session("S2", "09:00", "10:00", "P2")], policies)
    assert (day["sessions"], shares(day)) == (["S1", "S2"], {"P1": "150.00"})


def test_a_day_rate_is_split_by_merged_sessions() -> None:
    """B8, B10: P1 has one sitting of two rooms and one more session, P2 one: 500 by number is 333.33 and 166.67."""
    sessions = [session("S1", "08:00", "09:00"), session("S2", "08:30", "09:30"), session("S3", "10:00", "11:00")]
    sessions.append(session("S4", "13:00", "14:00", "P2"))
    (day,) = duty_days(sessions, policy("exams", overlapping="once", split="sessions"))
    assert (day["standard"], day["rule"]) == ("450.00", "day-rate")
    assert shares(day) == {"P1": "333.33", "P2": "166.67"}


def test_without_a_policy_nothing_is_merged() -> None:
    """B10, E10: before 2020-12-18 both projects have a share of nothing."""
    sessions = [session("S1", "2020-12-17T08:00", "2020-12-17T10:00")]
    sessions.append(session("S2", "2020-12-17T09:00", "2020-12-17T10:00", "P2"))
    (day,) = duty_days(sessions, ONCE)
    assert (day["rule"], shares(day)) == ("not-in-force", {"P1": "0.00", "P2": "0.00"})


@pytest.mark.parametrize("policies", [policy(), ONCE])
def test_an_overlap_of_one_person_is_found_either_way(policies: list[Row]) -> None:
    """B10: an error finding whichever way it is paid."""
    duties = [{"duty_id": f"D{i}", "session_id": f"S{i}", "staff_id": "T1"} for i in (1, 2)]
    report = settled(term(sessions=ROOMS[:2], duties=duties), policies)
    assert found(report, "person-overlap") == [("person-overlap", "error", "§3.5.4e", ["S1", "S2"])]


# Credits


STUDENT: Row = {"student_id": "U1", "name": "n", "enrolled_on": "2019-09-01"}


def recognized(
    certificates: Sequence[Row],
    policies: Sequence[Row] = (),
    student: Mapping[str, Any] = STUDENT,
    as_of: str = "2021-06-30",
) -> dict[str, tuple[str, str]]:
    """Outcome and credits of each certificate."""
    students = [student, {"student_id": "U2", "name": "m", "enrolled_on": "2019-09-01"}]
    given = {"certificates": certificates, "students": students, "as_of": as_of}
    rows = answer("recognize_credits", policies or policy(), given)["decisions"]
    return {row["certificate_id"]: (row["outcome"], row["credits"]) for row in rows}


def certificate_findings(certificates: Sequence[Row], as_of: str = "2021-06-30") -> list[Any]:
    """What the check of certificates finds, as plain tuples."""
    report = answer("check_certificates", policy(), {"certificates": certificates, "as_of": as_of})
    return found(report, *(row["code"] for row in report["findings"]))


def test_a_licence_first_issued_before_enrolment_gives_nothing_when_a_class_is_added() -> None:
    """D2/D3, D5, D6: the first row of the one licence is tested and decides; the later one is a duplicate."""
    filed = [licence("K1", "2019-08-31"), licence("K2", "2021-01-05")]
    assert recognized(filed) == {"K1": ("before-enrolment", "0"), "K2": ("duplicate", "0")}


def test_what_the_earliest_issue_refuses_is_not_let_in_by_its_reissue() -> None:
    """D2/D3, D7: one number is one document, though its names are spelt in two ways."""
    filed = [skill("K1", "n", "2020-09-01"), skill("K2", "n", "2021-01-05", name="证书 Ａ")]
    refused = {"K1": ("before-earliest-issue", "0"), "K2": ("duplicate", "0")}
    assert recognized(filed, policy("credits", earliest_issue="2020-12-18")) == refused


def test_a_refused_certificate_does_not_block_one_passed_anew() -> None:
    """D2/D3: the same name and level under another number is granted, for the first was refused."""
    filed = [skill("K1", "old", "2019-08-31"), skill("K2", "new", "2021-01-05")]
    assert recognized(filed) == {"K1": ("before-enrolment", "0"), "K2": ("granted", "2")}


def test_a_certificate_renewed_under_another_number_counts_once() -> None:
    """D2/D3: the earliest issue wins, then the smaller id."""
    filed = [skill("K3", "c"), skill("K2", "b"), skill("K1", "a", "2021-01-06")]
    assert recognized(filed) == {"K1": ("duplicate", "0"), "K2": ("granted", "2"), "K3": ("duplicate", "0")}


def test_contradicting_rows_of_a_document_are_held_back() -> None:
    """D9: revoked and valid, before any other test; also the recognized one; the finding names all three."""
    filed = [
        skill("K1", "n", recognized_on="2021-02-01"),
        skill("K2", "n", status="revoked"),
        skill("K3", "n", "2019-08-31"),
    ]
    assert recognized(filed) == dict.fromkeys(("K1", "K2", "K3"), ("status-differs", "0"))
    assert certificate_findings(filed) == [("certificate-status-differs", "error", "§3.4a", ["K1", "K2", "K3"])]
    report = answer(
        "recognize_credits", policy(), {"certificates": filed, "students": [STUDENT], "as_of": "2021-06-30"}
    )
    assert {row["clause"] for row in report["decisions"]} == {"§3.4a"}


def test_two_revoked_rows_do_not_contradict_each_other() -> None:
    """D9: one status is no contradiction: the first is not valid, the other its duplicate (§3.4c)."""
    filed = [licence("K1", "2021-01-05", status="revoked"), licence("K2", "2021-01-06", status="revoked")]
    assert recognized(filed) == {"K1": ("not-valid", "0"), "K2": ("duplicate", "0")}


def test_one_recognized_and_no_longer_valid_is_a_warning() -> None:
    """D9: what was given is not taken back."""
    filed = [skill("K1", "n", status="expired", recognized_on="2021-02-01")]
    assert recognized(filed) == {"K1": ("recognized-earlier", "0")}
    assert certificate_findings(filed) == [("recognized-not-valid", "warning", "§3.4a", ["K1"])]


def test_the_recognized_row_of_a_document_decides() -> None:
    """D2/D3: K2 was recognized, so K1 is its duplicate although issued earlier."""
    filed = [licence("K1", "2021-01-05"), licence("K2", "2021-01-06", recognized_on="2021-02-01")]
    assert recognized(filed) == {"K1": ("duplicate", "0"), "K2": ("recognized-earlier", "0")}


@pytest.mark.parametrize("enrolled", [None, "2021-02-01"])
def test_before_enrolment_may_be_accepted(enrolled: str | None) -> None:
    """D6: under `accepted` neither an unknown nor a later enrolment stands in the way."""
    student, outcome = {**STUDENT, "enrolled_on": enrolled}, "before-enrolment" if enrolled else "enrolment-unknown"
    assert recognized([skill("K1", "n")], policy(), student) == {"K1": (outcome, "0")}
    accepted = policy("credits", before_enrolment="accepted")
    assert recognized([skill("K1", "n")], accepted, student) == {"K1": ("granted", "2")}


@pytest.mark.parametrize(
    ("days", "issued_on", "outcome"),
    [
        (None, "2021-01-05", "granted"),
        (None, "2021-01-06", "after-graduation"),
        (30, "2021-02-04", "granted"),
        (30, "2021-02-05", "after-graduation"),
    ],
)
def test_days_after_graduation_may_count(days: int | None, issued_on: str, outcome: str) -> None:
    """D8: graduated on 2021-01-05; 30 days later is 2021-02-04."""
    policies = policy() if days is None else policy("credits", days_after_graduation=days)
    student = {**STUDENT, "graduated_on": "2021-01-05"}
    assert recognized([skill("K1", "n", issued_on)], policies, student)["K1"][0] == outcome


def test_issuers_tell_certificates_of_one_name_apart() -> None:
    """D2: A counts; none given matches A; B is another; A written with a full-width letter and a space is A."""
    issuers = {"K1": "机构A", "K2": None, "K3": "机构B", "K4": "机构 Ａ"}
    filed = [skill(name, name, issuer=issuer) for name, issuer in issuers.items()]
    outcomes = {"K1": ("granted", "2"), "K2": ("duplicate", "0"), "K3": ("granted", "2"), "K4": ("duplicate", "0")}
    assert recognized(filed) == outcomes


def test_a_certificate_without_issuer_first_blocks_those_of_every_issuer() -> None:
    """D2: K1 has no issuer and counts first; K2 and K3 may each be it."""
    filed = [skill("K1", "1"), skill("K2", "2", issuer="机构A"), skill("K3", "3", issuer="机构B")]
    assert [outcome for outcome, _ in recognized(filed).values()] == ["granted", "duplicate", "duplicate"]


def test_the_higher_level_counts_if_it_is_of_the_same_issuer() -> None:
    """D4: 高级 of A outranks 中级 of A and of an unknown issuer, not that of B."""
    high = skill("K1", "1", level="高级", issuer="机构A")
    for issuer, outcome in (("机构A", "lower-level"), (None, "lower-level"), ("机构B", "granted")):
        filed = [high, skill("K2", "2", issuer=issuer)]
        assert recognized(filed, policy("credits", levels="highest"))["K2"][0] == outcome


def test_a_level_that_is_not_listed_outranks_nothing() -> None:
    """D4, D14: 高级 is not in the table, so 中级 is granted with its 1 credit; without a table 高级 outranks it."""
    filed = [skill("K1", "1", level="高级"), skill("K2", "2")]
    table = [{"level": "中级", "credits": "1", "category": None}]
    listed = recognized(filed, policy("credits", levels="highest", by_level=table))
    assert listed == {"K1": ("level-not-listed", "0"), "K2": ("granted", "1")}
    assert recognized(filed, policy("credits", levels="highest"))["K2"] == ("lower-level", "0")
    classes = [licence("K1", "2021-01-05", level="C1"), licence("K2", "2021-01-06", level="A2")]
    assert recognized(classes, policy("credits", levels="highest"))["K1"] == ("granted", "2")


def test_a_number_under_two_levels_of_one_student_is_a_warning() -> None:
    """D12: K1 and K2 differ in level, K3 only in how its name is written; all three bear the number."""
    filed = [skill("K1", "n"), skill("K2", "n", level="高级"), skill("K3", "n", name="证书　A")]
    assert certificate_findings(filed) == [("certificate-number-repeated", "warning", "§3.4a", ["K1", "K2", "K3"])]
    assert certificate_findings([filed[0], filed[2]]) == []
    assert recognized(filed) == {"K1": ("granted", "2"), "K2": ("granted", "2"), "K3": ("duplicate", "0")}


def test_a_number_of_two_students_is_shared_however_the_name_is_written() -> None:
    """D12: neither is granted until cleared."""
    filed = [skill("K1", "n"), skill("K2", "n", student_id="U2", name="证书 Ａ")]
    assert recognized(filed) == {"K1": ("number-shared", "0"), "K2": ("number-shared", "0")}
    assert certificate_findings(filed) == [("certificate-number-shared", "error", "§3.4a", ["K1", "K2"])]


def test_what_was_recognized_fills_the_cap_though_its_status_is_in_doubt() -> None:
    """D9, D11: the one document whose rows contradict each other uses 2 credits: of 3 one is left, of 2 none."""
    filed = [skill("K1", "n", recognized_on="2021-02-01"), skill("K2", "n", status="revoked")]
    filed.append(licence("K3", "2021-01-05"))
    assert recognized(filed, policy("credits", category_cap="3"))["K3"] == ("granted", "1")
    assert recognized(filed, policy("credits", category_cap="2"))["K3"] == ("granted", "0")


@pytest.mark.parametrize("kind", ["skill", "driving_licence", "other"])
def test_a_certificate_recognized_twice_fills_the_cap_once(kind: str) -> None:
    """D2, D11: under two numbers it is one certificate of 2 credits, so 2 of 4 are left for K3, whatever its kind."""
    filed = [skill(name, name, recognized_on="2021-02-01", kind=kind) for name in ("K1", "K2")]
    filed.append(skill("K3", "K3", level="高级", name="证书B"))
    outcomes = recognized(filed, policy("credits", category_cap="4"))
    assert outcomes == {**dict.fromkeys(("K1", "K2"), ("recognized-earlier", "0")), "K3": ("granted", "2")}


def test_a_lower_level_of_the_other_category_is_taken_off_too() -> None:
    """D4: the level decides, not the category: of the 2 credits of 中级 初级 gave 1.5 as an elective."""
    first = skill(
        "K1", "K1", level="初级", recognized_on="2021-02-01", credits_given="1.5", category="general_elective"
    )
    assert recognized([first, skill("K2", "K2")], policy("credits", levels="highest"))["K2"] == ("granted", "0.5")


@pytest.mark.parametrize(
    ("levels", "cap", "hinted"), [("each", None, []), ("highest", None, ["K1"]), ("each", "9", ["K1"])]
)
def test_what_was_given_is_asked_for_where_it_matters(levels: str, cap: str | None, hinted: list[str]) -> None:
    """D4, D11: a row that states 0 has answered, and of other kinds nothing is asked."""
    filed = [skill("K1", "K1", recognized_on="2021-02-01"), licence("K2", "2021-01-05")]
    filed.append(skill("K3", "K3", name="证书B", recognized_on="2021-02-01", credits_given="0"))
    filed.append(skill("K4", "K4", kind="other", recognized_on="2021-02-01"))
    given = {"certificates": filed, "as_of": "2021-06-30"}
    report = answer("check_certificates", policy("credits", levels=levels, category_cap=cap), given)
    assert found(report, "credits-given-assumed") == [
        ("credits-given-assumed", "hint", None, [name]) for name in hinted
    ]


def test_rows_that_gave_as_much_are_alike_however_it_is_written() -> None:
    """Slips: 2, "2" and "2.00" credits are one number; null is another answer than 0."""
    given = {"K1": 2, "K2": "2", "K3": "2.00", "K4": "0", "K5": None}
    filed = [skill(name, "n", recognized_on="2021-02-01", credits_given=gave) for name, gave in given.items()]
    report = settled(term(certificates=filed))
    assert found(report, "rows-alike") == [("rows-alike", "hint", None, ["K1", "K2", "K3"])]


def test_without_a_policy_certificates_are_not_compared() -> None:
    """§0a: on 2020-12-17 each is `not-in-force`, and nothing else is found."""
    filed = [skill("K1", "n", "2020-09-01"), skill("K2", "n", "2020-09-01", status="revoked")]
    codes = [code for code, *_ in certificate_findings(filed, "2020-12-17")]
    assert codes == ["not-in-force", "not-in-force"]
    assert {outcome for outcome, _ in recognized(filed, as_of="2020-12-17").values()} == {"not-in-force"}


# Settlement


def first_settlement(report: Row) -> dict[str, Any]:
    """What the tests ask of the settlement of P1."""
    row = report["settlements"][0]
    costs = {entry["category"]: entry["amount"] for entry in row["costs"]}
    return {"costs": costs, **{name: row[name] for name in ("surplus", "award", "grant_balance")}}


def test_a_cost_of_the_school_award_is_outside() -> None:
    """C6: 2,000 in fees, 300 of energy; 500 of the award change neither the surplus nor the grants."""
    costs = [cost("X1", "300"), cost("X2", "500", "school_award")]
    row = first_settlement(settled(term(receipts=[fee("2000.00")], costs=costs)))
    assert row["costs"] == {"training": "0.00", "exams": "0.00", "energy": "300.00"}
    assert (row["surplus"], row["award"], row["grant_balance"]) == ("1700.00", "510.00", None)


def test_training_paid_from_a_grant_is_outside_the_surplus() -> None:
    """C5: fees of 2,000, a day of the fees and one of the grant of 1,000: surplus 1,280, 280 of the grant left."""
    records = [taught("R1", "day", "1"), taught("R2", "day", "1", staff_id="T2", funded_by="grant")]
    receipts = [fee("2000.00"), receipt("I1", "grant", "1000.00", purpose="training")]
    report = settled(term(training=records, receipts=receipts))
    row = first_settlement(report)
    assert row["costs"] == {"training": "720.00", "exams": "0.00"}
    assert (row["surplus"], row["award"], row["grant_balance"]) == ("1280.00", "384.00", "280.00")
    assert [line["amount"] for line in report["training"]["lines"]] == ["720.00", "720.00"]
    assert [row["training"] for row in report["payroll"]] == ["720.00", "720.00"]
    assert report["findings"] == []


def test_duty_paid_from_a_grant_is_spent_on_evaluation() -> None:
    """C5: the grant of 300 is for training; 200 of duty pay is spent on a purpose that had none, but not too much."""
    given = term(
        projects=[{**PROJECT, "duty_funded_by": "grant"}, OTHER_PROJECT],
        sessions=[session("S1", "08:00", "11:00", notified_at="2021-05-01T08:00")],
        duties=[{"duty_id": "D1", "session_id": "S1", "staff_id": "T1"}],
        receipts=[receipt("I1", "grant", "300.00", purpose="training")],
    )
    report = settled(given)
    row = first_settlement(report)
    assert row["costs"] == {"training": "0.00", "exams": "0.00"}
    assert (row["surplus"], row["grant_balance"]) == ("0.00", "100.00")
    assert found(report, "grant-purpose-differs", "grant-overspent") == [
        ("grant-purpose-differs", "error", "§3.3c", ["P1"])
    ]
    assert report["payroll"][0]["exams"] == "200.00"


def test_a_weekly_plan_hands_its_payer_on() -> None:
    """C5: two lessons of 2 hours are 480 from a grant that was never given."""
    plan: Row = {
        "series_id": "W1",
        "project_id": "P1",
        "staff_id": "T1",
        "unit": "class_hour",
        "quantity": "2",
        "weekdays": ["monday"],
        "first_day": "2021-03-01",
        "count": 2,
        "funded_by": "grant",
    }
    lessons = answer("weekly_lessons", [], {"series": [plan]})["records"]
    assert [row["funded_by"] for row in lessons] == ["grant", "grant"]
    report = settled(term(series=[plan]))
    row = first_settlement(report)
    assert (row["costs"]["training"], row["grant_balance"]) == ("0.00", "-480.00")
    assert found(report, "grant-overspent") == [("grant-overspent", "error", "§3.3c", ["P1"])]


@pytest.mark.parametrize(("amount", "overspent"), [("70.00", False), ("70.01", True)])
def test_what_is_returned_cannot_be_spent(amount: str, overspent: bool) -> None:
    """C5: 100 granted and 30 returned leave 70."""
    receipts = [receipt("I1", "grant", "100.00"), receipt("I2", "grant_returned", "-30.00")]
    report = settled(term(receipts=receipts, costs=[cost("X1", amount, "grant", purpose="training")]))
    assert first_settlement(report)["grant_balance"] == ("-0.01" if overspent else "0.00")
    assert bool(found(report, "grant-overspent")) == overspent
    assert found(report, "grant-purpose-differs") == []


def test_more_may_not_be_returned_than_was_granted() -> None:
    """C5: nothing was spent, but 30 of 20 was returned, of a purpose that had nothing."""
    receipts = [receipt("I1", "grant", "20", purpose="other"), receipt("I2", "grant_returned", "-30", purpose="other")]
    report = settled(term(receipts=receipts))
    assert first_settlement(report)["grant_balance"] == "-10.00"
    codes = [code for code, *_ in found(report, "grant-overspent", "grant-purpose-differs")]
    assert codes == ["grant-overspent", "grant-purpose-differs"]


def test_every_purpose_that_had_too_little_is_found() -> None:
    """C5: 100 for training; 40 on evaluation and 20 on certification are two findings, 40 on training is none."""
    receipts = [receipt("I1", "grant", "100.00", purpose="training")]
    purposes = {"X1": ("40", "evaluation"), "X2": ("20", "certification"), "X3": ("40", "training")}
    costs = [cost(name, amount, "grant", purpose=purpose) for name, (amount, purpose) in purposes.items()]
    report = settled(term(receipts=receipts, costs=costs))
    differs = ("grant-purpose-differs", "error", "§3.3c", ["P1"])
    assert found(report, "grant-purpose-differs", "grant-overspent") == [differs, differs]
    open_grant = [*receipts, receipt("I2", "grant", "1.00")]
    assert found(settled(term(receipts=open_grant, costs=costs)), "grant-purpose-differs") == []


def test_a_cost_of_a_grant_names_its_purpose() -> None:
    """C5: one without is an error, and counts for no purpose."""
    receipts = [receipt("I1", "grant", "100.00", purpose="training")]
    report = settled(term(receipts=receipts, costs=[cost("X1", "40", "grant")]))
    codes = ("grant-purpose-missing", "grant-purpose-differs", "grant-overspent")
    assert found(report, *codes) == [("grant-purpose-missing", "error", "§3.3c", ["X1"])]


def test_pay_of_grants_may_be_told_to_the_functions() -> None:
    """C5: 120 of pay from a grant of 100: balance -20; pay of nothing is none."""
    pay = [{"project_id": "P1", "purpose": "training", "amount": "120.00"}]
    receipts = [receipt("I1", "grant", "100.00")]
    given: Row = {"project": PROJECT, "receipts": receipts, "costs": [], "training": "0", "exams": "0"}
    given = {**given, "on": "2021-06-30", "grant_pay": pay}
    assert answer("settle", policy(), given)["grant_balance"] == "-20.00"
    nothing = [{**pay[0], "amount": "0.00"}]
    assert answer("settle", policy(), {**given, "receipts": [], "grant_pay": nothing})["grant_balance"] is None
    check: Row = {"receipts": receipts, "costs": [], "on": "2021-06-30"}
    assert answer("check_grants", policy(), check) == {"findings": []}
    assert len(found(answer("check_grants", policy(), {**check, "grant_pay": pay}), "grant-overspent")) == 1


def test_a_receipt_before_the_policy_stays_income() -> None:
    """C16: of any kind an error, but it is in the sum; a fee of that day is not also on a wrong account."""
    receipts = [
        receipt("I1", "fee", "1000.00", date="2020-12-17", account="B"),
        receipt("I2", "refund", "-100.00", date="2020-12-17"),
    ]
    report = settled(term(receipts=receipts))
    assert found(report, "not-in-force", "wrong-account") == [
        ("not-in-force", "error", "§0a", ["I1"]),
        ("not-in-force", "error", "§0a", ["I2"]),
    ]
    assert first_settlement(report)["surplus"] == "900.00"


@pytest.mark.parametrize(
    ("category", "is_found"),
    [("监考费", True), ("外聘课酬", True), ("培训费(教材)", True), ("考务", True), ("energy", False), ("考 务", False)],
)
@pytest.mark.parametrize("funded_by", ["fees", "grant", "school_award"])
def test_a_category_that_may_be_pay_again_is_a_warning(category: str, is_found: bool, funded_by: str) -> None:
    """C9: by its words, whatever it is funded by; the amount stays; none before the policy."""
    given = {"costs": [cost("X1", "1", funded_by, category=category)], "on": "2021-06-30"}
    expected = [("cost-may-repeat-pay", "warning", "§3.5.3a", ["X1"])] if is_found else []
    assert found(answer("check_costs", policy(), given), "cost-may-repeat-pay") == expected
    assert answer("check_costs", policy(), {**given, "on": "2020-12-17"}) == {"findings": []}


# Notices and slips


@pytest.mark.parametrize(
    ("told", "changed", "code"),
    [
        ("2021-05-20T08:00", "2021-05-20T08:01", "notice-outdated"),
        ("2021-05-20T08:00", "2021-05-20T08:00", None),
        ("2021-05-29T08:00", "2021-05-29T09:00", "notice-late"),
        ("2021-05-28T08:00", "2021-05-28T09:00", "notice-outdated"),
        ("2021-05-28T08:00", "2021-05-28T07:00", "notice-short"),
        (None, "2021-05-28T07:00", "notice-missing"),
    ],
)
def test_a_notice_older_than_the_change_is_outdated(told: str | None, changed: str, code: str | None) -> None:
    """E7: missing, late, outdated, short, in that order, and only one of them; 3 days' notice is asked."""
    row = session("S1", "08:00", "11:00", notified_at=told, changed_at=changed)
    report = answer("check_notices", policy("schedule", notice_days=3), {"sessions": [row]})
    assert [finding["code"] for finding in report["findings"]] == ([] if code is None else [code])


@pytest.mark.parametrize(
    ("records", "names"),
    [
        ([("class_hour", "12"), ("class_hour", "0")], []),
        ([("class_hour", "12"), ("class_hour", "0.01"), ("class_hour", "0")], ["R0", "R1"]),
        ([("day", "1"), ("day", "1")], []),
        ([("day", "1"), ("class_hour", "6.5"), ("day", "0")], ["R0", "R1"]),
    ],
)
def test_more_than_twelve_hours_of_a_date_are_a_hint(records: list[tuple[str, str]], names: list[str]) -> None:
    """Slips: a day counts 6; the hint names the records with hours above 0 and no clause."""
    rows = [taught(f"R{i}", unit, quantity) for i, (unit, quantity) in enumerate(records)]
    expected = [("many-hours", "hint", None, names)] if names else []
    assert found(answer("check_training", policy(), {"records": rows}), "many-hours") == expected
    early = [{**row, "date": "2020-12-17"} for row in rows]
    assert found(answer("check_training", policy(), {"records": early}), "many-hours") == []


def test_a_row_pasted_twice_is_a_hint_and_the_term_stays_right() -> None:
    """Slips: 10 and 10.00 are one amount, a missing note is none; a hint leaves `ok`."""
    costs = [cost("X2", "10"), cost("X1", "10.00", note=None), cost("X3", "10", category="Energy")]
    report = settled(term(costs=costs))
    assert found(report, "rows-alike") == [("rows-alike", "hint", None, ["X1", "X2"])]
    assert report["ok"] is True


def test_rows_alike_are_looked_for_in_every_table() -> None:
    """Slips: defaults are filled in, weights are compared as values; each group is one hint."""
    said: dict[str, Row] = {"B1": {}, "B2": {"people": [], "room": None}, "B3": {"people": ["T1"]}}
    given = term(
        colleges=[{"college_id": name, "name": "n"} for name in ("C1", "C2")],
        projects=[
            {"project_id": "P1", "name": "n", "colleges": {"C1": 1, "C2": 2}, "prior_loss": "0.00"},
            {"project_id": "P2", "name": "n", "colleges": {"C2": 2, "C1": 1}, "duty_funded_by": "fees"},
        ],
        bookings=[
            {"booking_id": name, "start": "2021-05-29T08:00", "end": "2021-05-29T09:00", **more}
            for name, more in said.items()
        ],
    )
    refs = [refs for _, _, _, refs in found(settled(given), "rows-alike")]
    assert refs == [["B1", "B2"], ["C1", "C2"], ["P1", "P2"]]


@pytest.mark.parametrize(("as_of", "is_far"), [("2022-01-22", False), ("2022-01-23", True)])
def test_a_date_long_before_the_decision_is_a_hint(as_of: str, is_far: bool) -> None:
    """Slips: 2020-12-18 is 400 days before 2022-01-22; certificates are not looked at."""
    times = {"start": "2020-12-18T08:00", "end": "2020-12-18T09:00"}
    given = term(
        training=[taught("R1", "day", "1", date="2020-12-18")],
        sessions=[session("S1", **times, notified_at="2020-12-01T08:00")],
        receipts=[{**fee("1.00"), "date": "2020-12-18"}],
        bookings=[{"booking_id": "B1", **times}],
        certificates=[licence("K1", "2020-12-18")],
    )
    report = settled({**given, "as_of": as_of})
    names = ["B1", "I0", "R1", "S1"] if is_far else []
    assert found(report, "far-date") == [("far-date", "hint", None, [name]) for name in names]
    assert report["ok"] is True


# What is refused


@pytest.mark.parametrize(
    "tables",
    [
        {"receipts": [receipt("I1", "grant_returned", "0")]},
        {"receipts": [receipt("I1", "grant_returned", "-1", project_id=None)]},
        {"receipts": [receipt("I1", "grant", "-1")]},
        {"receipts": [receipt("I1", "other", "1", purpose="training")]},
        {"receipts": [receipt("I1", "grant", "1", purpose="energy")]},
        {"costs": [cost("X1", "1", "award")]},
        {"costs": [cost("X1", "1", "grant", purpose="energy")]},
        {"training": [taught("R1", "day", "1", funded_by="school_award")]},
        {"training": [taught("R1", "day", "1", funded_by=None)]},
        {"projects": [{**PROJECT, "duty_funded_by": "school_award"}, OTHER_PROJECT]},
        {"sessions": [session("S1", "08:00", "09:00", changed_at="2021-05-01T08:00+08:00")]},
        {"certificates": [skill("K1", "n", issuer="x" * 501)]},
        {"certificates": [skill("K1", "n", issuer="a\u200b")]},
        {"certificates": [skill("K1", "n", credits_given="0")]},
        {"certificates": [skill("K1", "n", credits_given="-0.01", recognized_on="2021-02-01")]},
        {"certificates": [skill("K1", "n", credits_given="100", recognized_on="2021-02-01")]},
        {"receipts": [receipt("I1", "grant_opening", "-1", project_id=None)]},
        {"training": [taught("R1", "day", "1", start="09:00", end="09:00:00")]},
        {"training": [taught("R1", "day", "1", start="20:00", end="08:00:00.000001")]},
    ],
)
def test_new_fields_are_refused_if_they_say_what_they_may_not(tables: dict[str, Any]) -> None:
    """C5 to C7, B7: amounts of the wrong sign, words that are none, two kinds of clock, hidden characters."""
    assert answer("settle_term", policy(), term(**tables)) == REFUSED


@pytest.mark.parametrize(
    "tables",
    [
        {"receipts": [receipt("I1", "grant_returned", "-1", purpose="other")]},
        {"receipts": [receipt("I1", "other", "1", purpose=None)]},
        {"costs": [cost("X1", "1", "grant", purpose="other"), cost("X2", "1", "school_award")]},
        {"sessions": [session("S1", "08:00", "09:00", changed_at=None)]},
        {"certificates": [skill("K1", "n", issuer="x" * 500), skill("K2", "m", issuer=None)]},
        {"certificates": [skill("K1", "n", credits_given=None), skill("K2", "m", recognized_on="2021-02-01")]},
        {"certificates": [skill("K1", "n", credits_given="99.99", recognized_on="2021-02-01")]},
        {"receipts": [receipt("I1", "grant_opening", "-1", purpose="other"), receipt("I2", "grant_opening", "0")]},
        {"training": [taught("R1", "day", "1", start="20:00", end="08:00")]},
        {"training": [taught("R1", "day", "1", start="06:00", end="23:59")]},
    ],
)
def test_new_fields_may_say_what_they_may(tables: dict[str, Any]) -> None:
    """C5 to C7, E7, D2: the same fields within their bounds."""
    settled(term(**tables))


@pytest.mark.parametrize(
    ("part", "terms"),
    [
        ("training", {"day_and_hours": "hours_only"}),
        ("exams", {"overlapping": None}),
        ("credits", {"before_enrolment": True}),
        ("credits", {"days_after_graduation": -1}),
        ("credits", {"days_after_graduation": 3661}),
        ("credits", {"days_after_graduation": True}),
        ("credits", {"days_after_graduation": "30"}),
    ],
)
def test_an_option_that_is_none_is_refused(part: str, terms: dict[str, Any]) -> None:
    """A5, B10, D6, D8: one of two words, or a whole number of 0 to 3660 days."""
    assert answer("settle_term", policy(part, **terms), term()) == REFUSED


@pytest.mark.parametrize("change", [{"purpose": "other"}, {"project_id": "P2"}, {"amount": "-1"}])
def test_pay_of_grants_is_of_the_project_and_for_training_or_evaluation(change: dict[str, str]) -> None:
    """C1, C5: a settlement takes no other project's, no other purpose and nothing below zero."""
    pay: Row = {"project_id": "P1", "purpose": "training", "amount": "1", **change}
    given: Row = {"project": PROJECT, "receipts": [], "costs": [], "training": "0", "exams": "0"}
    assert answer("settle", policy(), {**given, "on": "2021-06-30", "grant_pay": [pay]}) == REFUSED
