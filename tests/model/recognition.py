"""§3.4 credit recognition."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
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


def compared(text: str | None) -> str:
    """D2: a name or an issuer after NFKC and without white space; nothing if there is none."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def is_recognized(row: Row) -> bool:
    """Whether the office recognized a row before."""
    return row.get("recognized_on") is not None


def precedence(row: Row) -> tuple[bool, str, str]:
    """D2: recognized before, then the earliest issue, then the smaller id."""
    return not is_recognized(row), row["issued_on"], row["certificate_id"]


def documents(certificates: Iterable[Row]) -> list[list[Row]]:
    """D2, D3, D5: the rows of each document in order of precedence; any row but a licence or skill is one by itself."""
    found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in sorted(certificates, key=precedence):
        key = [row["kind"], row["student_id"]]
        if row["kind"] == "skill":
            key += [compared(row["name"]), row["level"], row["number"]]
        elif row["kind"] == "other":
            key += [row["certificate_id"]]
        found[tuple(key)].append(row)
    return list(found.values())


def status_differs(document: Iterable[Row]) -> bool:
    """D9: the rows of one document contradict each other."""
    return len({row["status"] for row in document}) > 1


def shared_numbers(certificates: Sequence[Row]) -> list[list[str]]:
    """D12: certificates of one kind (for skill: and name) and number that several students filed."""
    same: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in certificates:
        same[row["kind"], compared(row["name"]) if row["kind"] == "skill" else "", row["number"]].append(row)
    return [
        [row["certificate_id"] for row in rows]
        for rows in same.values()
        if len({row["student_id"] for row in rows}) > 1
    ]


def repeated_numbers(certificates: Iterable[Row]) -> list[list[str]]:
    """D12: skill certificates of one student and number that differ in name or level."""
    same: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in certificates:
        if row["kind"] == "skill":
            same[row["student_id"], row["number"]].append(row)
    return [
        [row["certificate_id"] for row in rows]
        for rows in same.values()
        if len({(compared(row["name"]), row["level"]) for row in rows}) > 1
    ]


