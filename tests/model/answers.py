"""Each public function by name: policies and an input as JSON in, its answer as JSON out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from tests.model import exams, grammar, recognition, schedule, settlement, tables, term, training
from tests.model.amounts import Refused, Row, exact, fen, yuan
from tests.model.days import Calendar, day
from tests.model.findings import in_order

REFUSED: Row = {"refused": True}


def only(policies: Sequence[Row]) -> Row:
    """The one policy that a bare tariff takes."""
    tables.refuse_if(len(policies) != 1, "policies")
    Calendar(policies)
    return policies[0]


def length(seconds: object) -> timedelta:
    """A session lasts more than 0 and at most 24 hours."""
    tables.refuse_if(not grammar.between(1, 24 * 3600)(seconds), "seconds")
    return timedelta(seconds=int(str(seconds)))


def training_tariff(policies: Sequence[Row], given: Row) -> Row:
    """§3.5.2.1."""
    unit, quantity = given["unit"], given["quantity"]
    tables.refuse_if(unit not in {"class_hour", "day"} or not grammar.is_hours(quantity), "quantity")
    tables.check_taught(given, "quantity")
    return {"amount": yuan(training.tariff(unit, exact(quantity), only(policies)))}


def session_rate(policies: Sequence[Row], given: Row) -> Row:
    """§3.5.2.2a."""
    return {"amount": yuan(exams.session_rate(length(given["seconds"]), only(policies)))}


def duty_day_pay(policies: Sequence[Row], given: Row) -> Row:
    """§3.5.2.2b."""
    policy = only(policies)
    rates = [exams.session_rate(length(seconds), policy) for seconds in given["seconds"]]
    return {"amount": yuan(exams.day_pay(rates, policy)[0])}


def college_award(policies: Sequence[Row], given: Row) -> Row:
    """§3.5.3b."""
    tables.refuse_if(not grammar.is_money(given["surplus"]), "surplus")
    return {"amount": yuan(settlement.award(fen(given["surplus"]), only(policies)))}


def training_pay(policies: Sequence[Row], given: Row) -> Row:
    """§3.5.2.1."""
    tables.check_rows({"training": given["records"]})
    return training.total_and_lines(training.lines(given["records"], Calendar(policies)))


def social_service_hours(policies: Sequence[Row], given: Row) -> Row:
    """§2.2.4b."""
    tables.check_rows({"training": given["records"]})
    return {"workload": training.workload(training.lines(given["records"], Calendar(policies)))}


def weekly_lessons(_policies: Sequence[Row], given: Row) -> Row:
    """The training records of weekly plans, each by itself; no policy is asked."""
    for series in given["series"]:
        tables.check_row("series", series, "series")
    return {"records": [record for series in given["series"] for record in training.lessons(series)]}


def duty_tables(given: Row) -> None:
    """Sessions and duties by themselves: a duty names a session that is there."""
    rows = {"sessions": given["sessions"], "duties": given["duties"]}
    tables.check_rows(rows)
    tables.check_references({"duties": rows["duties"]}, {"sessions": tables.ids(rows)["sessions"]})


def exam_pay(policies: Sequence[Row], given: Row) -> Row:
    """§3.5.2.2."""
    duty_tables(given)
    return exams.total_and_days(exams.days(given["sessions"], given["duties"], Calendar(policies)))


def settle(policies: Sequence[Row], given: Row) -> Row:
    """§3.5.3."""
    project, receipts, costs = given["project"], given["receipts"], given["costs"]
    grant_pay = given.get("grant_pay", [])
    tables.check_grant_pay(grant_pay)
    tables.check_rows({"projects": [project], "receipts": receipts, "costs": costs})
    foreign = [row for row in [*receipts, *costs, *grant_pay] if row.get("project_id") != project["project_id"]]
    tables.refuse_if(foreign, "project_id")
    for name in ("training", "exams"):
        tables.refuse_if(not grammar.is_amount(given[name]), name)
    tables.refuse_if(not grammar.is_day(given["on"]), "on")
    policy = Calendar(policies).on(day(given["on"]))
    pay = fen(given["training"]), fen(given["exams"])
    return settlement.settle(project, receipts, costs, pay, policy, grant_pay)


def recognize_credits(policies: Sequence[Row], given: Row) -> Row:
    """§3.4."""
    rows = {"certificates": given["certificates"], "students": given["students"]}
    tables.check_rows(rows)
    tables.refuse_if(not grammar.is_day(given["as_of"]), "as_of")
    tables.check_references({"certificates": rows["certificates"]}, {"students": tables.ids(rows)["students"]})
    as_of = day(given["as_of"])
    return recognition.recognize(rows["certificates"], rows["students"], as_of, Calendar(policies).on(as_of))


def check_training(policies: Sequence[Row], given: Row) -> Row:
    """§3.5.2.1, §0a."""
    tables.check_rows({"training": given["records"]})
    return {"findings": in_order(training.check(given["records"], Calendar(policies)))}


def check_duties(policies: Sequence[Row], given: Row) -> Row:
    """§3.5.2.2b, §0a."""
    duty_tables(given)
    return {"findings": in_order(exams.check(given["sessions"], given["duties"], Calendar(policies)))}


def check_receipts(policies: Sequence[Row], given: Row) -> Row:
    """§3.5.1b, §0a."""
    tables.check_rows({"receipts": given["receipts"]})
    tables.refuse_if(not grammar.each(grammar.is_id)(given["accounts"]), "accounts")
    return {"findings": in_order(settlement.check_receipts(given["receipts"], given["accounts"], Calendar(policies)))}


def check_costs(policies: Sequence[Row], given: Row) -> Row:
    """§3.5.3a."""
    tables.check_rows({"costs": given["costs"]})
    tables.refuse_if(not grammar.is_day(given["on"]), "on")
    return {"findings": in_order(settlement.check_costs(given["costs"], day(given["on"]), Calendar(policies)))}


def check_grants(policies: Sequence[Row], given: Row) -> Row:
    """§3.3c."""
    receipts, costs, on = given["receipts"], given["costs"], given["on"]
    grant_pay = given.get("grant_pay", [])
    tables.check_rows({"receipts": receipts, "costs": costs})
    tables.check_grant_pay(grant_pay)
    tables.refuse_if(not grammar.is_day(on), "on")
    return {"findings": in_order(settlement.check_grants(receipts, costs, day(on), Calendar(policies), grant_pay))}


def check_schedule(policies: Sequence[Row], given: Row) -> Row:
    """§3.5.4e."""
    tables.check_rows({name: given[name] for name in ("training", "bookings")})
    tables.check_rows({name: given[name] for name in ("sessions", "bookings")})
    duty_tables(given)
    uses = schedule.uses(given["sessions"], given["duties"], given["training"], given["bookings"])
    return {"findings": in_order(schedule.check(uses, Calendar(policies)))}


def check_notices(policies: Sequence[Row], given: Row) -> Row:
    """§3.5.4d."""
    tables.check_rows({"sessions": given["sessions"]})
    return {"findings": in_order(schedule.check_notices(given["sessions"], Calendar(policies)))}


def check_certificates(policies: Sequence[Row], given: Row) -> Row:
    """§3.4a, §0a."""
    tables.check_rows({"certificates": given["certificates"]})
    tables.refuse_if(not grammar.is_day(given["as_of"]), "as_of")
    return {"findings": in_order(recognition.check(given["certificates"], day(given["as_of"]), Calendar(policies)))}


def settle_term(policies: Sequence[Row], given: Row) -> Row:
    """A whole term."""
    return term.report(given, tables.check_term(given), Calendar(policies))


FUNCTIONS: dict[str, Callable[[Sequence[Row], Row], Row]] = {
    line.__name__: line
    for line in (
        *(training_tariff, session_rate, duty_day_pay, college_award),
        *(training_pay, social_service_hours, weekly_lessons, exam_pay, settle, recognize_credits),
        *(check_training, check_duties, check_receipts, check_costs, check_grants, check_schedule),
        *(check_notices, check_certificates, settle_term),
    )
}


def answer(function: str, policies: Sequence[Row], given: Row) -> Row:
    """The model's answer, or that the input must be refused."""
    try:
        for policy in policies:
            tables.check_policy(policy)
        return FUNCTIONS[function](policies, given)
    except Refused:
        return REFUSED
