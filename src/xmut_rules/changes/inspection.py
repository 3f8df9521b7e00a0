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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product

from xmut_rules.base.arguments import rows_of
from xmut_rules.base.language import Language, Words, joined
from xmut_rules.base.money import hundredths, shortest, yuan
from xmut_rules.base.values import FIRST_DAY, AsJson
from xmut_rules.changes.extremes import (
    MOST_HOURS,
    Cliff,
    Step,
    award_above_surplus,
    cliffs,
    first_hours_above,
    hours_above_cap,
    pay_of_hours,
    unpaid_from,
)
from xmut_rules.changes.properties import LONG, SHORT, award_of, day_of, hours_in_words
from xmut_rules.policy.clauses import cited
from xmut_rules.policy.terms import CATEGORY_NAMES, CreditTerms, Policy, TrainingTerms, only_policy
from xmut_rules.rules.credits import worth_of
from xmut_rules.rules.records import LEVELS, Category, Certificate


@dataclass(frozen=True, slots=True)
class Observation(AsJson):
    """What a careful reader notices about a policy: a code, the clause, and words with the smallest input.

    `largest` is the case that differs most where that is another one, and `difference` the yuan by which it does, below
    zero if something is lost; `onward` says how far it goes on. Each is null where there is none.
    """

    code: str
    clause: str
    words: Words
    largest: Words | None = None
    difference: Decimal | None = None
    onward: Words | None = None

    def message(self, lang: Language = "zh") -> str:
        """Return it in a line, in Chinese or English.

        Raises:
            ValueError: another language.
        """
        texts = [self.words, *(text for text in (self.largest, self.onward) if text)]
        return _OBSERVED.filled(text=joined(_SEMICOLON, texts), clause=cited(self.clause), code=self.code).to(lang)

    def to_json(self) -> str:
        """Return it as JSON, in both languages."""
        return json.dumps(_document(self), ensure_ascii=False, indent=1)


def session_kinds(policy: Policy) -> Words:
    """Return what a short and a long session are under a policy, with their rates (§3.5.2.2a)."""
    terms = policy.exams
    hours, rest = divmod(terms.long_from_minutes, 60)
    limit = _MINUTES.filled(count=terms.long_from_minutes) if rest else _HOURS.filled(count=hours)
    return _KINDS.filled(limit=limit, short=terms.short_rate, long=terms.long_rate)


_HOURS, _MINUTES = Words("{count} 小时", "{count} hour{count:plural}"), Words("{count} 分钟", "{count} minutes")
_KINDS = Words(
    "短场：不满 {limit}的场次，每场 {short} 元；长场：满 {limit}的场次，每场 {long} 元",
    "A short session is under {limit} and pays {short} yuan; a long one is {limit} or more and pays {long}.",
)
_OBSERVED = Words("{text}（{clause}，{code}）", "{text} ({clause}, {code})")
_SEMICOLON = Words("；", "; ")

OBSERVATION_CODES: Mapping[str, Words] = {
    "day-above-sessions": Words("按天计酬多于各场合计", "a day pays more than its sessions"),
    "session-unpaid": Words("多一场，当天考务费不变", "one more session adds nothing to a day"),
    "day-below-sessions": Words("按天计酬少于各场合计", "a day pays less than its sessions"),
    "session-lowers-pay": Words("多一场，当天考务费反而减少", "one more session lowers the pay of a day"),
    "long-not-above-short": Words("长场标准不高于短场", "a long session pays no more than a short one"),
    "day-and-hours-disagree": Words(
        "一天的课酬与其折合学时的课酬不一致", "a day's training and the class hours that it counts as pay differently"
    ),
    "hour-unpaid": Words("多一学时，当天课酬不变", "one more class hour adds nothing to a date"),
    "hour-lowers-pay": Words(
        "多一点学时，当天课酬因舍入反而减少", "more class hours lower the pay of a date, by rounding"
    ),
    "hours-beside-day-unpaid": Words(
        "已有按天记录的，同日的学时不再计酬", "class hours add nothing to a date that has a day record"
    ),
    "day-lowers-pay": Words(
        "在学时之外再记一天，课酬反而减少", "a day record beside class hours lowers the pay of the date"
    ),
    "share-above-one": Words("奖励会超过结余", "an award may exceed its surplus"),
    "level-missing": Words("分等级学分缺少等级", "the table of levels leaves out a level"),
    "higher-level-gives-less": Words("较高等级的学分少于较低等级", "a level gives less than a lower one"),
    "level-never-counts": Words(
        "列出的等级不会给学分：学分为 0，或两个类别另有规定",
        "a row of the table never gives credits: it lists 0, or both categories have rows of their own",
    ),
    "cap-below-certificate": Words("每类上限低于一本证书的学分", "a category's cap is below one certificate"),
    "no-certificate-counts": Words(
        "可认定的最早发证日期晚于失效日期", "the earliest date of issue is after the last day in force"
    ),
    "effective-before-issue": Words("生效日期早于发文日期", "in force before the document was issued"),
}
"""What each code of an observation means."""


