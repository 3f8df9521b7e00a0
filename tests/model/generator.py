"""Random terms and policies, small and rich in boundaries; the same seed gives the same term everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any, NamedTuple, TypeVar

from tests.model.amounts import Row
from tests.model.training import WEEKDAYS

T = TypeVar("T")
POLICIES = 1000
"""How many different policies there are before their days are set."""
ENDINGS = ("1", "2", "3", "9", "10", "11", "100", "-a", "-B", "-é", "-甲")
"""Ends of ids whose order by code point is not their order as numbers or words."""
FIRST = date(2020, 12, 16)
LEVELS = ("初级", "中级", "高级")
CATEGORIES = ("innovation_practice", "general_elective")
DOCUMENT: Row = {
    "number": "N",
    "title": "t",
    "annex_title": "a",
    "issuer": "i",
    "issued_on": "2020-12-18",
    "printed_on": "2020-12-21",
}


def perhaps(rng: Random, name: str, options: Sequence[T]) -> dict[str, T]:
    """A field with one of its options, or left out, as in a policy written before there was that field."""
    return {} if rng.random() < 0.2 else {name: rng.choice(options)}


def training_terms(rng: Random, wild: float) -> Row:
    """A1, A5, and amended rates."""
    return {
        "clause": "§3.5.2.1",
        "hour_rate": other(rng, wild, "120.00", ("100.05", "33.33", "0.01", "120.50")),
        "day_rate": other(rng, wild, "720.00", ("600.00", "720.01", "0.00")),
        "hours_per_day": other(rng, wild, "6", ("5", "8", "4.5")),
        "long_day": rng.choice(("hourly", "hourly", "capped")),
        **perhaps(rng, "day_and_hours", ("both", "day_only")),
    }


def exam_terms(rng: Random, wild: float) -> Row:
    """B4, B6, B8, B10, and amended rates."""
    return {
        "clause": "§3.5.2.2a",
        "short_rate": other(rng, wild, "150.00", ("150.01", "166.67", "0.00")),
        "long_rate": other(rng, wild, "200.00", ("200.01", "333.33")),
        "long_from_minutes": other(rng, wild, 180, (179, 181, 90)),
        "day_rate": other(rng, wild, "500.00", ("450.00", "500.01", "400.00", "333.33")),
        "day_rate_from": other(rng, wild, 3, (1, 2, 4)),
        "day_rate_reading": rng.choice(("flat", "ceiling", "floor")),
        "day_scope": rng.choice(("person", "person_and_project")),
        "split": rng.choice(("standard_pay", "sessions")),
        **perhaps(rng, "overlapping", ("each", "once")),
    }


def credit_terms(rng: Random, wild: float) -> Row:
    """D4, D6, D7, D8, D11, D14."""
    rows = [
        {"level": level, "credits": rng.choice(("1", "2", "0.5", "3", "0")), "category": category}
        for level in LEVELS
        for category in (None, *CATEGORIES)
        if rng.random() < 0.35
    ]
    return {
        "clause": "§3.4c",
        "per_certificate": other(rng, wild, "2", ("1", "1.5", "0")),
        "by_level": other(rng, 0.45, [], (rows,)),
        "levels": rng.choice(("each", "highest")),
        "category_cap": other(rng, 0.4, None, ("0", "1", "2", "3", "4", "2.5")),
        "earliest_issue": other(rng, 0.25, None, ("2020-12-18", "2020-09-01", "2021-01-05")),
        **perhaps(rng, "before_enrolment", ("refused", "accepted")),
        **perhaps(rng, "days_after_graduation", (0, 1, 18, 19, 3660)),
    }


@lru_cache(POLICIES)
def terms(number: int) -> Row:
    """A policy without its days: every reading's options, and in one of three also other numbers."""
    rng = Random(number)
    wild = 0.4 if number % 3 == 0 else 0.0
    shares = ("1/3", "0.35", "30%", "1", "0", "12.5%", "7/20", "150%")
    return {
        "format": "xmut-rules/policy/1",
        "document": DOCUMENT,
        "training": training_terms(rng, wild),
        "exams": exam_terms(rng, wild),
        "surplus": {
            "clause": "§3.5.3b",
            "college_share": other(rng, 0.3, "3/10", shares),
            "rounding": rng.choice(("half_up", "half_even", "down")),
        },
        "credits": credit_terms(rng, wild),
        "funds": {"clause": "§3.3c"},
        "schedule": {
            "clause": "§3.5.4e",
            "turnaround_minutes": other(rng, 0.5, 0, (1, 10, 30, 60)),
            "notice_days": other(rng, 0.5, None, (0, 1, 3, 7)),
        },
    }


