"""§3.4 credit recognition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from tests.model.amounts import Row, exact, shortest
from tests.model.days import Calendar, day
from tests.model.findings import finding

LEVELS = {"初级": 1, "中级": 2, "高级": 3}
CATEGORIES = ("innovation_practice", "general_elective")
CLAUSES = {
    **dict.fromkeys(("granted", "recognized-earlier", "duplicate", "lower-level", "level-not-listed"), "§3.4c"),
    "not-in-force": "§0a",
    "issuer-not-recognized": "§1.2b",
    "category-missing": "§3.4b",
}
"""The clause of an outcome; of all others §3.4a."""


def shared_numbers(certificates: Sequence[Row]) -> list[list[str]]:
    """D12: certificates of one kind (for skill: and name) and number that several students filed."""
    same: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in certificates:
        same[row["kind"], row["name"] if row["kind"] == "skill" else "", row["number"]].append(row)
    return [
        [row["certificate_id"] for row in rows]
        for rows in same.values()
        if len({row["student_id"] for row in rows}) > 1
    ]


def refusal(row: Row, student: Row, as_of: date, policy: Row | None, shared: set[str]) -> str | None:
    """D6 to D10, D12: the first test that a certificate fails by itself, in the contract's order."""
    if row.get("recognized_on") is not None:
        return "recognized-earlier"
    if policy is None:
        return "not-in-force"
    issued, earliest = row["issued_on"], policy["credits"]["earliest_issue"]
    enrolled, graduated = student.get("enrolled_on"), student.get("graduated_on")
    tests = {
        "kind-not-covered": row["kind"] == "other",
        "issuer-not-recognized": row["kind"] == "skill" and not row["issuer_recognized"],
        "not-valid": row["status"] != "valid",
        "not-yet-issued": day(issued) > as_of,
        "before-earliest-issue": earliest is not None and day(issued) < day(earliest),
        "enrolment-unknown": enrolled is None,
        "before-enrolment": enrolled is not None and day(issued) < day(enrolled),
        "after-graduation": graduated is not None and day(issued) > day(graduated),
        "category-missing": row.get("category") is None,
        "number-shared": row["certificate_id"] in shared,
    }
    return next((outcome for outcome, fails in tests.items() if fails), None)


def value(row: Row, policy: Row | None) -> Fraction | None:
    """D14: what a certificate is worth; none where its level is not listed."""
    if policy is None:
        return Fraction(0)
    rows = policy["credits"]["by_level"]
    if row["kind"] != "skill" or not rows:
        return exact(policy["credits"]["per_certificate"])
    for category in (row.get("category"), None):
        for listed in rows:
            if listed["level"] == row["level"] and listed.get("category") == category:
                return exact(listed["credits"])
    return None


def same_certificate(one: Row, two: Row) -> bool:
    """D2, D3, D5: one student's certificate of one name and level, or one student's licence."""
    if one["student_id"] != two["student_id"] or one["kind"] != two["kind"]:
        return False
    return one["kind"] == "driving_licence" or (one["name"], one["level"]) == (two["name"], two["level"])


def precedence(row: Row) -> tuple[bool, str, str]:
    """D2: recognized before, then the earliest issue, then the smaller id."""
    return row.get("recognized_on") is None, row["issued_on"], row["certificate_id"]


def among_others(row: Row, others: Sequence[Row], policy: Row) -> str:
    """D2, D4, D14: the outcome of a certificate that passed alone, beside the others that stand."""
    if any(same_certificate(row, other) and precedence(other) < precedence(row) for other in others):
        return "duplicate"
    if policy["credits"]["levels"] == "highest" and row["kind"] == "skill":
        own = [o for o in others if o["kind"] == "skill" and o["student_id"] == row["student_id"]]
        if any(o["name"] == row["name"] and LEVELS[o["level"]] > LEVELS[row["level"]] for o in own):
            return "lower-level"
    return "level-not-listed" if value(row, policy) is None else "granted"


def outcomes(certificates: Sequence[Row], students: Iterable[Row], as_of: date, policy: Row | None) -> dict[str, str]:
    """Every certificate's outcome."""
    persons = {student["student_id"]: student for student in students}
    shared = {name for names in shared_numbers(certificates) for name in names}
    alone = {
        row["certificate_id"]: refusal(row, persons[row["student_id"]], as_of, policy, shared) for row in certificates
    }
    standing = [row for row in certificates if alone[row["certificate_id"]] in {None, "recognized-earlier"}]
    found: dict[str, str] = {}
    for row in certificates:
        refused = alone[row["certificate_id"]]
        found[row["certificate_id"]] = refused or among_others(row, standing, policy or {})
    return found


def new_credits(
    certificates: Iterable[Row], found: dict[str, str], policy: Row | None
) -> dict[str, tuple[Fraction, Fraction]]:
    """D11, D2: credits and what the cap cuts, by (issued_on, certificate_id); earlier recognitions first, each once."""
    cap = policy["credits"]["category_cap"] if policy else None
    used: dict[tuple[str, str | None], Fraction] = defaultdict(Fraction)
    given: dict[str, tuple[Fraction, Fraction]] = {}
    ordered = sorted(certificates, key=lambda row: (row["issued_on"], row["certificate_id"]))
    for row in ordered:
        again = any(same_certificate(row, other) and precedence(other) < precedence(row) for other in ordered)
        if found[row["certificate_id"]] == "recognized-earlier" and not again:
            used[row["student_id"], row.get("category")] += value(row, policy) or 0
    for row in ordered:
        key, worth, fresh = (row["student_id"], row.get("category")), Fraction(0), Fraction(0)
        if found[row["certificate_id"]] == "granted":
            worth = value(row, policy) or Fraction(0)
            fresh = worth if cap is None else min(worth, max(Fraction(0), exact(cap) - used[key]))
            used[key] += fresh
        given[row["certificate_id"]] = fresh, worth - fresh
    return given


def recognize(certificates: Sequence[Row], students: Sequence[Row], as_of: date, policy: Row | None) -> Row:
    """§3.4a-c: one decision per certificate, and each student's new credits."""
    found = outcomes(certificates, students, as_of, policy)
    given = new_credits(certificates, found, policy)
    decisions: list[Row] = []
    sums: dict[tuple[str, str | None], Fraction] = defaultdict(Fraction)
    for row in sorted(certificates, key=lambda row: str(row["certificate_id"])):
        name = row["certificate_id"]
        fresh, cut = given[name]
        sums[row["student_id"], row.get("category")] += fresh
        decision = {"certificate_id": name, "student_id": row["student_id"], "outcome": found[name]}
        decision |= {"credits": shortest(fresh), "cut": shortest(cut), "category": row.get("category")}
        decisions.append({**decision, "clause": CLAUSES.get(found[name], "§3.4a")})
    rows: list[Row] = []
    for person in sorted(student["student_id"] for student in students):
        own = [sums[person, category] for category in CATEGORIES]
        by_category = dict(zip(CATEGORIES, map(shortest, own), strict=True))
        rows.append({"student_id": person, **by_category, "total": shortest(sum(own, Fraction(0)))})
    return {"decisions": decisions, "students": rows}


def check(certificates: Sequence[Row], as_of: date, calendar: Calendar) -> list[Row]:
    """D12, §0a: numbers that several students filed; every certificate where no policy is in force."""
    if calendar.on(as_of) is None:
        return [finding("not-in-force", [row["certificate_id"]]) for row in certificates]
    return [finding("certificate-number-shared", names) for names in shared_numbers(certificates)]