def inspect_policy(policy: Policy) -> tuple[Observation, ...]:
    """Return what is odd about a policy's own numbers, each with the smallest input that shows it.

    Days on duty are decided for up to 1,000 sessions of any mix (`cliffs`), with the largest difference and the number
    of sessions from which no further one pays. Training is decided for one person's date: class hours up to the 24 of a
    record, beside a day or under a cap.

    Clause: §3.5.2.1, §3.5.2.2b, §3.5.3b, §3.4c, §0a

    Args:
        policy: the policy.

    Raises:
        ValueError: something else than a policy.
    """
    tests = (_odd_days, _odd_rates, _odd_hours, _odd_shares, _odd_levels, _odd_certificates, _odd_dates)
    return tuple(found for test in tests for found in test(only_policy(policy)))


def observations_json(found: Sequence[Observation]) -> str:
    """Return observations as JSON.

    Raises:
        ValueError: something else than rows of Observation.
    """
    return json.dumps(observation_rows(found), ensure_ascii=False, indent=1)


def observation_rows(found: Sequence[Observation]) -> list[dict[str, object]]:
    """Return observations as the rows of their JSON.

    Raises:
        ValueError: something else than rows of Observation.
    """
    return [_document(one) for one in rows_of(Observation, found, "found")]


def _document(found: Observation) -> dict[str, object]:
    def in_both(name: str, text: Words | None) -> dict[str, str | None]:
        """Return a text as two fields, null where there is none."""
        return {f"{name}_zh": text.zh if text else None, f"{name}_en": text.en if text else None}

    return {
        "code": found.code,
        "clause": found.clause,
        **found.words._asdict(),
        **in_both("largest", found.largest),
        "difference": None if found.difference is None else f"{found.difference}",
        **in_both("onward", found.onward),
    }


_PAID = Words("{day}：各场合计 {old} 元，按天应发 {new} 元", "{day}: {old} by the session, {new} for the day")
_EXTRA = Words("{day}，再加 1 场{kind}：{old} 元变为 {new} 元", "{day}, and one more {kind}: {old} -> {new}")
_NOTHING_MORE = Words("{day}，再加 1 场{kind}：仍为 {old} 元", "{day}, and one more {kind}: still {old}")
_LARGEST = Words("最多差 {apart} 元（{case}）", "up to {apart} ({case})")
_LARGEST_OF = Words(
    "{count} 场最多差 {apart} 元（{case}）", "up to {apart} with {count} session{count:plural} ({case})"
)
_GROWS = Words("此后每多 1 场，差额再加该场的考务费", "each further session adds its rate to it")
_NEVER_AGAIN = Words(
    "从 {count} 场起，再加任何一场都不多发", "from {count} session{count:plural} on, no further session pays anything"
)


def _odd_days(policy: Policy) -> Iterator[Observation]:
    """§3.5.2.2b: where a day pays less or more than its sessions, and where one more session pays nothing or less."""
    for code, cliff in cliffs(policy.exams).items():
        onward = _GROWS if code == "day-below-sessions" else None
        if code == "session-unpaid" and (count := unpaid_from(policy.exams)):
            onward = _NEVER_AGAIN.filled(count=count)
        largest, difference = _largest_of(code, cliff)
        yield Observation(code, "§3.5.2.2b", _step_words(cliff.smallest), largest, difference, onward)


def _largest_of(code: str, cliff: Cliff) -> tuple[Words | None, Decimal | None]:
    """Return the case with the largest difference, if it is not the smallest case, and that difference."""
    step = cliff.largest
    if step.old == step.new:
        return None, None
    difference = yuan(step.new - step.old)
    if step == cliff.smallest:
        return None, difference
    form = _LARGEST_OF if code == "day-below-sessions" else _LARGEST
    return form.filled(count=step.sessions, apart=yuan(abs(step.new - step.old)), case=_step_words(step)), difference


