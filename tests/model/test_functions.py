"""Every function of the protocol on the tables of random terms, good and spoilt: the library against the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conformance.library import answer as library_answer
from tests.model import runs
from tests.model.amounts import Row
from tests.model.answers import FUNCTIONS, answer
from tests.model.findings import in_order


def inputs(term: dict[str, Any]) -> Iterator[tuple[str, Row]]:
    """What each function is asked about the rows of a term."""

    def tables(*names: str) -> dict[str, Any]:
        return {name: term.get(name, []) for name in names}

    records: dict[str, Any] = {"records": term.get("training", [])}
    day = term.get("as_of")
    for function in ("training_pay", "social_service_hours", "check_training"):
        yield function, records
    yield "weekly_lessons", tables("series")
    yield "exam_pay", tables("sessions", "duties")
    yield "check_duties", tables("sessions", "duties")
    yield "check_notices", tables("sessions")
    yield "check_schedule", tables("sessions", "duties", "training", "bookings")
    yield "check_receipts", {**tables("receipts"), "accounts": term.get("designated_accounts", [])}
    yield "check_costs", {**tables("costs"), "on": day}
    yield "check_grants", {**tables("receipts", "costs"), "on": day}
    projects = [project.get("project_id") for project in term.get("projects", [])]
    paid = [
        {"project_id": name, "purpose": purpose, "amount": amount}
        for name, (purpose, amount) in zip(projects, (("training", "720.00"), ("evaluation", "200.00")), strict=False)
    ]
    yield "check_grants", {**tables("receipts", "costs"), "on": day, "grant_pay": paid}
    yield "check_certificates", {**tables("certificates"), "as_of": day}
    yield "recognize_credits", {**tables("certificates", "students"), "as_of": day}
    yield "settle_term", term
    for project in term.get("projects", [])[:1]:
        own = {
            table: [row for row in rows if row.get("project_id") == project.get("project_id")]
            for table, rows in tables("receipts", "costs").items()
        }
        given: Row = {"project": project, **own, "training": "720.05", "exams": "500.00", "on": day}
        yield "settle", given
        yield "settle", {**given, "grant_pay": paid[:1]}
    for record in term.get("training", [])[:1]:
        yield "training_tariff", {"unit": record.get("unit"), "quantity": record.get("quantity")}
    for receipt in term.get("receipts", [])[:1]:
        yield "college_award", {"surplus": receipt.get("amount")}


def differences(seeds: range, *, hostile: bool) -> tuple[list[str], Counter[str]]:
    """Where the two differ, and how many answers of each function there were that are no refusal."""
    found: list[str] = []
    answered: Counter[str] = Counter()
    for seed in seeds:
        policies, term = runs.case(seed, hostile=hostile)
        for function, given in inputs(term):
            chosen = policies[:1] if function in {"training_tariff", "college_award"} else policies
            model = answer(function, chosen, given)
            own = library_answer({"function": function, "policies": chosen, "input": given})
            if "findings" in own:
                own = {**own, "findings": in_order(own["findings"])}
            place = runs.first_difference(model, own)
            found += [f"seed {seed}, {function}: {place}"] if place else []
            answered[function] += model != {"refused": True}
    return found, answered


def test_every_function_answers_as_the_model_does() -> None:
    """On 10 terms, 17 functions give what the model gives; the bare tariffs of seconds have their own tests."""
    found, answered = differences(range(500, 510), hostile=False)
    assert found == []
    assert {function for function, number in answered.items() if number > 2} >= set(FUNCTIONS) - {
        "session_rate",
        "duty_day_pay",
    }


@pytest.mark.exhaustive
@pytest.mark.parametrize("hostile", [False, True], ids=["good", "spoilt"])
def test_every_function_answers_one_hundred_terms_as_the_model_does(hostile: bool) -> None:
    """Rows that one function refuses another may never look at: each answers or refuses as the model does."""
    assert differences(range(30_000, 30_100), hostile=hostile)[0] == []


@pytest.mark.parametrize("seconds", [-1, 0, 1, 10_799, 10_800, 86_400, 86_401, True, "1", None])
def test_a_session_lasts_more_than_nothing_and_at_most_a_day(seconds: object) -> None:
    """B1, B2: 1 second to 24 hours; anything else is refused by both."""
    policies, _ = runs.case(1)
    for function, given in (("session_rate", {"seconds": seconds}), ("duty_day_pay", {"seconds": [seconds]})):
        model = answer(function, policies[:1], given)
        assert model == library_answer({"function": function, "policies": policies[:1], "input": given})
        assert ("refused" in model) == (seconds in {-1, 0, 86_401, "1", None} or seconds is True)