SPANS: tuple[tuple[tuple[str, str | None], ...], ...] = (
    *([(("2020-12-18", None),)] * 6),
    (("2020-12-17", None),),
    (("2020-12-18", "2021-01-31"),),
    (("2020-12-17", None), ("2020-12-19", None)),
    (("2020-12-16", None), ("2020-12-18", "2021-06-29")),
    (("2020-12-16", "2020-12-17"), ("2020-12-19", None)),
    (("2020-12-16", None), ("2020-12-18", "2020-12-19"), ("2021-06-30", None)),
)
"""First and last days of the policies of one timeline; some leave gaps, which have none."""


def policies(rng: Random) -> list[Row]:
    """One policy, or a timeline of two or three in any order."""
    chosen: list[Row] = [
        {**terms(rng.randrange(POLICIES)), "effective_from": first, "effective_until": last}
        for first, last in rng.choice(SPANS)
    ]
    rng.shuffle(chosen)
    return chosen


def other(rng: Random, often: float, usual: T, others: Sequence[T]) -> T:
    """The usual value, or as often as told another."""
    return rng.choice(others) if rng.random() < often else usual


def named(rng: Random, name: str) -> str:
    """A name of one's own, or seldom one that others have too."""
    return "n" if rng.random() < 0.05 else f"n {name}"


def names(rng: Random, prefix: str, number: int) -> list[str]:
    """So many ids."""
    return [prefix + ending for ending in rng.sample(ENDINGS, number)]


class Cast(NamedTuple):
    """Who and what a term speaks of, its busiest day, and how it writes a moment."""

    colleges: list[str]
    projects: list[str]
    staff: list[str]
    students: list[str]
    day: date
    write: Callable[[datetime], str]


ROOMS = ("R1", "R1", "R2", None)
ZONES = tuple(timedelta(hours=hours) for hours in (8, 8, 0, 9, -5, 5.75))


def writer(rng: Random) -> Callable[[datetime], str]:
    """B7: local times, or moments with the zones of several places."""
    if rng.random() < 0.6:
        return datetime.isoformat

    def written(when: datetime) -> str:
        shift = rng.choice(ZONES)
        there = (when - timedelta(hours=8) + shift).isoformat()
        if not shift and rng.random() < 0.5:
            return there + "Z"
        minutes = abs(shift) // timedelta(minutes=1)
        return f"{there}{'-' if shift < timedelta(0) else '+'}{minutes // 60:02d}:{minutes % 60:02d}"

    return written


def near(rng: Random, cast: Cast) -> date:
    """Mostly the busiest day, else one beside it or around the document's date."""
    kind = rng.random()
    if kind < 0.7:
        return cast.day
    return cast.day + timedelta(days=rng.choice((-1, 1))) if kind < 0.85 else FIRST + timedelta(days=rng.randrange(6))


STARTS = (0, 1, 480, 510, 600, 660, 690, 840, 1020, 1260, 1439)
HOUR_QUANTITIES = ("0", "1", "1.5", "2", "2.33", "3", "3.01", "4", "5.99", "6", "6.01", "7", "12", "12.01", 13, "24", 2)


