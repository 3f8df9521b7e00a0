"""Credits (§3.4a-c) over data frames: `rules.credits` says the same of certificates; tests hold the two equal."""

from __future__ import annotations

from datetime import date, timedelta
from functools import reduce

import narwhals.stable.v2 as nw

from xmut_rules.base.arguments import Arguments
from xmut_rules.base.money import hundredths
from xmut_rules.base.values import read_day
from xmut_rules.frames.columns import (
    Column,
    Frame,
    Native,
    chosen,
    closed,
    midnight,
    read,
    refuse_rows,
    require_known,
    total,
    whole,
)
from xmut_rules.policy.terms import CreditTerms, Policy, Timeline, lookup
from xmut_rules.rules.credits import OUTCOMES, clause_of
from xmut_rules.rules.records import LEVELS

_IS_SKILL = nw.col("kind") == "skill"
_IS_NEW = nw.col("recognized_on").is_null()
CERTIFICATES = (
    Column("certificate_id", is_key=True),
    Column("student_id"),
    Column("kind", words=("skill", "driving_licence", "other")),
    Column("name", low=0, high=500),
    Column("level", low=0, high=500, wrong=_IS_SKILL & ~nw.col("level").is_in(LEVELS)),
    Column("number"),
    Column("issuer_recognized", "flag"),
    Column("issued_on", "day"),
    Column("status", words=("valid", "revoked", "expired", "suspended")),
    Column("category", words=("innovation_practice", "general_elective"), is_optional=True),
    Column("recognized_on", "day", is_optional=True),
    Column("issuer", low=0, high=500, is_optional=True),
    Column("credits_given_hundredths", "whole", low=0, high=9999, is_optional=True, wrong=_IS_NEW),
)
STUDENTS = (
    Column("student_id", is_key=True),
    Column("enrolled_on", "day", is_optional=True),
    Column("graduated_on", "day", is_optional=True, wrong=nw.col("graduated_on") < nw.col("enrolled_on")),
)
_RESULT = (
    "certificate_id", "student_id", "outcome", "credits_hundredths", "cut_hundredths", "category", "clause",
)  # fmt: skip


def credits(certificates: Native, students: Native, *, as_of: date, policy: Policy | Timeline) -> Native:
    """Return for each certificate whether it gives credits, and why; a sum by student is the caller's.

    Names of certificates and issuers are compared without spaces, full-width forms as their half-width ones.

    Clause: §3.4a, §3.4b, §3.4c, §1.2b
    Reading: D1 to D14

    Args:
        certificates: a frame with certificate_id, student_id, kind, name, level, number, issuer_recognized, issued_on
            and status; optional are category, recognized_on, issuer, and credits_given_hundredths, 200 for 2 credits.
        students: a frame of the same library with student_id; optional are enrolled_on and graduated_on.
        as_of: the day on which is decided; the policy in force on it decides.
        policy: a policy or timeline; without one in force nothing new is granted.

    Returns:
        a frame of the same library, a row for each certificate: certificate_id, student_id, outcome,
        credits_hundredths, cut_hundredths, category and clause.

    Raises:
        ValueError: columns that cannot be used, a student who is not there, or a name with characters that data frames
            cannot compare.
    """
    with Arguments() as check:
        day = check.read("as_of", read_day, as_of)
        in_force = check(lookup, policy)
        filed = check(read, certificates, "certificates", CERTIFICATES)
        enrolled = check(read, students, "students", STUDENTS)
    rows = _compared(_compared(filed.frame, "name"), "issuer")
    with Arguments() as check:
        check(require_known, filed.frame, "certificates", "student_id", enrolled.frame, "students")
        for name in ("name", "issuer"):
            odd = rows.filter(nw.col(f"compared_{name}").str.contains(ODD))
            check(refuse_rows, odd, "frame-name", "certificates", name)
    policy_of_day = in_force(day)
    rows = rows.with_columns(late=_number(_IS_NEW), one=whole(1))
    if policy_of_day is None:
        outcome = chosen(_IS_NEW, nw.lit("not-in-force"), nw.lit("recognized-earlier"))
        rows = rows.with_columns(outcome=outcome, credits_hundredths=whole(0), cut_hundredths=whole(0))
    else:
        terms = policy_of_day.credits
        rows = rows.join(enrolled.frame, on="student_id", how="left").with_columns(worth=_worth(terms))
        rows = _under_cap(_decided(rows, day, terms), terms)
    clause = reduce(
        lambda rest, outcome: chosen(nw.col("outcome") == outcome, nw.lit(clause_of(outcome)), rest),
        OUTCOMES,
        nw.lit(""),
    )
    return closed(rows.with_columns(clause=clause).select(*_RESULT), certificates)