def refusal(row: Row, student: Row, as_of: date, policy: Row, shared: set[str]) -> str | None:
    """D6 to D10, D12: the first test that a certificate fails by itself, in the contract's order."""
    terms = policy["credits"]
    issued, earliest, days = row["issued_on"], terms["earliest_issue"], terms.get("days_after_graduation", 0)
    enrolled, graduated = student.get("enrolled_on"), student.get("graduated_on")
    since = terms.get("before_enrolment", "refused") == "refused"
    tests = {
        "kind-not-covered": row["kind"] == "other",
        "issuer-not-recognized": row["kind"] == "skill" and not row["issuer_recognized"],
        "not-valid": row["status"] != "valid",
        "not-yet-issued": day(issued) > as_of,
        "before-earliest-issue": earliest is not None and day(issued) < day(earliest),
        "enrolment-unknown": since and enrolled is None,
        "before-enrolment": since and enrolled is not None and day(issued) < day(enrolled),
        "after-graduation": graduated is not None and day(issued) > day(graduated) + timedelta(days=days),
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


def issuers_match(one: Row, two: Row) -> bool:
    """D2: the issuers are the same, or one of the two is not given."""
    issuers = compared(one.get("issuer")), compared(two.get("issuer"))
    return issuers[0] == issuers[1] or "" in issuers


def same_name(one: Row, two: Row) -> bool:
    """D2, D4: certificates of one student, kind and name, by one issuer as far as is known."""
    if (one["student_id"], one["kind"]) != (two["student_id"], two["kind"]):
        return False
    return compared(one["name"]) == compared(two["name"]) and issuers_match(one, two)


def counted_once(rows: Iterable[Row]) -> list[Row]:
    """D2, D3: the rows that count: one is left out if it has the name and level of one that counts before it."""
    counting: list[Row] = []
    for row in sorted(rows, key=precedence):
        if not any(same_name(row, other) and row["level"] == other["level"] for other in counting):
            counting.append(row)
    return counting


def among_others(row: Row, counting: Sequence[Row], policy: Row) -> str:
    """D2, D4, D14: the outcome of a certificate that passed alone, beside those that count."""
    if row not in counting:
        return "duplicate"
    if policy["credits"]["levels"] == "highest" and row["kind"] == "skill":
        own = [other for other in counting if same_name(row, other) and value(other, policy) is not None]
        if any(LEVELS[other["level"]] > LEVELS[row["level"]] for other in own):
            return "lower-level"
    return "level-not-listed" if value(row, policy) is None else "granted"


def outcomes(certificates: Sequence[Row], students: Iterable[Row], as_of: date, policy: Row | None) -> dict[str, str]:
    """Every certificate's outcome: by its document first, then by itself, then beside the others that stand."""
    earlier = {row["certificate_id"]: "recognized-earlier" for row in certificates if is_recognized(row)}
    if policy is None:
        return {row["certificate_id"]: "not-in-force" for row in certificates} | earlier
    found = {row["certificate_id"]: "duplicate" for row in certificates} | earlier
    persons = {student["student_id"]: student for student in students}
    shared = {name for names in shared_numbers(certificates) for name in names}
    standing: list[Row] = []
    for document in documents(certificates):
        first = document[0]
        if status_differs(document):
            found |= dict.fromkeys((row["certificate_id"] for row in document), "status-differs")
            continue
        refused = None if is_recognized(first) else refusal(first, persons[first["student_id"]], as_of, policy, shared)
        if refused is None:
            standing.append(first)
        else:
            found[first["certificate_id"]] = refused
    counting = counted_once(standing)
    passed = [row for row in standing if not is_recognized(row)]
    return found | {row["certificate_id"]: among_others(row, counting, policy) for row in passed}


def states_credits(row: Row) -> bool:
    """Whether a row says what it gave; 0 is an answer."""
    return row.get("credits_given") is not None


def given_before(certificates: Iterable[Row], policy: Row | None) -> dict[str, Fraction]:
    """D2, D11: what each recognized row gave: what it says, else today's value, once for what counts once."""
    recognized = [row for row in certificates if is_recognized(row)]
    counting = counted_once(document[0] for document in documents(recognized))
    found: dict[str, Fraction] = {}
    for row in recognized:
        assumed = value(row, policy) if row in counting else None
        found[row["certificate_id"]] = exact(row["credits_given"]) if states_credits(row) else assumed or Fraction(0)
    return found


def built_on(row: Row, certificates: Iterable[Row]) -> list[str]:
    """D4: the recognized rows of a lower level of the same certificate."""
    return [
        other["certificate_id"]
        for other in certificates
        if is_recognized(other) and same_name(row, other) and LEVELS[other["level"]] < LEVELS[row["level"]]
    ]


def new_credits(
    certificates: Sequence[Row], found: dict[str, str], policy: Row | None
) -> dict[str, tuple[Fraction, Fraction]]:
    """D4, D11: credits and what the cap cuts, by (issued_on, certificate_id); what was given before comes off first.

    Where only the highest level counts, a level gives what its lower ones have not given; each of those is taken
    off once.
    """
    cap = policy["credits"]["category_cap"] if policy else None
    highest = policy is not None and policy["credits"]["levels"] == "highest"
    before = given_before(certificates, policy)
    used: dict[tuple[str, str | None], Fraction] = defaultdict(Fraction)
    for row in certificates:
        used[row["student_id"], row.get("category")] += before.get(row["certificate_id"], 0)
    given: dict[str, tuple[Fraction, Fraction]] = {}
    for row in sorted(certificates, key=lambda row: (row["issued_on"], row["certificate_id"])):
        key, worth, fresh = (row["student_id"], row.get("category")), Fraction(0), Fraction(0)
        if found[row["certificate_id"]] == "granted":
            worth = value(row, policy) or Fraction(0)
            if highest and row["kind"] == "skill":
                taken = sum(before.pop(name, Fraction(0)) for name in built_on(row, certificates))
                worth = max(worth - taken, Fraction(0))
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
    """D4, D9, D11, D12, §0a: documents and numbers that contradict each other, and earlier recognitions in doubt."""
    policy = calendar.on(as_of)
    if policy is None:
        return [finding("not-in-force", [row["certificate_id"]]) for row in certificates]
    found = [finding("certificate-number-shared", names) for names in shared_numbers(certificates)]
    found += [finding("certificate-number-repeated", names) for names in repeated_numbers(certificates)]
    for document in documents(certificates):
        if status_differs(document):
            found.append(finding("certificate-status-differs", [row["certificate_id"] for row in document]))
    doubtful = [row for row in certificates if is_recognized(row) and row["status"] != "valid"]
    found += [finding("recognized-not-valid", [row["certificate_id"]]) for row in doubtful]
    terms = policy["credits"]
    if terms["category_cap"] is None and terms["levels"] != "highest":
        return found
    unstated = [row for row in certificates if is_recognized(row) and not states_credits(row)]
    skills_or_licences = [row for row in unstated if row["kind"] != "other"]
    return found + [finding("credits-given-assumed", [row["certificate_id"]]) for row in skills_or_licences]
