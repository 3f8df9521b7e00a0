"""Duty pay (§3.5.2.2a-b) over data frames: `rules.exams` says the same of sessions; tests hold the two equal."""

from __future__ import annotations

from datetime import timedelta

import narwhals.stable.v2 as nw

from xmut_rules.base.arguments import Arguments
from xmut_rules.base.money import hundredths
from xmut_rules.frames.columns import (
    ONE_DAY,
    Column,
    Frame,
    Native,
    Split,
    chosen,
    closed,
    read,
    refusal,
    require_known,
    require_rates,
    shares,
    spans,
    sums,
    together_of,
    total,
    whole,
)
from xmut_rules.policy.terms import ExamTerms, Policy, Timeline, lookup

_LENGTH_IS_WRONG = (nw.col("end") <= nw.col("start")) | (nw.col("end") > nw.col("start") + nw.lit(ONE_DAY))
SESSIONS = (
    Column("session_id", is_key=True),
    Column("project_id"),
    Column("start", "moment"),
    Column("end", "moment", wrong=_LENGTH_IS_WRONG),
)
DUTIES = (Column("staff_id"), Column("session_id"))
_RESULT = ("staff_id", "date", "project_id", "sessions", "standard_fen", "amount_fen", "share_fen", "rule", "clause")


def duty_pay(sessions: Native, duties: Native, *, policy: Policy | Timeline) -> Native:
    """Return each project's share of everybody's pay for each day on duty.

    A day over two projects has two rows. `standard_fen`, `amount_fen` and `sessions` are the day's in both, so that
    only `share_fen` is to be summed; under `day_scope` person_and_project (B6) each row is a day of its own.

    Clause: §3.5.2.2a, §3.5.2.2b
    Reading: B0 to B13, E10; `exams.overlapping` (B10) is `each`

    Args:
        sessions: a frame with session_id, project_id, start and end, local times without a zone.
        duties: a frame of the same library with staff_id and session_id; twice on one session counts once (B9).
        policy: a policy or timeline; each day is paid by the one in force on it, or nothing.

    Returns:
        a frame of the same library with staff_id, date, project_id, sessions, standard_fen, amount_fen, share_fen, rule
        and clause.

    Raises:
        ValueError: columns that cannot be used, a session that is not there, or a policy whose rates exceed 100,000
            yuan or under which overlapping sessions count once.
    """
    with Arguments() as check:
        check(lookup, policy)
        held = check(read, sessions, "sessions", SESSIONS)
        staffed = check(read, duties, "duties", DUTIES)
    require_known(staffed.frame, "duties", "session_id", held.frame, "sessions")
    once = staffed.frame.unique(["staff_id", "session_id"], keep="any")
    parts: list[Frame] = []
    for span in spans(policy, held.first, held.last):
        rows = held.frame.filter(span.holds("start")).select("session_id", "project_id", "start", "end")
        attended = once.join(rows, on="session_id", how="inner")
        parts.append(_shared(attended, span.policy.exams if span.policy else None).select(*_RESULT))
    return closed(together_of(parts), duties)


def _shared(attended: Frame, terms: ExamTerms | None) -> Frame:
    """§3.5.2.2b: the days of the people on duty, a row for each project."""
    if terms is not None and terms.overlapping == "once":
        raise refusal("frame-policy", "policy", "exams.overlapping", limit="once")
    one_project = ("staff_id", "date", "project_id")
    day = one_project if terms is not None and terms.day_scope == "person_and_project" else one_project[:2]
    rated = attended.with_columns(fen=_rate(terms), one=whole(1), date=nw.col("start").dt.truncate("1d").cast(nw.Date))
    rows = sums(rated, one_project, own="fen", count="one")
    rows = rows.with_columns(standard_fen=total(nw.col("own"), *day), sessions=total(nw.col("count"), *day))
    if terms is None:
        return rows.with_columns(
            amount_fen=whole(0), share_fen=whole(0), rule=nw.lit("not-in-force"), clause=nw.lit("§0a")
        )
    rate = whole(hundredths(terms.day_rate))
    is_day_rate = (nw.col("sessions") >= whole(terms.day_rate_from)) & (nw.col("amount_fen") == rate)
    rows = rows.with_columns(amount_fen=_amount(terms, rate), rate=rate)
    by_number = nw.col("standard_fen") == whole(0) if terms.split == "standard_pay" else nw.lit(value=True)
    rows = rows.with_columns(
        weight=chosen(by_number, nw.col("count"), nw.col("own")),
        weights=chosen(by_number, nw.col("sessions"), nw.col("standard_fen")),
    )
    rows = shares(rows, day, "project_id", Split("rate", "weight", "weights"))  # B8
    return rows.with_columns(
        share_fen=chosen(is_day_rate, nw.col("share"), nw.col("own")),
        rule=chosen(is_day_rate, nw.lit("day-rate"), nw.lit("sessions")),
        clause=chosen(is_day_rate, nw.lit("§3.5.2.2b"), nw.lit("§3.5.2.2a")),
    )


def _rate(terms: ExamTerms | None) -> nw.Expr:
    """§3.5.2.2a: what a session pays one person, in fen; exactly three hours is long (B2)."""
    if terms is None:
        return whole(0)
    short, long = hundredths(terms.short_rate), hundredths(terms.long_rate)
    require_rates(
        ("exams.short_rate", short), ("exams.long_rate", long), ("exams.day_rate", hundredths(terms.day_rate))
    )
    is_long = nw.col("end") >= nw.col("start") + nw.lit(timedelta(minutes=terms.long_from_minutes))
    return chosen(is_long, whole(long), whole(short))


def _amount(terms: ExamTerms, rate: nw.Expr) -> nw.Expr:
    """§3.5.2.2b: what a day pays, in fen: flat, as a ceiling or as a floor (B4)."""
    standard = nw.col("standard_fen")
    paid = {
        "flat": rate,
        "ceiling": chosen(standard < rate, standard, rate),
        "floor": chosen(standard > rate, standard, rate),
    }[terms.day_rate_reading]
    return chosen(nw.col("sessions") >= whole(terms.day_rate_from), paid, standard)