def clock(minutes: int) -> str:
    """A clock time by the minutes since a midnight, be it the last one or the next."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def clocks(rng: Random) -> Row:
    """Both clock times or neither, many of them to midnight or over it, and a room or none."""
    room = rng.choice(ROOMS)
    kind = rng.random()
    if kind < 0.4:
        return {"start": None, "end": None, "room": room}
    if kind < 0.7:
        start = rng.choice((0, 1, 480, 510, 600, 690, 840, 1200))
        end = start + rng.choice((30, 60, 90, 180, 239))
    else:
        start = rng.choice((1200, 1320, 1380, 1410, 1439))
        end = rng.choice((1440, 1440, 1441, 1470, 1500, start + 719, start + 720))
    return {"start": clock(start), "end": clock(end), "room": room}


def taught(rng: Random, cast: Cast) -> Row:
    """What a training record and a weekly plan have in common; a few people teach most."""
    is_day = rng.random() < 0.3
    quantity = rng.choice(("1", "1", "1", "1.00", "0")) if is_day else rng.choice(HOUR_QUANTITIES)
    row: dict[str, Any] = {"project_id": rng.choice(cast.projects), "staff_id": rng.choice(cast.staff[:2])}
    row |= {"unit": "day" if is_day else "class_hour", "quantity": quantity, **clocks(rng)}
    return row | {"funded_by": "grant"} if rng.random() < 0.12 else row


def training(rng: Random, cast: Cast) -> list[Row]:
    """Records, many of one person on one date."""
    found = names(rng, "R", rng.choice((0, 1, 2, 3, 4, 6)))
    return [{"record_id": name, "date": near(rng, cast).isoformat(), **taught(rng, cast)} for name in found]


def series(rng: Random, cast: Cast) -> list[Row]:
    """A weekly plan; it may leave out its first or second lesson."""
    first = near(rng, cast)
    row: dict[str, Any] = {
        "series_id": rng.choice(names(rng, "W", 2)),
        **taught(rng, cast),
        "first_day": first.isoformat(),
    }
    days = [first + timedelta(days=n) for n in sorted(rng.sample(range(7), rng.randint(1, 2)))]
    row |= {"weekdays": [WEEKDAYS[day.weekday()] for day in days], "interval": rng.choice((1, 1, 2, 3))}
    rng.shuffle(row["weekdays"])
    if rng.random() < 0.5:
        row["count"] = rng.randint(len(days), 4)
    else:
        row["until"] = (first + timedelta(days=rng.choice((6, 7, 13, 14, 15)))).isoformat()
    # A week of the plan begins on Monday: with an interval only days of the first week are sure to be lessons.
    sure = [day for day in days if row["interval"] == 1 or day.weekday() >= first.weekday()]
    if sure and rng.random() < 0.4:
        row["excluded_dates"] = [rng.choice(sure).isoformat()]
    return [row]


SECONDS = (1, 3600, 5400, 7200, 10740, 10799, 10800, 10801, 10860, 14400, 86400)


def changed(rng: Random, start: datetime, told: datetime | None) -> datetime | None:
    """E7: mostly never; else around the notice, or before the start where there is none."""
    if rng.random() < 0.7:
        return None
    return (told or start) + timedelta(seconds=rng.choice((-3600, -1, 0, 1, 3600)))


def sessions(rng: Random, cast: Cast) -> list[Row]:
    """Sessions around 3 hours and midnight, some in a chain of overlaps, told of in time or not."""
    found: list[Row] = []
    same, chain = rng.random() < 0.3, rng.random() < 0.35
    start, length = datetime(2020, 12, 18), timedelta(0)
    for name in names(rng, rng.choice("SSR"), rng.choice((0, 1, 2, 3, 3, 3, 4, 5))):
        if chain and length:
            start += rng.choice((timedelta(0), timedelta(hours=1), length, length - timedelta(seconds=1)))
        else:
            day = near(rng, cast)
            start = datetime(day.year, day.month, day.day) + timedelta(minutes=rng.choice(STARTS))
        length = timedelta(seconds=10800 if same else rng.choice(SECONDS), microseconds=-(rng.random() < 0.05))
        ahead = rng.choice((0, 1, -3600, 60, 86400, 7 * 86400, 3 * 86400 - 3600, 20 * 86400))
        told = start - timedelta(seconds=ahead) if rng.random() < 0.85 else None
        row = {"session_id": name, "project_id": rng.choice(cast.projects), "room": rng.choice(ROOMS)}
        row |= {"start": cast.write(start), "end": cast.write(start + length)}
        row |= {"subject": None, "notified_at": None if told is None else cast.write(told)}
        anew = changed(rng, start, told)
        found.append(row if anew is None else {**row, "changed_at": cast.write(anew)})
    return found


def duties(rng: Random, cast: Cast, held: Sequence[Row]) -> list[Row]:
    """Most sessions have the first person on duty, some twice."""
    pairs: list[tuple[str, str]] = []
    for session in held:
        if rng.random() < 0.85:
            pairs.append((session["session_id"], cast.staff[0]))
        if rng.random() < 0.4:
            pairs.append((session["session_id"], rng.choice(cast.staff)))
    rng.shuffle(pairs)
    return [
        {"duty_id": name, "session_id": session, "staff_id": person, "role": rng.choice((None, None, "a", "b"))}
        for name, (session, person) in zip(names(rng, "D", len(pairs)), pairs, strict=True)
    ]


FEES = ("2000.00", "20000.05", "9000.15", "1500.15", "333.33", "0.05", 5000, "0", "720.35", "9999999999999.95")


BACK = ("-1.00", "-0.05", "-500.00", -3, "-720.00", "-1000.10")
GRANTED = ("1.00", "0.05", "500.00", 3, "720.00", "1000.10", "0", "2000.00", "9000.15")
KINDS = (
    *("fee", "fee", "fee", "fee", "refund", "grant", "grant", "grant", "grant_returned"),
    *("grant_opening", "grant_opening", "school_award", "other"),
)
PURPOSES = ("training", "training", "evaluation", "evaluation", "certification", "other")
COSTED = ("energy", "Z", "材料", "a", "场地", "监考费", "培训费(教材)", "外聘课酬", "考务", "ｅnergy", "考 务")


def receipts(rng: Random, cast: Cast) -> list[Row]:
    """Every kind of receipt; many end in 5 fen, so that 30% is a tie; in many terms all grants have purposes."""
    found: list[Row] = []
    unnamed = rng.choice((0, 0, 0.3, 1))
    for name in names(rng, "I", rng.choice((0, 1, 2, 3, 4, 5))):
        kind = rng.choice(KINDS)
        row: dict[str, Any] = {"receipt_id": name, "project_id": rng.choice(cast.projects), "kind": kind}
        row["amount"] = rng.choice(BACK if kind == "refund" else FEES)
        if kind in {"grant", "grant_returned", "grant_opening"}:
            goes_back = kind == "grant_returned" or (kind == "grant_opening" and rng.random() < 0.4)
            row["amount"] = rng.choice(BACK if goes_back else GRANTED)
            row["purpose"] = None if rng.random() < unnamed else rng.choice(PURPOSES)
        if kind == "school_award":
            row |= {"college_id": rng.choice(cast.colleges), "project_id": rng.choice((None, *cast.projects))}
        row["date"] = rng.choice(("2020-12-17", "2020-12-18", "2020-12-31", "2021-01-31", "2021-06-30"))
        found.append({**row, "account": rng.choice(("A", "A", "A", "B")) if kind == "fee" else None, "note": None})
    return found


def costs(rng: Random, cast: Cast) -> list[Row]:
    """Costs of fees, of grants and of school awards."""
    return [
        {
            "cost_id": name,
            "project_id": rng.choice(cast.projects),
            "category": rng.choice(COSTED),
            "amount": rng.choice(("10.00", "0.05", "99.99", "1000.10", "0", "-0", 3000)),
            "funded_by": rng.choice(("fees", "fees", "fees", "grant", "grant", "school_award")),
            "purpose": rng.choice((None, *PURPOSES)),
            "note": None,
        }
        for name in names(rng, "X", rng.choice((0, 1, 2, 3)))
    ]


def students(rng: Random, cast: Cast) -> list[Row]:
    """Students; most were there the whole time."""
    enrolled = ("2019-09-01", "2019-09-01", "2019-09-01", "2019-09-01", "2020-12-18", None)
    graduated = (None, None, None, None, "2021-01-05", "2020-12-18")
    return [
        {
            "student_id": name,
            "name": named(rng, name),
            "enrolled_on": rng.choice(enrolled),
            "graduated_on": rng.choice(graduated),
        }
        for name in cast.students
    ]


ISSUED = (
    "2019-09-01",
    "2019-08-31",
    "2020-12-17",
    "2020-12-18",
    "2020-12-18",
    "2020-12-19",
    "2021-01-05",
    "2021-01-06",
)


NAMES = ("证书A", "证书A", "证书A", "证书Ａ", "证书 A", "证书\u3000A", "证书B")
ISSUERS = (None, None, "机构A", "机构A", "机构 Ａ", "机构B", "机构B", "机构B", "", " ")
RECOGNIZED = ("2020-12-20", "2021-01-10", "2021-07-10")
GIVEN = (None, None, None, "0", "0", "0.5", "1", "1", "1.5", "2", "2.00", "3", "0.25", 2)
STATUSES = ("revoked", "expired", "suspended")


def recognized(rng: Random) -> dict[str, Any]:
    """The day on which the office recognized a certificate, and often what it gave then, 0 too."""
    return {"recognized_on": rng.choice(RECOGNIZED), **perhaps(rng, "credits_given", GIVEN)}


def certificate(rng: Random, cast: Cast, name: str, level: str) -> dict[str, Any]:
    """One certificate, mostly of the term's usual level."""
    kind = other(rng, 0.3, "skill", ("driving_licence", "driving_licence", "other"))
    row: dict[str, Any] = {"certificate_id": name, "student_id": rng.choice((*cast.students, cast.students[0]))}
    row |= {"kind": kind, "name": rng.choice(NAMES), "level": other(rng, 0.5, level, LEVELS)}
    row |= {"number": other(rng, 0.3, name, ("x", "x", "y")), "issuer_recognized": rng.random() < 0.93}
    row |= {"issued_on": rng.choice(ISSUED), "category": rng.choice((*CATEGORIES, *CATEGORIES, *CATEGORIES, None))}
    row["status"] = other(rng, 0.08, "valid", STATUSES)
    if rng.random() < 0.2:
        row |= recognized(rng)
    return row if rng.random() < 0.4 else row | {"issuer": rng.choice(ISSUERS)}


