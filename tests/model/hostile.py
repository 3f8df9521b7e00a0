"""One value of a good term made hostile: both sides must refuse it, or both must still agree on the report."""

from __future__ import annotations

from random import Random
from typing import Any

ADDED = ("duty_funded_by", "funded_by", "changed_at", "purpose", "issuer", "credits_given")
"""Fields that may be left out; given to a row that may not have them, they are refused."""
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 7, 25, 10**13, 10**30, 1.0, 0.5, [], {}, [None], ["A"], {"C1": 1}),
    *("'", "'a", "a'", "NULL", "nan", "#N/A", "3.5E+17", "1E10", "None", "n/a"),
    *("", " ", "a", " a", "a ", "a\u3000", "\u00a0a", "a b", "x" * 64, "x" * 65, "x" * 501, "初级", "高级 "),
    *("a\x00", "a\x1b", "a\u202e", "a\u200b", "a\ue000", "a\ud800", "a\nb", "a\u2028b", "a\u00ad", "ａ"),
    *("0", "-0", "-0.00", "+1", "1.", ".5", "1.5", "1.505", "0.005", "1e3", "1_000", "1,000", "１２", "٣", "0x1", "01"),
    *("24", "24.00", "24.01", "-1", "-0.01", "NaN", "Infinity", "9999999999999.99", "10000000000000", " 1", "1\n"),
    *("2020-12-18", "2020-2-3", "2021-02-29", "2020-02-29", "1999-12-31", "2000-01-01", "2099-12-31", "2100-01-01"),
    *("20201218", "2020-W51-5", "2020-12-18T00:00", "2020-12-18\n", "２020-12-18", "1608249600"),
    *(
        "2020-12-18T08:30:00.5",
        "2020-12-18T08:30:00.1234567",
        "2020-12-18T24:00",
        "2020-12-18T08:60",
        "2020-12-18 08:30",
    ),
    *("2020-12-18T08:30Z", "2020-12-18T08:30z", "2020-12-18T08:30+08", "2020-12-18T08:30+0800", "2020-12-18T08"),
    *("2020-12-18T08:30+23:59", "2020-12-18T08:30+24:00", "2020-12-18T08:30-00:00", "2020-12-18T08:30+08:00:01"),
    *("2099-12-31T20:00Z", "1999-12-31T20:00Z", "1999-12-31T10:00Z", "2099-12-31T23:59", "0001-01-01T00:00+08:00"),
    *("08:30", "8:30", "24:00", "23:59:59.999999", "08:30Z", "08:30:60", "0830", "0８:30"),
    *(
        "training",
        "exams",
        "Training",
        "EXAMS",
        "other",
        "fees",
        "grant",
        "refund",
        "grant_returned",
        "grant_opening",
        "school_award",
        "evaluation",
        "certification",
        "day",
        "class_hour",
    ),
    *("skill", "driving_licence", "valid", "VALID", "monday", "Monday", "innovation_practice", "C1", "P1", "T1", "S1"),
)


NIGHTS = (
    *(("09:00", "09:00"), ("00:00", "00:00:00"), ("08:30:00.5", "08:30:00.500"), ("00:00", "00:00:00.000001")),
    *(("10:00", "09:00"), ("09:00:00.000001", "09:00"), ("20:00", "08:00"), ("20:00", "08:00:00.000001")),
    *(("23:59:59.999999", "00:00"), ("11:59", "00:00"), ("12:00", "00:00"), ("06:00", "20:00"), ("23:00", "24:00")),
)
"""Clock times of lessons that end when they start, after midnight, and up to 12 hours later or just beyond."""
GIVEN = ("-1", "-0.01", "-0", "0", "0.00", "0.005", "99.99", "100", "2", "", -1, 0, 2, 99, 100, 2.0, True, None)
"""What a certificate may say that it gave, or may not."""
OPENINGS = ("-0.01", "0", "-0.00", "0.005", "-9999999999999.99", -7, 7, 10**13)
"""What an earlier term may have left of a grant, or may not."""


def spoil_pointedly(rng: Random, term: dict[str, Any]) -> bool:
    """Change a lesson's clock times, what a certificate gave, or a receipt to an opening balance, if there is one."""
    table = rng.choice(("training", "series", "certificates", "certificates", "receipts"))
    rows = term.get(table)
    if not rows:
        return False
    place = rng.randrange(len(rows))
    row = rows[place] = dict(rows[place])
    if table in {"training", "series"}:
        row["start"], row["end"] = rng.choice(NIGHTS)
    elif table == "certificates":
        row["credits_given"] = rng.choice(GIVEN)
        if rng.random() < 0.6:
            row["recognized_on"] = rng.choice((None, "2021-01-10", "2021-01-10"))
    else:
        row |= {"kind": "grant_opening", "amount": rng.choice(OPENINGS)}
        row["purpose"] = rng.choice((None, "training", "fees"))
        if rng.random() < 0.1:
            del row["project_id"]
    return True


def rows_of(term: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The tables that have rows."""
    return [value for value in term.values() if isinstance(value, list) and value and isinstance(value[0], dict)]


def spoil(rng: Random, term: dict[str, Any]) -> None:
    """Change one thing: often one with rules of its own, mostly a field's value.

    Else a field is lost or added, a row repeated, or a table replaced.
    """
    if rng.random() < 0.25 and spoil_pointedly(rng, term):
        return
    kind = rng.random()
    if kind < 0.06:
        target = term
    else:
        rows = rng.choice(rows_of(term))
        place = rng.randrange(len(rows))
        if kind < 0.10:
            rows.append(rows[place])
            return
        target = rows[place] = dict(rows[place])
    if kind < 0.15 and target is not term:
        target[rng.choice(("extra", "Date", "record_id", "start ", "recognized_on", *ADDED))] = rng.choice(VALUES)
    elif kind < 0.2:
        del target[rng.choice(list(target))]
    else:
        target[rng.choice(list(target))] = rng.choice(VALUES)
