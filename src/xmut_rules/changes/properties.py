"""What a policy guarantees, whatever is recorded: for each guarantee why it holds, or the smallest counterexample.

>>> from xmut_rules import PILOT_2020
>>> for result in properties(PILOT_2020):
...     print(result.code, "holds" if isinstance(result, Holds) else result.example.en)
duty-sessions holds
duty-length holds
duty-limit holds
duty-split holds
training-hours holds
training-limit each class hour pays 120.00 and nothing limits their number: 24 pay 2880.00, 48 pay 5760.00
training-split holds
award-grows holds
award-within-surplus holds
award-split 0.02 and 0.02 yuan give 0.02 apart, 0.01 together; a split in two never gains more than 0.01
award-losses a surplus of 0.02 and a loss of 0.01 yuan give 0.01 apart, 0.00 together; apart gains the loss's share
input-order holds
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from xmut_rules.base.language import Language, Words, joined, same
from xmut_rules.base.money import hundredths, shortest, yuan
from xmut_rules.base.values import AsJson
from xmut_rules.changes.examples import day_in_words, sessions_in_words
from xmut_rules.changes.extremes import (
    MOST_HOURS,
    award_above_surplus,
    cliffs,
    day_gains_apart,
    first_award,
    hours_above_cap,
    longer_pays_less,
    most_below_day_rate,
    most_of_day,
    most_of_hours,
    pay_of_day,
    pay_of_hours,
    sum_gains_apart,
)
from xmut_rules.policy.clauses import cited
from xmut_rules.policy.terms import ExamTerms, Policy, only_policy
from xmut_rules.rules.settlement import college_award

Ground = Literal["rule", "numbers"]
"""Why a guarantee holds: under every policy by the form of the rule, or by this policy's numbers and readings."""


@dataclass(frozen=True, slots=True)
class Holds(AsJson):
    """A guarantee that holds for every input: the claim, on what ground, the argument, and for a limit its figure.

    `clause` is null where every computed clause is meant; `limit` is in yuan, null where the claim has none.
    """

    code: str
    clause: str | None
    claim: Words
    ground: Ground
    argument: Words
    limit: Decimal | None = None

    def message(self, lang: Language = "zh") -> str:
        """Return it in a line, in Chinese or English.

        Raises:
            ValueError: another language.
        """
        return _line(_HOLDS, self.clause, self.claim, self.argument).to(lang)

    def to_json(self) -> str:
        """Return it as JSON, in both languages."""
        return json.dumps(_row(self), ensure_ascii=False, indent=1)


@dataclass(frozen=True, slots=True)
class Fails(AsJson):
    """A guarantee that does not hold: the claim, the smallest counterexample in words, and its two amounts in yuan.

    `old` and `new` are the amounts that the claim compares, in the order of time: before and after something is added,
    together and apart, a surplus and its award.
    """

    code: str
    clause: str
    claim: Words
    example: Words
    old: Decimal
    new: Decimal

    def message(self, lang: Language = "zh") -> str:
        """Return it in a line, in Chinese or English.

        Raises:
            ValueError: another language.
        """
        return _line(_FAILS, self.clause, self.claim, self.example).to(lang)

    def to_json(self) -> str:
        """Return it as JSON, in both languages."""
        return json.dumps(_row(self), ensure_ascii=False, indent=1)


_HOLDS = Words("成立：{claim}；{reason}", "holds: {claim}; {reason}")
_FAILS = Words("不成立：{claim}；{reason}", "fails: {claim}; {reason}")
_CITED = Words("{text}（{clause}）", "{text} ({clause})")


def _line(form: Words, clause: str | None, claim: Words, reason: Words) -> Words:
    text = form.filled(claim=claim, reason=reason)
    return _CITED.filled(text=text, clause=cited(clause)) if clause else text