def filed_again(rng: Random, cast: Cast, row: Row, name: str) -> Row:
    """The same document once more, with another day, state, issuer, number or level."""
    found: dict[str, Any] = {**row, "certificate_id": name, "issued_on": rng.choice((row["issued_on"], *ISSUED))}
    found["name"] = other(rng, 0.3, row["name"], NAMES)
    found["status"] = other(rng, 0.15, row["status"], STATUSES)
    found["issuer"] = rng.choice((row.get("issuer"), *ISSUERS))
    if rng.random() < 0.3:
        found |= {"number": name}
    if rng.random() < 0.2:
        found |= {"level": rng.choice(LEVELS)}
    if rng.random() < 0.25:
        found |= {"recognized_on": None, "credits_given": None} if rng.random() < 0.3 else recognized(rng)
    if rng.random() < 0.2:
        found |= {"student_id": rng.choice(cast.students)}
    return found


def in_order(rng: Random, cast: Cast, row: Row) -> dict[str, Any]:
    """The same row of the first student, with nothing to refuse it for: what counts is its level and issuer.

    Many lower levels were recognized in an earlier term.
    """
    found: dict[str, Any] = {**row, "student_id": cast.students[0], "kind": "skill", "number": row["certificate_id"]}
    found |= {"name": rng.choice(NAMES[:-1]), "level": rng.choice(LEVELS), "issuer": rng.choice(ISSUERS)}
    found |= {"status": "valid", "issuer_recognized": True, "issued_on": rng.choice(("2020-12-18", "2020-12-19"))}
    found |= {"category": rng.choice(CATEGORIES), "recognized_on": None, "credits_given": None}
    return found if rng.random() < 0.6 else found | {"level": rng.choice(LEVELS[:2])} | recognized(rng)


