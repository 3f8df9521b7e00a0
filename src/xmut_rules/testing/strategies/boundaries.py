"""The values at which the policy turns: the simplest first, since examples shrink to it.

Nothing here is a rule: these are the places where a program that reads the policy otherwise gives itself away.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

from xmut_rules.rules.records import Category, Weekday

DAYS = tuple(
    map(
        date.fromisoformat,
        (
            "2021-03-06",  # a day of the term, for some students the last (§3.4a)
            "2021-03-07",
            "2020-12-18",  # the first day in force (§0a)
            "2020-12-17",
            "2019-09-01",  # the students' first day, and the one before
            "2019-08-31",
            "2021-07-31",  # the term's as_of, and the one after
            "2021-08-01",
            "2024-02-29",
            "2000-01-01",  # the bounds
            "2099-12-31",
        ),
    )
)
SESSION_DAYS = DAYS[:-2]
"""Days of sessions and bookings: their end and their notice stay within the bounds."""

TERM_DAYS = (*DAYS[:1] * 8, *DAYS[:2] * 4, *DAYS[2:4], *DAYS[6:8], DAYS[4])
"""Days of one term: mostly two, so that rows of one person meet."""

CREDIT_DAYS = (*DAYS[:1] * 8, *DAYS[:8], *DAYS[1:2] * 2, DAYS[5])
TERM_ENDS = (
    *[date(2021, 7, 31)] * 9,
    *(date(2021, 3, 6), date(2020, 12, 18), date(2020, 12, 17)),
    *(date(2022, 4, 10), date(2022, 4, 11)),  # 400 and 401 days after the first of the term's days
)
ENROLMENTS, GRADUATIONS = (date(2019, 9, 1),) * 5 + (None,), (None, None, date(2021, 3, 6))

CLOCKS = tuple(map(time.fromisoformat, ("09:00", "11:00", "14:00", "23:00", "00:00", "23:59:59")))

LENGTHS = (
    *(timedelta(minutes=minutes) for minutes in (60, 120, 180, 179, 181)),
    timedelta(minutes=180, seconds=-1),  # §3.5.2.2a: the rate turns at three hours, exactly
    timedelta(minutes=180, seconds=1),
    timedelta(minutes=180, microseconds=-1),
    timedelta(hours=24),
    timedelta(microseconds=1),
)
NOTICES = (
    timedelta(days=7),
    timedelta(days=1),
    timedelta(0),  # at the start is too late (reading E7)
    timedelta(seconds=1),
    timedelta(hours=-1),
)
"""How long before its start the venue office is notified of a session."""

HOURS = tuple(map(Decimal, ("1", "2", "6", "0", "1.5", "5.99", "6.01", "0.01", "8", "23.99", "24")))
CATEGORIES: tuple[Category, ...] = ("innovation_practice", "general_elective")
CREDITS = tuple(map(Decimal, ("2", "1", "0", "0.5", "3", "99.99")))
SHARES = ("3/10", "1/3", "0/1", "1/1", "1/7", "1/200", "2/3", "9999999/1")
ZERO, FEN, MOST = Decimal("0.00"), Decimal("0.01"), Decimal("9999999999999.99")

WEEKDAYS: tuple[tuple[Weekday, ...], ...] = (
    ("saturday",),
    ("tuesday", "thursday"),
    ("sunday",),
    ("monday",),
    ("sunday", "wednesday"),
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)

# P10 comes before P2: ids compare by code point
COLLEGES = ("C1", "C2", "C10")
STAFF = ("T1", "T2", "T10")
PROJECTS = ("P1", "P2", "P10")
STUDENTS = ("ST1", "ST2", "ST10")
SESSIONS = ("S1", "S2", "S10")
FEW_STAFF, FEW_STUDENTS = STAFF[:1] * 2 + STAFF, STUDENTS[:1] * 9 + STUDENTS
"""For one term: mostly the first, so that rows meet."""

ROOMS = ("R101", "R102", None)
ACCOUNT, OTHER_ACCOUNT = "A1", "A2"