def _step_words(step: Step) -> Words:
    form = _PAID if step.extra is None else _NOTHING_MORE if step.old == step.new else _EXTRA
    day, kind = day_of(step.sessions, step.longs), LONG if step.extra == "long" else SHORT
    return form.filled(day=day, kind=kind, old=yuan(step.old), new=yuan(step.new))


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
    hours = _pay_of_a_days_hours(training)
    if hours != hundredths(training.day_rate):
        words = _DAY_AND_HOURS.filled(
            day=training.day_rate, count=training.hours_per_day, rate=training.hour_rate, hours=yuan(hours)
        )
        yield Observation("day-and-hours-disagree", "§3.5.2.1", words)
    if exams.long_rate <= exams.short_rate:
        words = _LONG_AND_SHORT.filled(long=exams.long_rate, short=exams.short_rate)
        yield Observation("long-not-above-short", "§3.5.2.2a", words)


def _pay_of_a_days_hours(terms: TrainingTerms) -> int:
    return pay_of_hours(hundredths(terms.hours_per_day), hundredths(terms.hour_rate))


_HOUR = Words(
    "同一天 {count} 学时，再加 1 学时：仍为 {pay} 元",
    "{count} class hour{count:plural} on one date, and 1 more: still {pay}",
)
_NO_HOUR_AGAIN = Words(
    "从 {count} 学时起，再加多少学时都不多发", "from {count} class hour{count:plural} on, no further one pays anything"
)
_BESIDE_DAY = Words("同一天记 1 天，再加 1 学时：仍为 {day} 元", "1 day on one date, and 1 class hour: still {day}")
_ABOVE_CAP = Words(
    "同一天 {records} 学时分记，再加 0.01 学时：{old} 元变为 {new} 元",
    "records of {records} class hours on one date, and 0.01 more: {old} -> {new}",
)
_WITH_DAY = Words(
    "同一天 {count} 学时，再记 1 天：{old} 元变为 {new} 元",
    "{count} class hour{count:plural} on one date, and 1 day beside: {old} -> {new}",
)


def _odd_hours(policy: Policy) -> Iterator[Observation]:
    """§3.5.2.1: where one more class hour pays nothing or less, or a day beside class hours does (A1, A5).

    At a rate above zero a further class hour always adds it, unless a cap is passed: then the fewest hours that already
    pay what the cap pays show it. At no rate the first class hour shows it.
    """
    terms = policy.training
    rate, whole, day = hundredths(terms.hour_rate), hundredths(terms.hours_per_day), hundredths(terms.day_rate)
    capped, pay = terms.long_day == "capped", _pay_of_a_days_hours(terms)
    if capped or not rate:
        count = first_hours_above(pay - 1, rate) if pay else 0
        words = _HOUR.filled(count=shortest(count), pay=yuan(pay if capped else 0))
        onward = _NO_HOUR_AGAIN.filled(count=shortest(whole if rate else 0))
        yield Observation("hour-unpaid", "§3.5.2.1", words, onward=onward)
    if capped and (records := hours_above_cap(terms)):
        paid = sum(pay_of_hours(one, rate) for one in records)
        words = _ABOVE_CAP.filled(records=hours_in_words(records), old=yuan(paid), new=yuan(pay))
        yield Observation("hour-lowers-pay", "§3.5.2.1", words, difference=yuan(pay - paid))
    if capped or terms.day_and_hours == "day_only":
        yield Observation("hours-beside-day-unpaid", "§3.5.2.1", _BESIDE_DAY.filled(day=terms.day_rate))
        most = whole if capped else MOST_HOURS
        if rate and (count := first_hours_above(day, rate)) <= most:
            words, largest = (
                _WITH_DAY.filled(count=shortest(number), old=yuan(pay_of_hours(number, rate)), new=terms.day_rate)
                for number in (count, most)
            )
            apart = pay_of_hours(most, rate) - day
            most_words = _LARGEST.filled(apart=yuan(apart), case=largest) if count != most else None
            yield Observation("day-lowers-pay", "§3.5.2.1", words, most_words, yuan(-apart))


_SHARE = Words("结余 {surplus} 元，奖励 {award} 元", "a surplus of {surplus} yuan gives an award of {award}")


def _odd_shares(policy: Policy) -> Iterator[Observation]:
    """§3.5.3b: an award that is larger than its surplus."""
    if surplus := award_above_surplus(policy.surplus):
        words = _SHARE.filled(surplus=yuan(surplus), award=yuan(award_of(surplus, policy)))
        yield Observation("share-above-one", "§3.5.3b", words)