def ladder(rng: Random, cast: Cast, name: str) -> dict[str, Any]:
    """One of the first student's certificates of one name: a lower level recognized before, or a new higher one."""
    row: dict[str, Any] = {"certificate_id": name, "student_id": cast.students[0], "name": rng.choice(NAMES[:-1])}
    row |= {"kind": other(rng, 0.15, "skill", ("driving_licence", "other")), "number": other(rng, 0.2, name, ("x",))}
    row |= {"issuer_recognized": True, "status": "valid", "category": other(rng, 0.15, CATEGORIES[0], CATEGORIES)}
    row["issued_on"] = rng.choice(("2020-12-18", "2020-12-18", "2020-12-19"))
    if rng.random() < 0.5:
        return row | {"level": rng.choice(LEVELS[:2]), "issuer": rng.choice((None, None, *ISSUERS))} | recognized(rng)
    return row | {"level": rng.choice(LEVELS[1:]), "issuer": rng.choice(("机构A", "机构A", "机构B", None))}


def certificates(rng: Random, cast: Cast) -> list[Row]:
    """Certificates that often are the same one, another level of it or built on it, or bear another's number."""
    found: list[Row] = []
    level, fine = rng.choice(LEVELS), rng.random() < 0.35
    own = names(rng, "K", rng.choice((0, 1, 2, 3, 5, 7)) if cast.students else 0)
    if rng.random() < 0.25:
        return [ladder(rng, cast, name) for name in own]
    for name in own:
        again = found and rng.random() < 0.4
        found.append(filed_again(rng, cast, rng.choice(found), name) if again else certificate(rng, cast, name, level))
    return [in_order(rng, cast, row) for row in found] if fine else found


def bookings(rng: Random, cast: Cast) -> list[Row]:
    """Rooms and people taken by others; the ids may be those of training records."""
    found: list[Row] = []
    for name in names(rng, rng.choice("BBR"), rng.randint(1, 3)):
        day = near(rng, cast)
        start = datetime(day.year, day.month, day.day) + timedelta(minutes=rng.choice(STARTS))
        end = start + timedelta(minutes=rng.choice((1, 30, 60, 90, 480, 1400, 3000)))
        row = {"booking_id": name, "room": rng.choice(ROOMS), "people": rng.sample(cast.staff, rng.randint(0, 2))}
        found.append({**row, "start": cast.write(start), "end": cast.write(end)})
    return found


