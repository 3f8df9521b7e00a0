"""What reads oddly in a policy's own numbers: cliffs, steps that pay nothing or less, rates and dates that disagree.

>>> from xmut_rules import PILOT_2020
>>> for each in inspect_policy(PILOT_2020):
...     print(each.message("en"))
3 short sessions in a day: 450.00 by the session, 500.00 for the day (§3.5.2.2b, day-above-sessions)
3 short sessions in a day, and one more short session: 500.00 -> 500.00 (§3.5.2.2b, session-unpaid)
1 short session and 2 long sessions in a day: 550.00 by the session, 500.00 for the day (§3.5.2.2b, day-below-sessions)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import product

from pydantic import TypeAdapter

from xmut_rules.base.language import Language, Words, require_language
from xmut_rules.base.money import hundredths, yuan
from xmut_rules.base.values import FIRST_DAY
from xmut_rules.changes.examples import day_in_words, training_records
from xmut_rules.policy.terms import Policy, only_policy
from xmut_rules.rules.exams import duty_day_pay
from xmut_rules.rules.records import LEVELS
from xmut_rules.rules.settlement import college_award
from xmut_rules.rules.training import training_pay


@dataclass(frozen=True, slots=True)
class Observation:
    """What a careful reader notices about a policy: a code, the clause, and words with the input that shows it."""

    code: str
    clause: str
    zh: str
    en: str

    def message(self, lang: Language = "zh") -> str:
        """Say it, in Chinese or English.

        Raises:
            ValueError: another language.
        """
        require_language(lang)
        return f"{Words(self.zh, self.en).to(lang)} ({self.clause}, {self.code})"


def inspect_policy(policy: Policy) -> tuple[Observation, ...]:
    """Say what is odd about a policy's own numbers, each with the smallest input that shows it.

    Clause: §3.5.2.1, §3.5.2.2b, §3.5.3b, §3.4c, §0a

    Args:
        policy: the policy.

    Raises:
        ValueError: something else than a policy.
    """
    tests = (_odd_days, _odd_rates, _odd_shares, _odd_credits, _odd_dates)
    return tuple(found for test in tests for found in test(only_policy(policy)))


def observations_json(found: Sequence[Observation]) -> str:
    """Give observations as JSON."""
    return TypeAdapter(tuple[Observation, ...]).dump_json(tuple(found), indent=1).decode()


def _odd_days(policy: Policy) -> Iterator[Observation]:
    """§3.5.2.2b: where a day pays less or more than its sessions, and where one more session pays nothing or less."""
    limit = policy.exams.long_from_minutes
    seen: dict[str, Observation] = {}

    for count in range(1, policy.exams.day_rate_from + 2):
        for longs in range(count + 1) if limit > 1 else [count]:  # below one minute there is no short session
            day = [limit - 1] * (count - longs) + [limit] * longs
            for each in _of_day(policy, day, limit):
                seen.setdefault(each.code, each)
    yield from seen.values()


def _of_day(policy: Policy, day: Sequence[int], limit: int) -> Iterator[Observation]:
    rates = policy.exams.short_rate, policy.exams.long_rate
    fen = sum(hundredths(rates[1] if minutes >= limit else rates[0]) for minutes in day)
    standard = yuan(fen)
    paid = _day_pay(policy, day)
    zh, en = day_in_words(day, (limit,))
    if paid < standard:
        yield Observation(
            "day-below-sessions",
            "§3.5.2.2b",
            f"{zh}：各场合计 {standard}，实付 {paid}",
            f"{en}: {standard} by the session, {paid} for the day",
        )
    if paid > standard:
        yield Observation(
            "day-above-sessions",
            "§3.5.2.2b",
            f"{zh}：各场合计 {standard}，实付 {paid}",
            f"{en}: {standard} by the session, {paid} for the day",
        )
    extras = ((limit - 1, ("短场", "short session")), (limit, ("长场", "long session")))
    for extra, name in extras if limit > 1 else extras[1:]:
        more = _day_pay(policy, [*day, extra])
        if more <= paid:
            code = "session-unpaid" if more == paid else "session-lowers-pay"
            yield Observation(
                code,
                "§3.5.2.2b",
                f"{zh}，再加 1 个{name[0]}：{paid} -> {more}",
                f"{en}, and one more {name[1]}: {paid} -> {more}",
            )


def _day_pay(policy: Policy, day: Sequence[int]) -> Decimal:
    return duty_day_pay([timedelta(minutes=minutes) for minutes in day], policy=policy)


def _odd_rates(policy: Policy) -> Iterator[Observation]:
    """§3.5.2.1, §3.5.2.2a: rates that disagree with each other."""
    training, exams = policy.training, policy.exams
    hours = _by_the_hour(policy)
    if hours != training.day_rate:
        zh = f"一天 {training.day_rate} 元，按学时 {training.hours_per_day} × {training.hour_rate} = {hours} 元"
        en = (
            f"a day pays {training.day_rate}, its class hours {training.hours_per_day} × {training.hour_rate} = {hours}"
        )
        yield Observation("day-and-hours-disagree", "§3.5.2.1", zh, en)
    if exams.long_rate <= exams.short_rate:
        zh = f"长场 {exams.long_rate} 元不高于短场 {exams.short_rate} 元"
        en = f"a long session pays {exams.long_rate}, no more than a short one's {exams.short_rate}"
        yield Observation("long-not-above-short", "§3.5.2.2a", zh, en)


def _by_the_hour(policy: Policy) -> Decimal:
    always = policy.amended(effective_from=FIRST_DAY, effective_until=None)
    return training_pay(training_records([("class_hour", policy.training.hours_per_day)]), policy=always).total


def _odd_shares(policy: Policy) -> Iterator[Observation]:
    """§3.5.3b: an award that is larger than its surplus."""
    top, bottom = (int(part) for part in policy.surplus.college_share.split("/"))
    if top > bottom:
        award = college_award(1, policy=policy)
        zh, en = f"结余 1.00 元，奖励 {award} 元", f"a surplus of 1.00 yuan gives an award of {award}"
        yield Observation("share-above-one", "§3.5.3b", zh, en)


def _odd_credits(policy: Policy) -> Iterator[Observation]:
    """§3.4c: a table of levels with holes, and a cap that one certificate exceeds."""
    terms = policy.credits
    categories = ("innovation_practice", "general_elective")
    listed = {(row.level, each) for row in terms.by_level for each in categories if row.category in (None, each)}
    for level, category in product(LEVELS, categories) if terms.by_level else ():
        if (level, category) not in listed:
            zh, en = (
                f"{level}证书（{category}）没有学分",
                f"a certificate of level {level} ({category}) gives no credits",
            )
            yield Observation("level-missing", "§3.4c", zh, en)
    worth = [terms.per_certificate, *(row.credits for row in terms.by_level)]
    if terms.category_cap is not None and terms.category_cap < max(worth):
        zh = f"每类上限 {terms.category_cap} 低于一本证书的 {max(worth)} 学分"
        en = f"the cap of {terms.category_cap} is below one certificate's {max(worth)} credits"
        yield Observation("cap-below-certificate", "§3.4b", zh, en)


def _odd_dates(policy: Policy) -> Iterator[Observation]:
    """§0a: a policy in force before its document was issued."""
    if policy.effective_from < policy.document.issued_on:
        zh = f"{policy.effective_from} 生效，早于发文日期 {policy.document.issued_on}"
        en = f"in force from {policy.effective_from}, before it was issued on {policy.document.issued_on}"
        yield Observation("effective-before-issue", "§0a", zh, en)