def properties(policy: Policy) -> tuple[Holds | Fails, ...]:
    """Return for each guarantee that one may expect of a policy whether it holds, and why or where not.

    Each is decided for every input from the policy's numbers (`extremes`), as if the policy were always in force: days
    of up to 1,000 sessions of any length, class hours in any number of records, any surplus. A day on duty is taken as
    `duty_day_pay` takes it: by its sessions, where those that overlap may have become one before (reading B10).

    Clause: §3.5.2.2a, §3.5.2.2b, §3.5.2.1, §3.5.3b

    Args:
        policy: the policy.

    Raises:
        ValueError: something else than a policy.
    """
    policy = only_policy(policy)
    return (
        _one_more_session(policy.exams),
        _a_longer_session(policy.exams),
        _a_day_on_duty(policy.exams),
        _a_day_over_projects(policy.exams),
        _more_hours(policy),
        _a_date_of_training(policy),
        _a_record_in_two(policy),
        _GROWS.holds(_MONOTONE, ground="rule"),
        _within_the_surplus(policy),
        _a_project_in_two(policy),
        _a_loss_apart(policy),
        _ORDER.holds(_SORTED, ground="rule"),
    )


def properties_json(found: Sequence[Holds | Fails]) -> str:
    """Return guarantees as JSON, a row for each.

    Raises:
        ValueError: something else than rows of guarantees.
    """
    return json.dumps(property_rows(found), ensure_ascii=False, indent=1)


def property_rows(found: Sequence[Holds | Fails]) -> list[dict[str, object]]:
    """Return guarantees as the rows of their JSON.

    Raises:
        ValueError: something else than rows of guarantees.
    """
    if not isinstance(found, list | tuple):
        raise ValueError(f"found: expected rows of Holds and Fails, not {type(found).__name__}")
    return [_row(one) for one in found]


def _row(one: object) -> dict[str, object]:
    if isinstance(one, Holds):
        limit = None if one.limit is None else f"{one.limit}"
        verdict, reason = {"holds": True, "ground": one.ground, "limit": limit}, one.argument
    elif isinstance(one, Fails):
        verdict, reason = {"holds": False, "old": f"{one.old}", "new": f"{one.new}"}, one.example
    else:
        raise ValueError(f"found: expected Holds or Fails, not {type(one).__name__}")
    claim = {"claim_zh": one.claim.zh, "claim_en": one.claim.en}
    return {"code": one.code, "clause": one.clause, **reason._asdict(), **claim, **verdict}


class _Claim(NamedTuple):
    """A guarantee: its code, the clause, and what is claimed."""

    code: str
    clause: str | None
    words: Words

    def holds(self, argument: Words, *, ground: Ground = "numbers", limit: int | None = None) -> Holds:
        """Return that it holds; a limit is in fen."""
        return Holds(self.code, self.clause, self.words, ground, argument, None if limit is None else yuan(limit))

    def fails(self, example: Words, old: int, new: int) -> Fails:
        """Return that it does not, with the two amounts in fen; the example names both."""
        shown = example.filled(old=yuan(old), new=yuan(new))
        return Fails(self.code, self.clause or "", self.words, shown, yuan(old), yuan(new))


def day_of(count: int, longs: int) -> Words:
    """Return a day of so many sessions, with so many long ones among them, in words."""
    return day_in_words([1] * (count - longs) + [2] * longs, (2,))


def _sessions(count: int, longs: int) -> Words:
    return sessions_in_words([1] * (count - longs) + [2] * longs, (2,))


SHORT, LONG = Words("短场", "short session"), Words("长场", "long session")

_SESSIONS = _Claim(
    "duty-sessions",
    "§3.5.2.2b",
    Words("一天多一场，当天的考务费不会减少", "one more session never lowers the pay of a day on duty"),
)
_LOWERED = Words(
    "{day}为 {{old}} 元，再加 1 场{kind}为 {{new}} 元", "{day} pay{s} {{old}}, and with one more {kind} {{new}}"
)
_FLAT_REACHED = Words(
    "不满 {start} 场至多 {below} 元，不超过按天的 {day} 元，从 {start} 场起不变",
    "fewer than {start} sessions pay at most {below}, no more than the {day} of a day, and from {start} on it stays",
)
_SUM_GROWS = Words(
    "各场合计不会减少，与按天的 {day} 元取其小或取其大也不会减少",
    "the sum of the sessions' rates never falls, nor does the smaller or the larger of it and the {day} of a day",
)


