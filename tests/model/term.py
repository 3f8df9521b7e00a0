"""One term in, one report out, by the other modules; the input is one that `tables.py` let pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from tests.model import exams, recognition, schedule, settlement, slips, training
from tests.model.amounts import Row, yuan
from tests.model.days import Calendar, day, moment
from tests.model.findings import finding, in_order


def payroll(lines: Iterable[Row], days: Iterable[Row]) -> list[Row]:
    """Every person's training and duty pay."""
    pay: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for line in lines:
        pay[line["staff_id"]][0] += line["amount"]
    for row in days:
        pay[row["staff_id"]][1] += row["amount"]
    return [
        {
            "staff_id": person,
            "training": yuan(pay[person][0]),
            "exams": yuan(pay[person][1]),
            "total": yuan(sum(pay[person])),
        }
        for person in sorted(pay)
    ]


class Pay(NamedTuple):
    """The training and duty pay of one project in fen, by who pays: its fees or its grants."""

    training: dict[str, int]
    duty: dict[str, int]


def pay_of(project: Row, records: Iterable[Row], lines: Iterable[Row], days: Iterable[Row]) -> Pay:
    """C5, C9: a record says who pays it, a project who pays its share of every day."""
    name = project["project_id"]
    payers = {record["record_id"]: record.get("funded_by", "fees") for record in records}
    found = Pay({"fees": 0, "grant": 0}, {"fees": 0, "grant": 0})
    for line in lines:
        if line["project_id"] == name:
            found.training[payers[line["record_id"]]] += line["amount"]
    for row in days:
        found.duty[project.get("duty_funded_by", "fees")] += row["shares"].get(name, 0)
    return found


def grant_pay(pays: Mapping[str, Pay]) -> list[Row]:
    """C5: what grants paid of the pay, by project and purpose."""
    return [
        {"project_id": name, "purpose": purpose, "amount": yuan(amounts["grant"])}
        for name, pay in pays.items()
        for purpose, amounts in (("training", pay.training), ("evaluation", pay.duty))
    ]


def settlements(term: Row, pays: Mapping[str, Pay], policy: Row | None) -> list[Row]:
    """C1: each project by its own rows and its own share of the pay."""
    found: list[Row] = []
    for project in sorted(term["projects"], key=lambda row: str(row["project_id"])):
        name = project["project_id"]
        receipts = [row for row in term["receipts"] if row.get("project_id") == name]
        costs = [row for row in term["costs"] if row["project_id"] == name]
        of_fees, of_grants = (pays[name].training["fees"], pays[name].duty["fees"]), grant_pay({name: pays[name]})
        found.append(settlement.settle(project, receipts, costs, of_fees, policy, of_grants))
    return found


def late(term: Row, records: Iterable[Row], as_of: date) -> list[Row]:
    """`after-as-of`: rows dated after the day on which the term is decided."""
    dated = [(row["record_id"], day(row["date"])) for row in records]
    dated += [(row["session_id"], moment(row["start"]).date()) for row in term["sessions"]]
    dated += [(row["receipt_id"], day(row["date"])) for row in term["receipts"]]
    recognized = [row for row in term["certificates"] if row.get("recognized_on") is not None]
    dated += [(row["certificate_id"], day(row["recognized_on"])) for row in recognized]
    return [finding("after-as-of", [name]) for name, when in dated if when > as_of]


def all_findings(term: Row, records: list[Row], pays: Mapping[str, Pay], calendar: Calendar) -> list[Row]:
    """Every breach of a term, and every slip in it."""
    as_of = day(term["as_of"])
    uses = schedule.uses(term["sessions"], term["duties"], records, term.get("bookings", []))
    found = late(term, records, as_of)
    found += training.check(records, calendar)
    found += exams.check(term["sessions"], term["duties"], calendar)
    found += settlement.check_receipts(term["receipts"], term["designated_accounts"], calendar)
    found += settlement.check_costs(term["costs"], as_of, calendar)
    found += settlement.check_grants(term["receipts"], term["costs"], as_of, calendar, grant_pay(pays))
    found += recognition.check(term["certificates"], as_of, calendar)
    found += schedule.check(uses, calendar) + schedule.check_notices(term["sessions"], calendar)
    found += slips.rows_alike(term) + slips.far_dates(term, records, as_of)
    if calendar.on(as_of) is None:
        found += [finding("not-in-force", [row["project_id"]]) for row in term["projects"]]
    return in_order(found)


def report(term: Row, records: list[Row], calendar: Calendar) -> Row:
    """The report document, without the policies; `records` are the term's training and its weekly lessons."""
    policy = calendar.on(day(term["as_of"]))
    lines = training.lines(records, calendar)
    days = exams.days(term["sessions"], term["duties"], calendar)
    pays = {row["project_id"]: pay_of(row, records, lines, days) for row in term["projects"]}
    found = all_findings(term, records, pays, calendar)
    return {
        "format": "xmut-rules/report/1",
        "term": term["term"],
        "as_of": term["as_of"],
        "ok": all(row["severity"] != "error" for row in found),
        "training": training.total_and_lines(lines),
        "exams": exams.total_and_days(days),
        "payroll": payroll(lines, days),
        "settlements": settlements(term, pays, policy),
        "credits": recognition.recognize(term["certificates"], term["students"], day(term["as_of"]), policy),
        "workload": training.workload(lines),
        "findings": found,
    }
