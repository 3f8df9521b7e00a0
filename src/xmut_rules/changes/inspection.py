"""Inconsistencies in a policy's own numbers: cliffs, steps that pay nothing or less, rates and dates that disagree.

>>> from xmut_rules import PILOT_2020
>>> for found in inspect_policy(PILOT_2020):
...     print(found.code, found.words.en)
day-above-sessions 3 short sessions in a day: 450.00 by the session, 500.00 for the day
session-unpaid 3 short sessions in a day, and one more short session: still 500.00
day-below-sessions 1 short session and 2 long sessions in a day: 550.00 by the session, 500.00 for the day
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import product

from xmut_rules.base.arguments import rows_of
from xmut_rules.base.language import Language, Words
from xmut_rules.base.money import hundredths, yuan
from xmut_rules.base.values import FIRST_DAY, AsJson
from xmut_rules.changes.examples import CATEGORIES, day_in_words, training_records
from xmut_rules.policy.clauses import cited
from xmut_rules.policy.terms import Policy, only_policy
from xmut_rules.rules.exams import duty_day_pay
from xmut_rules.rules.records import LEVELS
from xmut_rules.rules.settlement import college_award
from xmut_rules.rules.training import training_pay


@dataclass(frozen=True, slots=True)
class Observation(AsJson):
    """What a careful reader notices about a policy: a code, the clause, and words with the input that shows it."""

    code: str
    clause: str
    words: Words

    def message(self, lang: Language = "zh") -> str:
        """Return it in a line, in Chinese or English.

        Raises:
            ValueError: another language.
        """
        return _OBSERVED.filled(text=self.words, clause=cited(self.clause), code=self.code).to(lang)

    def to_json(self) -> str:
        """Return it as JSON, in both languages."""
        return json.dumps(_document(self), ensure_ascii=False, indent=1)


_OBSERVED = Words("{text}（{clause}，{code}）", "{text} ({clause}, {code})")


def inspect_policy(policy: Policy) -> tuple[Observation, ...]:
    """Return what is odd about a policy's own numbers, each with the smallest input that shows it.

    Clause: §3.5.2.1, §3.5.2.2b, §3.5.3b, §3.4c, §0a

    Args:
        policy: the policy.

    Raises:
        ValueError: something else than a policy.
    """
    tests = (_odd_days, _odd_rates, _odd_shares, _odd_credits, _odd_dates)
    return tuple(found for test in tests for found in test(only_policy(policy)))


def observations_json(found: Sequence[Observation]) -> str:
    """Return observations as JSON.

    Raises:
        ValueError: something else than rows of Observation.
    """
    found = rows_of(Observation, found, "found")
    return json.dumps([_document(one) for one in found], ensure_ascii=False, indent=1)


def _document(found: Observation) -> dict[str, str]:
    return {"code": found.code, "clause": found.clause, **found.words._asdict()}


def _odd_days(policy: Policy) -> Iterator[Observation]:
    """§3.5.2.2b: where a day pays less or more than its sessions, and where one more session pays nothing or less."""
    limit = policy.exams.long_from_minutes
    first: dict[str, Observation] = {}
    for count in range(1, policy.exams.day_rate_from + 2):
        for longs in range(count + 1) if limit > 1 else [count]:  # below one minute there is no short session
            day = [limit - 1] * (count - longs) + [limit] * longs
            for observation in _of_day(policy, day, limit):
                first.setdefault(observation.code, observation)
    yield from first.values()


_PAID = Words(
    "{day}：各场合计 {standard} 元，按天应发 {paid} 元", "{day}: {standard} by the session, {paid} for the day"
)
_SHORT, _LONG = Words("短场", "short session"), Words("长场", "long session")
_EXTRA = Words("{day}，再加 1 场{kind}：{paid} 元变为 {more} 元", "{day}, and one more {kind}: {paid} -> {more}")
_NOTHING_MORE = Words("{day}，再加 1 场{kind}：仍为 {paid} 元", "{day}, and one more {kind}: still {paid}")


def _of_day(policy: Policy, day: Sequence[int], limit: int) -> Iterator[Observation]:
    """Compare a day's pay with its sessions' rates, and with that of a day with one more session."""
    exams = policy.exams
    standard = yuan(sum(hundredths(exams.long_rate if length >= limit else exams.short_rate) for length in day))
    paid, in_words = _day_pay(policy, day), day_in_words(day, (limit,))
    if paid != standard:
        code = "day-below-sessions" if paid < standard else "day-above-sessions"
        yield Observation(code, "§3.5.2.2b", _PAID.filled(day=in_words, standard=standard, paid=paid))
    extras = [(limit, _LONG)] if limit == 1 else [(limit - 1, _SHORT), (limit, _LONG)]
    for length, kind in extras:
        more = _day_pay(policy, [*day, length])
        if more <= paid:
            code = "session-unpaid" if more == paid else "session-lowers-pay"
            words = _NOTHING_MORE if more == paid else _EXTRA
            yield Observation(code, "§3.5.2.2b", words.filled(day=in_words, kind=kind, paid=paid, more=more))


def _day_pay(policy: Policy, day: Sequence[int]) -> Decimal:
    return duty_day_pay([timedelta(minutes=minutes) for minutes in day], policy=policy)


_DAY_AND_HOURS = Words(
    "一天 {day} 元，按学时 {count} × {rate} = {hours} 元",
    "a day pays {day}, its class hours {count} × {rate} = {hours}",
)
_LONG_AND_SHORT = Words(
    "长场 {long} 元不高于短场 {short} 元", "a long session pays {long}, no more than a short one's {short}"
)


def _odd_rates(policy: Policy) -> Iterator[Observation]:
    """§3.5.2.1, §3.5.2.2a: rates that disagree with each other."""
    training, exams = policy.training, policy.exams
    hours = _by_the_hour(policy)
    if hours != training.day_rate:
        words = _DAY_AND_HOURS.filled(
            day=training.day_rate, count=training.hours_per_day, rate=training.hour_rate, hours=hours
        )
        yield Observation("day-and-hours-disagree", "§3.5.2.1", words)
    if exams.long_rate <= exams.short_rate:
        words = _LONG_AND_SHORT.filled(long=exams.long_rate, short=exams.short_rate)
        yield Observation("long-not-above-short", "§3.5.2.2a", words)


def _by_the_hour(policy: Policy) -> Decimal:
    always = policy.amended(effective_from=FIRST_DAY, effective_until=None)
    return training_pay(training_records([("class_hour", policy.training.hours_per_day)]), policy=always).total


_SHARE = Words("结余 1.00 元，奖励 {award} 元", "a surplus of 1.00 yuan gives an award of {award}")


def _odd_shares(policy: Policy) -> Iterator[Observation]:
    """§3.5.3b: an award that is larger than its surplus."""
    top, bottom = (int(part) for part in policy.surplus.college_share.split("/"))
    if top > bottom:
        yield Observation("share-above-one", "§3.5.3b", _SHARE.filled(award=college_award(1, policy=policy)))


_NO_LEVEL = Words("{level}证书（{category}）没有学分", "a certificate of level {level} ({category}) gives no credits")
_CAP = Words(
    "每类上限 {cap} 低于一本证书的 {worth} 学分", "the cap of {cap} is below one certificate's {worth} credits"
)


def _odd_credits(policy: Policy) -> Iterator[Observation]:
    """§3.4c: a table of levels with holes, and a cap that one certificate exceeds."""
    terms = policy.credits
    listed = {(row.level, name) for row in terms.by_level for name in CATEGORIES if row.category in (None, name)}
    for level, category in product(LEVELS, CATEGORIES) if terms.by_level else ():
        if (level, category) not in listed:
            yield Observation("level-missing", "§3.4c", _NO_LEVEL.filled(level=level, category=CATEGORIES[category]))
    worth = max([terms.per_certificate, *(row.credits for row in terms.by_level)])
    if terms.category_cap is not None and terms.category_cap < worth:
        yield Observation("cap-below-certificate", "§3.4b", _CAP.filled(cap=terms.category_cap, worth=worth))


_BEFORE_ISSUE = Words("{first} 生效，早于发文日期 {issued}", "in force from {first}, before it was issued on {issued}")


def _odd_dates(policy: Policy) -> Iterator[Observation]:
    """§0a: a policy in force before its document was issued."""
    if policy.effective_from < policy.document.issued_on:
        words = _BEFORE_ISSUE.filled(first=policy.effective_from, issued=policy.document.issued_on)
        yield Observation("effective-before-issue", "§0a", words)