def _one_more_session(terms: ExamTerms) -> Holds | Fails:
    """§3.5.2.2b: the first session of a day never lowers it; from the second on `cliffs` decides."""
    if cliff := cliffs(terms).get("session-lowers-pay"):
        step = cliff.smallest
        kind, s = LONG if step.extra == "long" else SHORT, "s" if step.sessions == 1 else ""
        example = _LOWERED.filled(day=day_of(step.sessions, step.longs), kind=kind, s=s)
        return _SESSIONS.fails(example, step.old, step.new)
    if terms.day_rate_reading == "flat":
        below = yuan(most_below_day_rate(terms))
        return _SESSIONS.holds(_FLAT_REACHED.filled(start=terms.day_rate_from, below=below, day=terms.day_rate))
    return _SESSIONS.holds(_SUM_GROWS.filled(day=terms.day_rate))


_LENGTH = _Claim(
    "duty-length",
    "§3.5.2.2a",
    Words("场次延长，当天的考务费不会减少", "a longer session never lowers the pay of a day on duty"),
)
_LONG_FOR_SHORT = Words(
    "{day}为 {{old}} 元，其中 1 场短场改为长场则为 {{new}} 元",
    "{day} pay{s} {{old}}, and {{new}} if one short session is long instead",
)
_LONG_PAYS_MORE = Words(
    "长场 {long} 元，不低于短场 {short} 元", "a long session's {long} is no less than a short one's {short}"
)
_BY_THE_DAY = Words(
    "每天都是按天的 {day} 元，与各场长短无关",
    "every day pays the {day} of a day, whether its sessions are short or long",
)


def _a_longer_session(terms: ExamTerms) -> Holds | Fails:
    if step := longer_pays_less(terms):
        example = _LONG_FOR_SHORT.filled(day=day_of(step.sessions, 0), s="s" if step.sessions == 1 else "")
        return _LENGTH.fails(example, step.old, step.new)
    if terms.long_rate >= terms.short_rate:
        return _LENGTH.holds(_LONG_PAYS_MORE.filled(long=terms.long_rate, short=terms.short_rate))
    return _LENGTH.holds(_BY_THE_DAY.filled(day=terms.day_rate))


_BOUNDED = _Claim(
    "duty-limit",
    "§3.5.2.2b",
    Words("一人一天的考务费有上限", "the pay of one person's day on duty has a limit"),
)
_LIMIT = Words(
    "至多 {most} 元：不满 {start} 场至多 {below} 元，从 {start} 场起至多 {day} 元",
    "{most} at most: fewer than {start} sessions pay at most {below}, {start} or more at most {day}",
)
_NO_LIMIT = Words(
    "{day}为 {{old}} 元，每再加 1 场{kind}都多 {rate} 元，下一场为 {{new}} 元",
    "{day} pay{s} {{old}}, each further {kind} pays {rate} more, the next one {{new}}",
)
_PER_PROJECT = Words(
    "{day}为 {{old}} 元，两个项目各如此共 {{new}} 元，项目越多越高",
    "{day} pay{s} {{old}}, the same on each of two projects pays {{new}}, and more projects pay more",
)