ODD = "[^!-~\N{CJK UNIFIED IDEOGRAPH-4E00}-\u9fff\u3400-\u4dbf·—《》、。【】]"
"""A character that may have another form, which engines cannot find; in all others equal names are equal texts (D2)."""

FORMS = {" ": "", "\u3000": "", **{chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)}}
"""The characters whose other form is known: spaces, and the full-width forms of ASCII."""


def _compared(rows: Frame, name: str) -> Frame:
    """D2: a column of names as they are compared, nothing as an empty one; only its different values are rewritten."""
    rows = rows.with_columns(nw.col(name).fill_null("").alias(name))
    text = reduce(lambda text, form: text.str.replace_all(form, FORMS[form], literal=True), FORMS, nw.col(name))
    names = rows.select(name).unique([name], keep="any").with_columns(text.alias(f"compared_{name}"))
    return rows.join(names, on=name, how="left")


_PRECEDENCE = ("late", "issued_on", "certificate_id")
"""D2, D11: what was recognized before comes first, then the earliest issue, then the smaller id."""

_DOCUMENT = ("student_id", "kind", "document_name", "document_level", "document_number")
_SKILL = ("student_id", "compared_name")
_SAME = ("kind", *_SKILL, "level")
_IS_BLANK = nw.col("compared_issuer") == ""


def _number(condition: nw.Expr) -> nw.Expr:
    return chosen(condition, whole(1), whole(0))


def _place(flag: str, *keys: str) -> nw.Expr:
    """Return the place of a row by precedence among those with the same keys for which a flag is 1."""
    return nw.col(flag).cum_sum().over(*keys, order_by=list(_PRECEDENCE)).cast(nw.Int64)


def _worth(terms: CreditTerms) -> nw.Expr:
    """§3.4c: what a certificate is worth in hundredths of a credit; -1 where its level is not listed (D14)."""
    flat = whole(hundredths(terms.per_certificate))
    if not terms.by_level:
        return flat
    listed = whole(-1)
    for entry in sorted(terms.by_level, key=lambda entry: entry.category is not None):  # a category's own comes last
        fits = nw.col("level") == entry.level
        fits = fits if entry.category is None else fits & (nw.col("category").fill_null("") == entry.category)
        listed = chosen(fits, whole(hundredths(entry.credits)), listed)
    return chosen(_IS_SKILL, listed, flat)


def _decided(rows: Frame, day: date, terms: CreditTerms) -> Frame:
    """Return the rows with their outcome: each document is tested, then those that compete with each other."""
    is_licence = nw.col("kind") == "driving_licence"
    own_id = chosen(is_licence, nw.lit(""), nw.col("certificate_id"))
    rows = rows.with_columns(
        document_name=chosen(_IS_SKILL, nw.col("compared_name"), own_id),  # D2, D5
        document_level=chosen(_IS_SKILL, nw.col("level"), nw.lit("")),
        document_number=chosen(_IS_SKILL, nw.col("number"), nw.lit("")),
        number_name=chosen(_IS_SKILL, nw.col("compared_name"), nw.lit("")),
    )
    by_number = ("kind", "number_name", "number")
    rows = rows.with_columns(
        place=_place("one", *_DOCUMENT),
        differs=total(nw.col("one"), *_DOCUMENT) - total(nw.col("one"), *_DOCUMENT, "status"),  # D9
        shared=total(nw.col("one"), *by_number) - total(nw.col("one"), *by_number, "student_id"),  # D12
    )
    repeated = chosen(nw.col("late") == whole(0), nw.lit("recognized-earlier"), nw.lit("duplicate"))
    outcome = chosen(nw.col("place") == whole(1), _tested(day, terms), repeated)
    rows = rows.with_columns(outcome=chosen(nw.col("differs") > whole(0), nw.lit("status-differs"), outcome))
    may_count = nw.col("outcome").is_in(["granted", "recognized-earlier"])
    is_first = (nw.col("place") == whole(1)) & (nw.col("differs") == whole(0))
    rows = rows.with_columns(standing=_number(is_first & may_count))
    rows = _counted_once(rows, "standing", "once")
    is_again = (nw.col("standing") == whole(1)) & (nw.col("once") == whole(0))
    rows = rows.with_columns(outcome=chosen(is_again, repeated, nw.col("outcome")))
    if terms.levels == "highest":
        rows = _only_highest(rows)
    unlisted = (nw.col("outcome") == "granted") & (nw.col("worth") < whole(0))
    return rows.with_columns(outcome=chosen(unlisted, nw.lit("level-not-listed"), nw.col("outcome")))


