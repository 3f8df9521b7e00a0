"""The runs see faults: one function of the model is made wrong at a time, and the library then differs from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from types import ModuleType

import pytest

from tests.model import exams, grammar, recognition, runs, schedule, settlement, slips, tables, term, training
from tests.model.amounts import Row
from tests.model.days import moment

pytestmark = pytest.mark.exhaustive
GRANT_BALANCE = settlement.grant_balance


def rounds_down(number: Fraction, _how: str) -> int:
    """Drop part of a fen whatever the policy says."""
    return int(number)


def splits_evenly(total: int, weights: Mapping[str, Fraction | int]) -> dict[str, int]:
    """Return every college the same."""
    return dict.fromkeys(weights, total // len(weights))


def pays_three_hours_short(length: timedelta, _policy: Row) -> int:
    """Let a session of exactly 3 hours be short."""
    return 15_000 if length <= timedelta(hours=3) else 20_000


def drops_the_zone(text: str) -> datetime:
    """Take a moment as local whatever its zone."""
    return datetime.fromisoformat(text).replace(tzinfo=None)


def counts_empty_days(record: Row) -> bool:
    """Take a day record of 0 for a day."""
    return bool(record["unit"] == "day")


def puts_ids_first(row: Row) -> tuple[str, str]:
    """Let the smaller id win before the earlier issue."""
    return row["certificate_id"], row["issued_on"]


def shares_no_number(_certificates: Sequence[Row]) -> list[list[str]]:
    """Never compare numbers."""
    return []


def merges_what_touches(one: Row, two: Row) -> bool:
    """Let sessions that touch overlap."""
    return moment(one["start"]) <= moment(two["end"]) and moment(two["start"]) <= moment(one["end"])


def compares_as_written(text: str | None) -> str:
    """Compare names and issuers letter by letter."""
    return text or ""


def asks_no_issuer(_one: Row, _two: Row) -> bool:
    """Let certificates of one name be one whoever issued them."""
    return True


def believes_no_row(_row: Row) -> bool:
    """Assume today's value whatever a recognized row says that it gave."""
    return False


def takes_nothing_off(_row: Row, _certificates: Iterable[Row]) -> list[str]:
    """Give a higher level all it is worth, whatever the lower ones gave before."""
    return []


def takes_all_off(row: Row, certificates: Iterable[Row]) -> list[str]:
    """Take off what any recognized row of the student gave, be it of another certificate."""
    own = [other for other in certificates if other["student_id"] == row["student_id"]]
    return [other["certificate_id"] for other in own if recognition.is_recognized(other)]


def assumes_nothing(certificates: Iterable[Row], _policy: Row | None) -> dict[str, Fraction]:
    """Let a recognized row that does not say what it gave have given nothing."""
    recognized = [row for row in certificates if recognition.is_recognized(row)]
    return {row["certificate_id"]: Fraction(row.get("credits_given") or 0) for row in recognized}


def starts_with_nothing(receipts: Iterable[Row], costs: Iterable[Row], grant_pay: Iterable[Row]) -> int | None:
    """Forget what an earlier term left of a grant."""
    return GRANT_BALANCE([row for row in receipts if row["kind"] != "grant_opening"], costs, grant_pay)


def ends_on_its_day(when: str, start: str, end: str) -> tuple[datetime, datetime]:
    """Let a lesson over midnight end at midnight."""
    begins, ends = moment(f"{when}T{start}"), moment(f"{when}T{end}")
    return begins, ends if begins < ends else moment(f"{when}T00:00") + timedelta(days=1)


def lets_nobody_sleep(when: str, start: str, end: str) -> tuple[datetime, datetime]:
    """Let every lesson end on the next day."""
    return moment(f"{when}T{start}"), moment(f"{when}T{end}") + timedelta(days=1)


def pays_all_from_fees(_pays: object) -> list[Row]:
    """Let no grant pay anybody."""
    return []


def finds_no_row_alike(_term: Row) -> list[Row]:
    """Never compare rows."""
    return []


def compares_neighbours(uses: Iterable[schedule.Use], _two: int) -> Iterator[tuple[schedule.Use, schedule.Use]]:
    """Compare each use of a room with the next one only."""
    return pairwise(sorted(uses, key=lambda use: use.start))


@pytest.mark.parametrize(
    ("module", "name", "fault"),
    [
        (settlement, "rounded", rounds_down),
        (settlement, "split", splits_evenly),
        (exams, "session_rate", pays_three_hours_short),
        (exams, "moment", drops_the_zone),
        (training, "is_paid_day", counts_empty_days),
        (recognition, "precedence", puts_ids_first),
        (recognition, "shared_numbers", shares_no_number),
        (schedule, "combinations", compares_neighbours),
        (exams, "overlap", merges_what_touches),
        (recognition, "compared", compares_as_written),
        (recognition, "issuers_match", asks_no_issuer),
        (term, "grant_pay", pays_all_from_fees),
        (slips, "rows_alike", finds_no_row_alike),
        (recognition, "states_credits", believes_no_row),
        (recognition, "built_on", takes_nothing_off),
        (recognition, "built_on", takes_all_off),
        (recognition, "given_before", assumes_nothing),
        (settlement, "grant_balance", starts_with_nothing),
        (schedule, "lesson_times", ends_on_its_day),
        (schedule, "lesson_times", lets_nobody_sleep),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_seeded_fault_is_seen(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, fault: object) -> None:
    """With one function of the model made wrong, some of 100 terms are settled differently; none without."""
    assert runs.run(range(100)).differences == []
    monkeypatch.setattr(module, name, fault)
    assert runs.run(range(100)).differences != []


def lets_a_night_be_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Accept a lesson over midnight of more than 12 hours."""
    monkeypatch.setattr(tables, "LONGEST_NIGHT", timedelta(hours=13))


def lets_credits_be_negative(monkeypatch: pytest.MonkeyPatch) -> None:
    """Accept any amount of money as what a certificate gave."""
    monkeypatch.setitem(tables.TABLES["certificates"].rules, "credits_given", grammar.maybe(grammar.is_money))


def lets_no_opening_be_negative(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse an opening balance below zero, as a grant is refused."""

    def check(row: Row, place: str) -> None:
        tables.check_receipt({**row, "kind": "grant"} if row["kind"] == "grant_opening" else row, place)

    monkeypatch.setitem(tables.CHECKS, "receipts", check)


@pytest.mark.parametrize("fault", [lets_a_night_be_longer, lets_credits_be_negative, lets_no_opening_be_negative])
def test_a_fault_in_what_is_refused_is_seen(
    monkeypatch: pytest.MonkeyPatch, fault: Callable[[pytest.MonkeyPatch], None]
) -> None:
    """With one test of the model made wrong, some of 1,000 spoilt terms are answered differently."""
    fault(monkeypatch)
    assert runs.run(range(1000), hostile=True).differences != []