def _a_day_on_duty(terms: ExamTerms) -> Holds | Fails:
    """§3.5.2.2b: `most_of_day` is the limit, unless each project counts for itself (B6) and pays something.

    Without a limit the dearer sessions show it, from where their sum reaches the floor.
    """
    most, start, day = most_of_day(terms), terms.day_rate_from, hundredths(terms.day_rate)
    is_long = terms.long_rate >= terms.short_rate
    rate = hundredths(terms.long_rate if is_long else terms.short_rate)
    if most is None:
        count = max(start, -(-day // rate))
        old, new = (pay_of_day(number, number if is_long else 0, terms) for number in (count, count + 1))
        words = Words("一天 {count} 场{kind}", "{count} {kind}{count:plural} in a day").filled(
            count=count, kind=LONG if is_long else SHORT
        )
        example = _NO_LIMIT.filled(
            day=words, kind=LONG if is_long else SHORT, rate=yuan(rate), s="s" if count == 1 else ""
        )
        return _BOUNDED.fails(example, old, new)
    if most and terms.day_scope == "person_and_project":
        days = (1, 0), (1, 1), (start, 0)
        count, longs = next(numbers for numbers in days if pay_of_day(*numbers, terms))
        pay = pay_of_day(count, longs, terms)
        example = _PER_PROJECT.filled(day=day_of(count, longs), s="s" if count == 1 else "")
        return _BOUNDED.fails(example, pay, 2 * pay)
    below = most_below_day_rate(terms)
    figures = {"most": yuan(most), "start": start, "below": yuan(below), "day": terms.day_rate}
    return _BOUNDED.holds(_LIMIT.filled(**figures), limit=most)


_OVER_PROJECTS = _Claim(
    "duty-split",
    "§3.5.2.2b",
    Words(
        "同一天的场次分记两个项目，考务费不会更多",
        "the sessions of a day recorded on two projects never pay more than on one",
    ),
)
_MORE_APART = Words(
    "一天一个项目 {first}、另一个项目 {second}：记在一个项目为 {{old}} 元，分记为 {{new}} 元",
    "{first} and, on the other project, {second} in a day: {{old}} on one project, {{new}} on two",
)
_ONE_DAY = Words(
    "一人一天的场次合在一起计酬，不分项目", "the sessions of a person's day count together, whatever their projects"
)
_NEVER_MORE = Words(
    "一天至多 1,000 场，当天的考务费从不少于两部分分别计酬之和",
    "a day of up to 1,000 sessions never pays less than its two parts by themselves",
)


def _a_day_over_projects(terms: ExamTerms) -> Holds | Fails:
    """§3.5.2.2b: by reading B6."""
    if terms.day_scope == "person":
        return _OVER_PROJECTS.holds(_ONE_DAY)
    if gained := day_gains_apart(terms):
        example = _MORE_APART.filled(first=_sessions(*gained.first), second=_sessions(*gained.second))
        return _OVER_PROJECTS.fails(example, gained.together, gained.apart)
    return _OVER_PROJECTS.holds(_NEVER_MORE)


_HOURS = _Claim(
    "training-hours",
    "§3.5.2.1",
    Words("同一天学时增加，课酬不会减少", "more class hours on a date never lower its pay"),
)
_EACH_PAID = Words(
    "每条记录按自己的学时计酬，同日的学时没有上限",
    "each record pays for its own class hours, and no cap is set on a date",
)
_EACH_PAID_OR_COVERED = Words(
    "每条记录按自己的学时计酬，同日有按天记录的不再另计，也不少计",
    "each record pays for its own class hours, and beside a day it adds nothing and takes nothing off",
)
_CAP_REACHED = Words(
    "合计 {hours} 学时的记录怎样分都不超过上限的 {pay} 元",
    "records of together {hours} class hours, however many, never pay more than the {pay} of the cap",
)
_ABOVE_CAP = Words(
    "{records} 学时分记 {{old}} 元，再加 0.01 学时为 {{new}} 元",
    "records of {records} class hours pay {{old}}, and with 0.01 class hours more {{new}}",
)


def hours_in_words(records: Sequence[int]) -> Words:
    """Return the class hours of records, given in hundredths."""
    return joined(_PLUS, [same(f"{shortest(count)}") for count in records])


_PLUS = Words(" + ", " + ")


def _more_hours(policy: Policy) -> Holds | Fails:
    """§3.5.2.1: up to the cap and without one, each record's pay grows with its hours; above it nothing changes.

    So the pay can only fall where the cap is passed: if records that reach it pay more than it does. Beside a day
    record, hours pay themselves or nothing.
    """
    terms = policy.training
    if terms.long_day == "hourly":
        return _HOURS.holds(_EACH_PAID if terms.day_and_hours == "both" else _EACH_PAID_OR_COVERED)
    rate, whole = hundredths(terms.hour_rate), hundredths(terms.hours_per_day)
    capped = pay_of_hours(whole, rate)
    if records := hours_above_cap(terms):
        paid = sum(pay_of_hours(count, rate) for count in records)
        return _HOURS.fails(_ABOVE_CAP.filled(records=hours_in_words(records)), paid, capped)
    return _HOURS.holds(_CAP_REACHED.filled(hours=terms.hours_per_day, pay=yuan(capped)))


_DATE = _Claim(
    "training-limit", "§3.5.2.1", Words("一人一天的课酬有上限", "the training pay of one person's date has a limit")
)
_AT_MOST = Words(
    "至多 {most} 元：按学时至多 {hours} 元，按天 {day} 元，二者不叠加",
    "{most} at most: class hours pay at most {hours}, a day {day}, never both",
)
_ONLY_DAYS = Words("至多 {most} 元：学时不计酬", "{most} at most: class hours pay nothing")
_EACH_HOUR = Words(
    "每学时 {rate} 元，学时不限：24 学时为 {{old}} 元，48 学时为 {{new}} 元",
    "each class hour pays {rate} and nothing limits their number: 24 pay {{old}}, 48 pay {{new}}",
)


def _a_date_of_training(policy: Policy) -> Holds | Fails:
    """§3.5.2.1: only one day record of a date pays (A6); under a cap it leaves the hours nothing (A1, A5)."""
    terms = policy.training
    rate, day = hundredths(terms.hour_rate), hundredths(terms.day_rate)
    if terms.long_day == "capped":
        most = most_of_hours(terms)
        figures = {"most": yuan(max(most, day)), "hours": yuan(most), "day": terms.day_rate}
        return _DATE.holds(_AT_MOST.filled(**figures), limit=max(most, day))
    if not rate:
        return _DATE.holds(_ONLY_DAYS.filled(most=terms.day_rate), limit=day)
    pay = pay_of_hours(MOST_HOURS, rate)
    return _DATE.fails(_EACH_HOUR.filled(rate=terms.hour_rate), pay, 2 * pay)


_RECORD = _Claim(
    "training-split",
    "§3.5.2.1",
    Words(
        "同一天的一条学时记录分成两条，课酬不会更多",
        "two records of class hours instead of one on a date never pay more",
    ),
)
_TWO_RECORDS = Words(
    "{first} 和 {second} 学时分记为 {{new}} 元，合记为 {{old}} 元；分成两条至多多得 0.01 元",
    "{first} and {second} class hours pay {{new}} apart, {{old}} in one; a split in two never gains more than 0.01",
)
_WHOLE_FEN = Words("0.01 学时的课酬是整分，不需舍入", "0.01 class hours pay whole fen, so that nothing is rounded")
_OVER_CAP = Words(
    "分记能多得的至少合计 {sum} 学时，已超过 {hours} 学时的上限",
    "records that gain by rounding have at least {sum} class hours together, more than the cap of {hours}",
)


def _a_record_in_two(policy: Policy) -> Holds | Fails:
    """§3.5.2.1: a record is rounded to whole fen, half a fen up (A3); a cap levels what is above it."""
    terms = policy.training
    rate = hundredths(terms.hour_rate)
    parts = sum_gains_apart(rate, 100, "half_up")
    if parts is None:
        return _RECORD.holds(_WHOLE_FEN)
    if terms.long_day == "capped" and sum(parts) > hundredths(terms.hours_per_day):
        return _RECORD.holds(_OVER_CAP.filled(sum=shortest(sum(parts)), hours=terms.hours_per_day))
    first, second = map(shortest, parts)
    apart = sum(pay_of_hours(count, rate) for count in parts)
    return _RECORD.fails(_TWO_RECORDS.filled(first=first, second=second), pay_of_hours(sum(parts), rate), apart)


_GROWS = _Claim(
    "award-grows",
    "§3.5.3b",
    Words("结余增加，奖励不会减少", "a larger surplus never gives a smaller award"),
)
_MONOTONE = Words("舍入不会颠倒大小", "rounding never turns a larger share into a smaller one")

_WITHIN = _Claim("award-within-surplus", "§3.5.3b", Words("奖励不超过结余", "an award is never above its surplus"))
_AT_MOST_ONE = Words("比例为 {share}，不超过 1", "the share is {share}, no more than 1")
_ABOVE = Words("结余 {{old}} 元，奖励 {{new}} 元", "a surplus of {{old}} yuan gives an award of {{new}}")


def _within_the_surplus(policy: Policy) -> Holds | Fails:
    terms = policy.surplus
    surplus = award_above_surplus(terms)
    if surplus is None:
        return _WITHIN.holds(_AT_MOST_ONE.filled(share=terms.college_share))
    return _WITHIN.fails(_ABOVE.filled(), surplus, award_of(surplus, policy))


_PROJECT = _Claim(
    "award-split",
    "§3.5.3b",
    Words("两笔结余分开结算，奖励合计不会更多", "two surpluses settled apart never give more than together"),
)
_TWO_SURPLUSES = Words(
    "{first} 元和 {second} 元分开共 {{new}} 元，合并为 {{old}} 元；分成两笔至多多得 0.01 元",
    "{first} and {second} yuan give {{new}} apart, {{old}} together; a split in two never gains more than 0.01",
)
_CUT_OFF = Words("奖励只舍不入，分开只会少", "awards are rounded down, so that parts can only lose")
_WHOLE_SHARE = Words("奖励是结余的整数倍，不需舍入", "an award is a whole multiple of the surplus and is never rounded")


def _a_project_in_two(policy: Policy) -> Holds | Fails:
    top, bottom = (int(part) for part in policy.surplus.college_share.split("/"))
    parts = sum_gains_apart(top, bottom, policy.surplus.rounding)
    if parts is None:
        return _PROJECT.holds(_WHOLE_SHARE if bottom == 1 else _CUT_OFF)
    first, second = map(yuan, parts)
    apart = sum(award_of(surplus, policy) for surplus in parts)
    return _PROJECT.fails(_TWO_SURPLUSES.filled(first=first, second=second), award_of(sum(parts), policy), apart)


_LOSS = _Claim(
    "award-losses",
    "§3.5.3b",
    Words(
        "有亏损的项目与有结余的项目分开结算，奖励不会更多",
        "a loss settled apart from a surplus never gives more than together",
    ),
)
_LOSS_APART = Words(
    "结余 {surplus} 元、亏损 0.01 元分开为 {{new}} 元，合并为 {{old}} 元；分开多得所亏数额的同一比例",
    "a surplus of {surplus} and a loss of 0.01 yuan give {{new}} apart, {{old}} together; apart gains the loss's share",
)
_NO_AWARD = Words("比例为 0，没有奖励", "the share is 0, there is no award")


def _a_loss_apart(policy: Policy) -> Holds | Fails:
    """§3.5.3b: a loss gives nothing (C3); the smallest surplus with an award loses it to any loss."""
    surplus = first_award(policy.surplus)
    if surplus is None:
        return _LOSS.holds(_NO_AWARD)
    pays = award_of(surplus - 1, policy), award_of(surplus, policy)
    return _LOSS.fails(_LOSS_APART.filled(surplus=yuan(surplus)), *pays)


def award_of(surplus: int, policy: Policy) -> int:
    """Return the award on a surplus, both in fen."""
    return hundredths(college_award(yuan(surplus), policy=policy))


_ORDER = _Claim("input-order", None, Words("结果与数据的先后无关", "results do not depend on the order of the rows"))
_SORTED = Words(
    "各行先按人员、日期归集，再按编号排列，然后计算；整分相加与先后无关",
    "rows are grouped by person and date and sorted by their ids before anything is computed, and whole fen add up the "
    "same in any order",
)