def _tested(day: date, terms: CreditTerms) -> nw.Expr:
    """§3.4a-b, §1.2b: the first test that a certificate fails by itself; a day that is not known fails none."""
    issued, enrolled, last_day = (
        nw.col(name).cast(nw.Datetime("us")) for name in ("issued_on", "enrolled_on", "graduated_on")
    )
    if terms.days_after_graduation:  # Ibis has no interval of nothing
        last_day += nw.lit(timedelta(days=terms.days_after_graduation))
    tests = [
        (nw.col("late") == whole(0), "recognized-earlier"),
        (nw.col("kind") == "other", "kind-not-covered"),  # D10
        (_IS_SKILL & ~nw.col("issuer_recognized"), "issuer-not-recognized"),  # D10
        (nw.col("status") != "valid", "not-valid"),  # D9
        (nw.col("issued_on") > midnight(day), "not-yet-issued"),
    ]
    if terms.earliest_issue is not None:
        tests.append((nw.col("issued_on") < midnight(terms.earliest_issue), "before-earliest-issue"))  # D7
    if terms.before_enrolment == "refused":
        tests.append((nw.col("enrolled_on").is_null(), "enrolment-unknown"))  # D6
        tests.append((issued < enrolled, "before-enrolment"))  # D6
    tests.append((issued > last_day, "after-graduation"))  # D8
    tests.append((nw.col("category").is_null(), "category-missing"))  # D1
    tests.append((nw.col("shared") > whole(0), "number-shared"))  # D12
    return reduce(lambda rest, test: chosen(test[0], nw.lit(test[1]), rest), reversed(tests), nw.lit("granted"))


def _counted_once(rows: Frame, flag: str, name: str) -> Frame:
    """D2: add a column that is 1 where a row with a flag counts, and 0 where it repeats one before it by precedence.

    Two rows of one kind, name and level are one certificate if their issuers are the same or one is not given. So the
    first row counts; if it names its issuer, so does the first row of every other issuer.
    """
    rows = rows.with_columns(
        first=_number((nw.col(flag) == whole(1)) & (_place(flag, *_SAME) == whole(1))),
        place_of_issuer=_place(flag, *_SAME, "compared_issuer"),
    )
    rows = rows.with_columns(blank_first=total(chosen(_IS_BLANK, nw.col("first"), whole(0)), *_SAME))
    own = (nw.col("blank_first") == whole(0)) & ~_IS_BLANK & (nw.col("place_of_issuer") == whole(1))
    counts = (nw.col("first") == whole(1)) | ((nw.col(flag) == whole(1)) & own)
    return rows.with_columns(_number(counts).alias(name))


def _rank() -> nw.Expr:
    return reduce(
        lambda rest, level: chosen(nw.col("level") == level, whole(LEVELS.index(level)), rest), LEVELS, whole(-1)
    )


def _only_highest(rows: Frame) -> Frame:
    """D4, reading `highest`: of several levels of one skill certificate the highest counts that is listed (D14)."""
    is_once = (nw.col("once") == whole(1)) & _IS_SKILL
    listed = is_once & (nw.col("worth") >= whole(0))
    rows = rows.with_columns(rank=_rank()).with_columns(best=chosen(listed, nw.col("rank"), whole(-1)))
    rows = rows.with_columns(
        top=nw.col("best").max().over(*_SKILL),
        top_blank=chosen(_IS_BLANK, nw.col("best"), whole(-1)).max().over(*_SKILL),
        top_own=nw.col("best").max().over(*_SKILL, "compared_issuer"),
    )
    named = (nw.col("top_own") > nw.col("rank")) | (nw.col("top_blank") > nw.col("rank"))
    is_lower = (_IS_BLANK & (nw.col("top") > nw.col("rank"))) | named
    is_lower = is_once & (nw.col("late") == whole(1)) & is_lower
    return rows.with_columns(outcome=chosen(is_lower, nw.lit("lower-level"), nw.col("outcome")))