_NO_LEVEL = Words("{level}证书（{category}）没有学分", "a certificate of level {level} ({category}) gives no credits")
_LESS = Words(
    "{level}证书（{category}）{worth} 学分，少于{lower}的 {more} 学分",
    "a certificate of level {level} ({category}) gives {worth} credit{worth:plural}, less than the {more} of {lower}",
)
_NOTHING = Words(
    "{level}证书（{category}）列出 0 学分", "a certificate of level {level} ({category}) is listed with 0 credits"
)
_UNUSED = Words(
    "{level}不分类别的 {worth} 学分从不适用：两个类别另有规定",
    "the {worth} credits of level {level} in any category never apply: both categories have rows of their own",
)
_CAP = Words(
    "每类上限 {cap} 低于一本证书的 {worth} 学分", "the cap of {cap} is below one certificate's {worth} credits"
)
_NO_CERTIFICATE = Words(
    "{first} 起发证的才认定，{last} 即失效", "certificates count from {first} on, and the last day in force is {last}"
)


def _odd_levels(policy: Policy) -> Iterator[Observation]:
    """§3.4c: a table of levels with holes, with rows that never count, or with a level below a lower one."""
    terms = policy.credits
    worths = _worths(terms)
    for (level, name), worth in worths.items():
        shown = {"level": level, "category": CATEGORY_NAMES[name]}
        if worth is None:
            yield Observation("level-missing", "§3.4c", _NO_LEVEL.filled(**shown))
        elif worth == 0:
            yield Observation("level-never-counts", "§3.4c", _NOTHING.filled(**shown))
    for (lower, level), name in product(combinations(LEVELS, 2), CATEGORY_NAMES):
        more, worth = worths.get((lower, name)), worths.get((level, name))
        if more is not None and worth is not None and worth < more:
            figures = {"level": level, "category": CATEGORY_NAMES[name], "lower": lower}
            words = _LESS.filled(**figures, worth=shortest(worth), more=shortest(more))
            yield Observation("higher-level-gives-less", "§3.4c", words)
    own = {(row.level, row.category) for row in terms.by_level}
    for row in terms.by_level:
        if row.category is None and all((row.level, name) in own for name in CATEGORY_NAMES):
            words = _UNUSED.filled(level=row.level, worth=row.credits)
            yield Observation("level-never-counts", "§3.4c", words)


def _odd_certificates(policy: Policy) -> Iterator[Observation]:
    """§3.4a-b: a cap below one certificate, and an earliest date of issue that no certificate reaches in time."""
    terms = policy.credits
    listed = [worth for worth in _worths(terms).values() if worth is not None]
    most = max([hundredths(terms.per_certificate), *listed])
    if terms.category_cap is not None and hundredths(terms.category_cap) < most:
        words = _CAP.filled(cap=terms.category_cap, worth=shortest(most))
        yield Observation("cap-below-certificate", "§3.4b", words)
    first, last = terms.earliest_issue, policy.effective_until
    if first and last and first > last:
        yield Observation("no-certificate-counts", "§3.4a", _NO_CERTIFICATE.filled(first=first, last=last))


def _worths(terms: CreditTerms) -> dict[tuple[str, Category], int | None]:
    """Return what a skill certificate of each level and category is worth by the table; nothing without a table."""
    return {pair: _worth(*pair, terms) for pair in product(LEVELS, CATEGORY_NAMES)} if terms.by_level else {}


def _worth(level: str, category: Category, terms: CreditTerms) -> int | None:
    """Return what a skill certificate is worth, in hundredths of a credit; None where its level is not listed."""
    certificate = Certificate(
        certificate_id="K1",
        student_id="ST01",
        kind="skill",
        name="-",
        level=level,
        number="N1",
        issuer_recognized=True,
        issued_on=FIRST_DAY,
        status="valid",
        category=category,
    )
    return worth_of(certificate, terms)


_BEFORE_ISSUE = Words("{first} 生效，早于发文日期 {issued}", "in force from {first}, before it was issued on {issued}")


def _odd_dates(policy: Policy) -> Iterator[Observation]:
    """§0a: a policy in force before its document was issued."""
    if policy.effective_from < policy.document.issued_on:
        words = _BEFORE_ISSUE.filled(first=policy.effective_from, issued=policy.document.issued_on)
        yield Observation("effective-before-issue", "§0a", words)