def projects(rng: Random, cast: Cast) -> list[Row]:
    """Projects of one college or of several."""
    found: list[Row] = []
    for name in cast.projects:
        own = rng.sample(cast.colleges, rng.randint(1, len(cast.colleges)))
        row: dict[str, Any] = {"project_id": name, "name": named(rng, name)}
        row["colleges"] = {college: rng.choice((1, 1, 1, 2, 3, 7, 60, 10**6)) for college in own}
        if rng.random() < 0.3:
            row["prior_loss"] = rng.choice(("0", "0.00", "100.00", "0.05", "1234.56", 1000, "-0.00"))
        if rng.random() < 0.3:
            row["duty_funded_by"] = rng.choice(("fees", "grant", "grant"))
        found.append(row)
    return found


AS_OF = (
    *("2020-12-17", "2020-12-18", "2021-01-05", "2021-01-31", "2021-01-31"),
    *(["2021-06-30"] * 6),
    *("2022-01-22", "2022-01-23", "2022-02-01"),
)
"""Two of the last are 400 and 401 days after the document's date."""
TABLES = (
    *("colleges", "staff", "projects", "training", "series", "sessions", "duties"),
    *("receipts", "costs", "students", "certificates", "bookings"),
)
DEFAULTS: Row = {
    **dict.fromkeys(("start", "end", "room", "subject", "role", "note", "account", "purpose", "issuer")),
    "category": None,
    "college_id": None,
    "recognized_on": None,
    "credits_given": None,
    "notified_at": None,
    "prior_loss": "0",
    "interval": 1,
    "duty_funded_by": "fees",
    "people": [],
}


def paste(rng: Random, document: dict[str, Any]) -> None:
    """A row written twice under two ids, the second time perhaps without what it need not say, or not quite alike."""
    table = rng.choice([name for name in TABLES if document.get(name)])
    row = dict(rng.choice(document[table]))
    own = next(iter(row))
    row[own] = f"{row[own]}="
    if isinstance(row.get("amount"), int) and rng.random() < 0.5:
        row["amount"] = f"{row['amount']}.0"
    if row.get("credits_given") in {"0", "1", "2", "3"} and rng.random() < 0.5:
        row["credits_given"] = f"{row['credits_given']}.00"
    usual = [name for name, value in DEFAULTS.items() if name in row and row[name] == value]
    for name in usual:
        if rng.random() < 0.3:
            del row[name]
    if rng.random() < 0.2:
        row |= {name: f"{row[name]} " for name in ("name", "note") if row.get(name)}
    document[table] = [*document[table], row]


def term(rng: Random) -> dict[str, Any]:
    """A term that is well formed, whatever it breaches."""
    parts = [names(rng, prefix, rng.choice(sizes)) for prefix, sizes in (("C", (1, 2, 3)), ("P", (1, 2, 2)))]
    staff, persons = names(rng, "T", rng.choice((2, 2, 3))), names(rng, "U", rng.choice((0, 1, 1, 2, 2)))
    day = FIRST + timedelta(days=rng.choice((0, 1, 2, 2, 2, 3, 4)))
    cast = Cast(parts[0], parts[1], staff, persons, day, writer(rng))
    held = sessions(rng, cast)
    document: dict[str, Any] = {
        "format": "xmut-rules/term/1",
        "term": "T",
        "as_of": rng.choice(AS_OF),
        "designated_accounts": ["A"],
        "colleges": [{"college_id": name, "name": named(rng, name)} for name in cast.colleges],
        "staff": [
            {"staff_id": name, "name": named(rng, name), "college_id": rng.choice((None, *cast.colleges))}
            for name in staff
        ],
        "projects": projects(rng, cast),
        "training": training(rng, cast),
        "sessions": held,
        "duties": duties(rng, cast, held),
        "receipts": receipts(rng, cast),
        "costs": costs(rng, cast),
        "students": students(rng, cast),
        "certificates": certificates(rng, cast),
    }
    if rng.random() < 0.25:
        document["series"] = series(rng, cast)
    if rng.random() < 0.4:
        document["bookings"] = bookings(rng, cast)
    if rng.random() < 0.2:
        paste(rng, document)
    return document