def _under_cap(rows: Frame, terms: CreditTerms) -> Frame:
    """D4, D11: what each granted certificate gives, beside what was given before and under each student's cap."""
    is_earlier = nw.col("late") == whole(0)
    rows = rows.with_columns(early=_number(is_earlier & (nw.col("place") == whole(1))))
    rows = _counted_once(rows, "early", "counts_before")
    is_counted = (nw.col("counts_before") == whole(1)) & (nw.col("worth") > whole(0))
    assumed = chosen(is_counted, nw.col("worth"), whole(0))
    stated = nw.col("credits_given_hundredths")
    given = chosen(stated.is_null(), assumed, stated.fill_null(0).cast(nw.Int64))
    granted = nw.col("outcome") == "granted"
    rows = rows.with_columns(before=chosen(is_earlier, given, whole(0)), granted=_number(granted))
    if terms.levels == "highest":
        rows = _less_lower_levels(rows)
    positive = granted & (nw.col("worth") > whole(0))
    rows = rows.with_columns(worth=chosen(positive, nw.col("worth"), whole(0)))
    if terms.category_cap is None:
        return rows.with_columns(credits_hundredths=nw.col("worth"), cut_hundredths=whole(0))
    rows = rows.with_columns(filed_as=nw.col("category").fill_null(""))
    key = ("student_id", "filed_as")
    rows = rows.with_columns(
        left=whole(hundredths(terms.category_cap)) - total(nw.col("before"), *key), filled=_place("worth", *key)
    )
    rows = rows.with_columns(left=chosen(nw.col("left") > whole(0), nw.col("left"), whole(0)))
    # filled in order of precedence, certificates give min(sum, left), each what this grows by
    after, so_far = nw.col("filled"), nw.col("filled") - nw.col("worth")
    grown = [chosen(amount < nw.col("left"), amount, nw.col("left")) for amount in (after, so_far)]
    rows = rows.with_columns(credits_hundredths=grown[0] - grown[1])
    return rows.with_columns(cut_hundredths=nw.col("worth") - nw.col("credits_hundredths"))


def _less_lower_levels(rows: Frame) -> Frame:
    """D4, reading `highest`: a certificate gives what it is worth beyond lower levels that were recognized earlier.

    Each of these is taken off once. One of a named issuer belongs to the only granted certificate of that issuer, or to
    the only one at all where that names none; one without an issuer belongs to the first granted above it.
    """
    taken = whole(0)
    for rank in range(len(LEVELS) - 1):
        is_below = _IS_SKILL & (nw.col("rank") == whole(rank))
        is_above = _IS_SKILL & (nw.col("granted") == whole(1)) & (nw.col("rank") > whole(rank))
        below = chosen(is_below, nw.col("before"), whole(0))
        rows = rows.with_columns(
            below_named=chosen(_IS_BLANK, whole(0), below),
            below_blank=chosen(_IS_BLANK, below, whole(0)),
            above=_number(is_above),
        )
        named, own = total(nw.col("below_named"), *_SKILL), total(nw.col("below_named"), *_SKILL, "compared_issuer")
        rows = rows.with_columns(
            of_issuer=chosen(_IS_BLANK, named, own),
            of_none=total(nw.col("below_blank"), *_SKILL),
            place_above=_place("above", *_SKILL),
        )
        of_none = chosen(nw.col("place_above") == whole(1), nw.col("of_none"), whole(0))
        own = chosen(nw.col("above") == whole(1), nw.col("of_issuer") + of_none, whole(0))
        rows = rows.with_columns(own.alias(f"taken_{rank}"))
        taken += nw.col(f"taken_{rank}")
    return rows.with_columns(worth=nw.col("worth") - taken)
