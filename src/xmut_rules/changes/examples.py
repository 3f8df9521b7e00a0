"""Small inputs at the boundaries of policies, which show that two of them differ.

A case is described in words and answers under a policy; what is shown of it was run.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial

from xmut_rules.base.arguments import Arguments, only
from xmut_rules.base.language import Language, Words, joined, same
from xmut_rules.base.money import hundredths, shortest, yuan
from xmut_rules.base.values import FIRST_DAY, LAST_DAY, AsJson
from xmut_rules.changes.certificates import (
    ASSUMED,
    LICENCE,
    Certificates,
    Circumstance,
    Filed,
    certificate_sets,
    credits_of,
)
from xmut_rules.changes.shares import MOST_TRIED, Held, are_shares_decided, at_once, first_shares
from xmut_rules.changes.thresholds import Minutes, first_day, first_surplus, first_training
from xmut_rules.policy.clauses import cited
from xmut_rules.policy.terms import CATEGORY_NAMES, Policy, only_policy
from xmut_rules.rules.exams import MOST_SESSIONS, duty_day_pay, exam_pay
from xmut_rules.rules.records import ExamDuty, ExamSession, TrainingRecord
from xmut_rules.rules.schedule import check_notices, check_schedule
from xmut_rules.rules.settlement import college_award
from xmut_rules.rules.training import social_service_hours, training_pay

_DAY = date(2050, 6, 15)
Answers = tuple[str, ...]
"""What a policy answers in a case, the most important first: the total, then its parts."""


@dataclass(frozen=True, slots=True)
class Case:
    """A small input: how many rows it has, which clause answers, what it is in words, and the answers by policy."""

    rows: int
    clause: str
    words: Words
    answers: Callable[[Policy], Answers]


def _days_on_duty(a: Policy, b: Policy) -> Iterator[Case]:
    """§3.5.2.2a-b: the smallest day that is paid differently, of any number of sessions."""
    if day := first_day(a, b):
        clause = "§3.5.2.2a" if len(day) == 1 else "§3.5.2.2b"
        yield Case(len(day), clause, day_in_words(day, _limits(a, b)), partial(_duty_pay, day))


def _limits(a: Policy, b: Policy) -> tuple[int, int]:
    return a.exams.long_from_minutes, b.exams.long_from_minutes


def _length(minutes: Minutes) -> timedelta:
    return timedelta(seconds=int(minutes * 60))


def _duty_pay(day: Sequence[Minutes], policy: Policy) -> Answers:
    return (f"{duty_day_pay([_length(minutes) for minutes in day], policy=policy)}",)


def _award_of(surplus: str, policy: Policy) -> Answers:
    return (f"{college_award(surplus, policy=policy)}",)


def _clash_codes(pair: Sequence[ExamSession], policy: Policy) -> Answers:
    return _codes([found.code for found in check_schedule(pair, [], [], [], policy=policy)])


def _notice_codes(session: ExamSession, policy: Policy) -> Answers:
    return _codes([found.code for found in check_notices([session], policy=policy)])


def _standing(day: date, policy: Policy) -> Answers:
    return ("in force" if policy.in_force(day) else "not in force",)


_ANSWERS: Mapping[str, Words] = {
    "in force": Words("有效", "in force"),
    "not in force": Words("无效", "not in force"),
    "-": Words("没有问题", "no finding"),
    "notice-short": Words("提前天数不足", "too few days of notice"),
    "notice-late": Words("开考后才通报", "notified after the start"),
    "room-turnaround": Words("间隔不足", "too short a gap"),
    "room-overlap": Words("场地冲突", "room clash"),
}
"""The answers that are words, as they are shown."""


_DAY_OF = Words("一天 {sessions}", "{sessions} in a day")


def day_in_words(minutes: Sequence[Minutes], limits: Sequence[int]) -> Words:
    """Return of what sessions a day is made: short, long, or of so many minutes between the limits."""
    return _DAY_OF.filled(sessions=sessions_in_words(minutes, limits))


def sessions_in_words(minutes: Sequence[Minutes], limits: Sequence[int]) -> Words:
    """Return how many sessions there are of each kind.

    Args:
        minutes: the length of each session.
        limits: the lengths from which a session is long, under each policy.
    """
    kinds: list[Words] = []
    for length, count in sorted(Counter(minutes).items()):
        if length < min(limits):
            kind = Words("{count} 场短场", "{count} short session{s}")
        elif length < max(limits):
            kind = Words("{count} 场 {length} 分钟的场次", "{count} session{s} of {length} minutes")
        else:
            kind = Words("{count} 场长场", "{count} long session{s}")
        kinds.append(kind.filled(count=count, length=length, s="s" if count > 1 else ""))
    return joined(_AND, kinds)


_AND = Words("、", " and ")
_SEMICOLON = Words("；", "; ")
_PERSON_DAY = Words("一人一天：{parts}", "one person's day: {parts}")
_PART = Words("{project} {sessions}", "{project} {sessions}")


def _split_days(a: Policy, b: Policy) -> Iterator[Case]:
    """§3.5.2.2b: the smallest day over projects of which a project is paid differently (B6, B8)."""
    if held := first_shares(a, b):
        shares = partial(_shares, held, is_apart=a.exams.overlapping == "once", limits=_limits(a, b))
        yield Case(len(held), "§3.5.2.2b", _PERSON_DAY.filled(parts=_over_projects(held, a, b)), shares)


def _over_projects(held: Held, a: Policy, b: Policy) -> Words:
    parts: dict[str, list[Minutes]] = {}
    for project, minutes in sorted(held):
        parts.setdefault(project, []).append(minutes)
    named = ((name, sessions_in_words(lengths, _limits(a, b))) for name, lengths in parts.items())
    return joined(_SEMICOLON, (_PART.filled(project=name, sessions=sessions) for name, sessions in named))


def _shares(held: Held, policy: Policy, *, is_apart: bool, limits: Sequence[int]) -> Answers:
    """Return what each project pays, of sessions one after another, the longest last, or at the same time."""
    begin = datetime.combine(_DAY, time(0))
    shorts = [minutes for _, minutes in held if minutes < min(limits)]
    sessions: list[ExamSession] = []
    for number, (project, minutes) in sorted(enumerate(held), key=lambda one: one[1][1]):
        length = _length(minutes)
        if is_apart and minutes < min(limits):  # any length will do: together they take less than a minute
            length = timedelta(minutes=1) / (len(shorts) + 1)
        session_id = f"S{number:03}"
        sessions.append(ExamSession(session_id=session_id, project_id=project, start=begin, end=begin + length))
        begin += length if is_apart else timedelta(0)
    ids = [session.session_id for session in sessions]
    duties = [ExamDuty(duty_id=session_id, session_id=session_id, staff_id="T01") for session_id in ids]
    shares: Counter[str] = Counter()
    for day in exam_pay(sessions, duties, policy=policy).days:
        for share in day.shares:
            shares[share.project_id] += hundredths(share.amount)
    projects = sorted({project for project, _ in held})
    if len(projects) == 1:
        return (f"{yuan(shares[projects[0]])}",)
    return (" ".join(f"{project} {yuan(shares[project])}" for project in projects),)


_AT_ONCE = Words("一人同时承担 {sessions}", "one person on {sessions} at the same time")


def _overlaps(a: Policy, b: Policy) -> Iterator[Case]:
    """§3.5.2.2b: sessions of one person that begin together, by what they pay (B10)."""
    for held in at_once(a, b):
        words = _AT_ONCE.filled(sessions=_over_projects(held, a, b))
        if len({project for project, _ in held}) == 1:
            words = _AT_ONCE.filled(sessions=sessions_in_words([minutes for _, minutes in held], _limits(a, b)))
        yield Case(len(held), "§3.5.2.2b", words, partial(_shares, held, is_apart=False, limits=_limits(a, b)))


_CLASS_HOURS, _ONE_DAY = Words("{count} 学时", "{count} class hour{count:plural}"), Words("1 天", "1 day")
_TRAINING = Words("同一天培训 {records}", "training of {records} on one date")


def _training(a: Policy, b: Policy) -> Iterator[Case]:
    """§3.5.2.1: the smallest training of a person on one date of which a record is paid differently."""
    if taught := first_training(a.training, b.training):
        records = [(unit, shortest(count)) for unit, count in taught]
        parts = [_CLASS_HOURS.filled(count=count) if unit == "class_hour" else _ONE_DAY for unit, count in records]
        yield Case(len(records), "§3.5.2.1", _TRAINING.filled(records=joined(_AND, parts)), partial(_taught, records))


def _taught(records: Sequence[tuple[str, Decimal]], policy: Policy) -> Answers:
    pay = training_pay(training_records(records), policy=policy)
    return f"{pay.total}", " + ".join(f"{line.amount}" for line in pay.lines)


def training_records(records: Sequence[tuple[str, Decimal]]) -> list[TrainingRecord]:
    """Return training records of one person on one date, from units and quantities."""
    return [
        TrainingRecord.model_validate(
            {
                "record_id": f"R{number}",
                "project_id": "P1",
                "staff_id": "T01",
                "date": _DAY,
                "unit": unit,
                "quantity": count,
            }
        )
        for number, (unit, count) in enumerate(records)
    ]  # fmt: skip


_WORKLOAD = Words("1 天培训计入的工作量（学时）", "the workload of 1 day of training, in class hours")


def _workload(_: Policy, __: Policy) -> Iterator[Case]:
    """§2.2.4b: the class hours that a day of training counts as."""
    yield Case(1, "§2.2.4b", _WORKLOAD, _workload_of_a_day)


def _workload_of_a_day(policy: Policy) -> Answers:
    (hours,) = social_service_hours(training_records([("day", Decimal(1))]), policy=policy)
    return (f"{hours.class_hours}",)


_AWARD = Words("结余 {surplus} 元的奖励", "the award on a surplus of {surplus} yuan")


def _surpluses(a: Policy, b: Policy) -> Iterator[Case]:
    """§3.5.3b: the smallest surplus on which the awards differ, below 10^13 yuan."""
    if (fen := first_surplus(a.surplus, b.surplus)) is not None:
        surplus = f"{yuan(fen)}"
        yield Case(1, "§3.5.3b", _AWARD.filled(surplus=surplus), partial(_award_of, surplus))


_CERTIFICATE, _LICENCE = Words("{level}证书", "level {level}"), Words("驾驶证", "driving licence")
_RECORDED = Words("{what}（{details}）", "{what} ({details})")
_NO_CATEGORY, _ISSUER = Words("未填类别", "no category"), Words("评价组织 {issuer}", "issuer {issuer}")
_ASSUMED = Words("以前已认定，未填学分", "recognized before, credits not stated")
_GIVEN = Words("以前已认定 {given} 学分", "recognized before with {given} credit{given:plural}")
_COMMA = Words("，", ", ")
_ONE = Words("一名学生{days}的{certificates}", "one student's certificate{days}: {certificates}")
_OF_ONE_NAME = Words("一名学生名称相同的{certificates}", "one student's certificates of one name: {certificates}")
_OF_NAMES = Words("一名学生名称不同的{certificates}", "one student's certificates of different names: {certificates}")
_CIRCUMSTANCES: Mapping[Circumstance, Words] = {
    "none": same(""),
    "issued": Words("于 {issued} 发证", " issued on {issued}"),
    "before-enrolment": Words("入学前一天发证", " issued the day before enrolment"),
    "enrolment-unknown": Words("入学日期不明", " with an unknown date of enrolment"),
    "after-graduation": Words("毕业后第 {days} 天发证", " issued {days} day{days:plural} after graduation"),
}


def _certificates(a: Policy, b: Policy) -> Iterator[Case]:
    """§3.4a-c: the certificates of a student that decide (`certificate_sets`)."""
    for found in certificate_sets(a, b):
        clause = "§3.4c" if found.circumstance == "none" else "§3.4a"
        yield Case(len(found.filed), clause, _set_in_words(found), partial(_credits, found))


def _set_in_words(found: Certificates) -> Words:
    days = (found.issued_on - found.graduated_on).days if found.graduated_on else 0
    words = _ONE
    if len(found.filed) > 1:
        words = _OF_ONE_NAME if len({one.name for one in found.filed}) == 1 else _OF_NAMES
    return words.filled(
        certificates=joined(_AND, map(_certificate_words, found.filed)),
        days=_CIRCUMSTANCES[found.circumstance].filled(issued=found.issued_on, days=days),
    )


def _certificate_words(one: Filed) -> Words:
    what = _LICENCE if one.level == LICENCE else _CERTIFICATE.filled(level=one.level)
    details = [CATEGORY_NAMES[one.category] if one.category else _NO_CATEGORY]
    if one.issuer:
        details.append(_ISSUER.filled(issuer=one.issuer))
    if one.given is not None:
        details.append(_ASSUMED if one.given == ASSUMED else _GIVEN.filled(given=shortest(one.given)))
    return _RECORDED.filled(what=what, details=joined(_COMMA, details))


def _credits(found: Certificates, policy: Policy) -> Answers:
    given = credits_of(found, policy)
    return f"{shortest(sum(map(hundredths, given)))}", " + ".join(f"{own}" for own in given)


def _rooms(a: Policy, b: Policy) -> Iterator[Case]:
    """§3.5.4e: two sessions in one room with a gap at each turnaround."""
    limits = {a.schedule.turnaround_minutes, b.schedule.turnaround_minutes}
    for gap in sorted({max(limit - step, 0) for limit in limits for step in (0, 1)}):
        start = datetime.combine(_DAY, time(8))
        first = ExamSession(session_id="S1", project_id="P1", room="R1", start=start, end=start + timedelta(hours=1))
        second = first.model_copy(
            update={
                "session_id": "S2",
                "start": first.end + timedelta(minutes=gap),
                "end": first.end + timedelta(minutes=gap + 60),
            }
        )
        yield Case(2, "§3.5.4e", _APART.filled(gap=gap), partial(_clash_codes, (first, second)))


_APART = Words("同一场地相隔 {gap} 分钟的两场", "two sessions in one room, {gap} minute{gap:plural} apart")


def _codes(codes: Sequence[str]) -> Answers:
    return (", ".join(codes) or "-",)


def _notices(a: Policy, b: Policy) -> Iterator[Case]:
    """§3.5.4d: a session with some days of notice, at each number of days."""
    limits = {policy.schedule.notice_days or 0 for policy in (a, b)}
    for ahead in sorted({max(limit - step, 0) for limit in limits for step in (0, 1)}):
        start = datetime.combine(_DAY, time(8))
        session = ExamSession(
            session_id="S1",
            project_id="P1",
            start=start,
            end=start + timedelta(hours=1),
            notified_at=start - timedelta(days=ahead, minutes=1),
        )
        yield Case(1, "§3.5.4d", _AHEAD.filled(days=ahead), partial(_notice_codes, session))


_AHEAD = Words("提前 {days} 天通报的一场", "a session with {days} day{days:plural} of notice")
_STANDING = Words("单独适用时 {day} 是否有效", "whether the policy alone is in force on {day}")


def _dates(a: Policy, b: Policy) -> Iterator[Case]:
    """§0a: one class hour on either side of each first and last day in force."""
    ends = [end for policy in (a, b) for end in (policy.effective_from, policy.effective_until) if end]
    days = {end + timedelta(days=step) for end in ends for step in (-1, 0, 1)}
    for day in sorted(day for day in days if FIRST_DAY <= day <= LAST_DAY):
        yield Case(1, "§0a", _STANDING.filled(day=day), partial(_standing, day))


@dataclass(frozen=True, slots=True)
class Kind:
    """The cases of one clause: what it is about, the fields that decide, where cases come from, why these are enough.

    `fields` are dotted names of a policy or of a whole part of it. Two policies that agree on the cases agree on every
    input, as `argument` says, unless `bounds` gives those within which they do.
    """

    clause: str
    name: Words
    fields: tuple[str, ...]
    sources: tuple[Callable[[Policy, Policy], Iterator[Case]], ...]
    argument: Words
    bounds: Callable[[Policy, Policy], Words | None] = lambda _, __: None


_HIDDEN = Words(
    "一天的应发合计都相同；有一份从第一场起按天计酬，按不影响应发的场次标准分摊，比例不同而所差可能不足一分；"
    "试到一天 {most} 场",
    "a day is paid the same in all; one pays by the day from the first session on and divides it by rates that pay "
    "nothing themselves: in other proportions, which may differ by less than a fen; tried for up to {most} sessions",
).filled(most=MOST_TRIED)


def _bounds_of_shares(a: Policy, b: Policy) -> Words | None:
    return None if are_shares_decided(a, b) else _HIDDEN


KINDS = (
    Kind(
        "§3.5.2.2b",
        Words("考务费", "exam duty pay"),
        ("exams",),
        (_days_on_duty, _split_days, _overlaps),
        Words(
            "一天至多 {most:,} 场，不论长短、项目、是否重叠，应发和分摊都相同",
            "a day of up to {most:,} sessions, of whatever length, project and overlap, is paid and divided the same",
        ).filled(most=MOST_SESSIONS),
        _bounds_of_shares,
    ),
    Kind(
        "§3.5.2.1",
        Words("培训课酬", "training pay"),
        ("training",),
        (_training,),
        Words(
            "同一天的任何记录都相同：若有差异，一至三条记录即可显出",
            "any records of a date are paid the same: one to three would show a difference",
        ),
    ),
    Kind(
        "§2.2.4b",
        Words("社会服务工作量", "social-service workload"),
        ("training.hours_per_day",),
        (_workload,),
        Words("一天折合的学时是唯一的依据", "the class hours that a day counts as alone decide"),
    ),
    Kind(
        "§3.5.3b",
        Words("项目组织奖励", "college award"),
        ("surplus",),
        (_surpluses,),
        Words("对小于 10^13 元的每一笔结余都相同", "the awards are the same on every surplus below 10^13 yuan"),
    ),
    Kind(
        "§3.4c",
        Words("证书学分", "credits for certificates"),
        ("credits",),
        (_certificates,),
        Words(
            "一名学生的任何一组证书都相同：若有差异，一至三本即可显出",
            "any certificates of a student give the same: one to three would show a difference",
        ),
    ),
    Kind(
        "§3.5.4e",
        Words("场地间隔", "gap between two uses of a room"),
        ("schedule.turnaround_minutes",),
        (_rooms,),
        Words("间隔只与所需分钟数比较", "a gap is compared with the minutes between two uses and with nothing else"),
    ),
    Kind(
        "§3.5.4d",
        Words("考务通报", "notice to the venue office"),
        ("schedule.notice_days",),
        (_notices,),
        Words(
            "提前天数只与所需天数比较，不规定天数等于 0 天",
            "days of notice are compared with those needed and with nothing else; none needed is the same as 0",
        ),
    ),
    Kind(
        "§0a",
        Words("有效期", "period in force"),
        ("effective_from", "effective_until"),
        (_dates,),
        Words("单独适用时，两段有效期的首尾相同", "each by itself is in force from the same day to the same day"),
    ),
)
"""The cases of every computed clause."""

_YUAN, _CREDITS = Words("{amount} 元", "{amount} yuan"), Words("{amount} 学分", "{amount} credit{amount:plural}")
_UNITS: Mapping[str, Words] = {
    "§3.5.2.2a": _YUAN,
    "§3.5.2.2b": _YUAN,
    "§3.5.2.1": _YUAN,
    "§2.2.4b": Words("{amount} 学时", "{amount} class hour{amount:plural}"),
    "§3.5.3b": _YUAN,
    "§3.4a": _CREDITS,
    "§3.4c": _CREDITS,
}
"""The units of the answers that are amounts, by clause."""


@dataclass(frozen=True, slots=True)
class SmallestExample(AsJson):
    """A smallest input whose result differs between two policies, with both results; or the bounds of a vain search.

    `words` are null where there is no example; `old`, `new` and `clause` are empty then.
    """

    words: Words | None = None
    old: str = ""
    new: str = ""
    clause: str = ""
    rows: int = 0

    def message(self, lang: Language = "zh") -> str:
        """Return it in a line, in Chinese or English.

        Raises:
            ValueError: another language.
        """
        if self.words is None:
            return _NO_EXAMPLE.filled(bounds=BOUNDS).to(lang)
        unit = _UNITS.get(self.clause)
        old, new = (unit.filled(amount=answer) if unit else _ANSWERS[answer] for answer in (self.old, self.new))
        return _DIFFERS.filled(case=self.words, old=old, new=new, clause=cited(self.clause)).to(lang)

    def to_json(self) -> str:
        """Return it as JSON, with the bounds within which it was looked for."""
        zh, en = self.words or ("", "")
        document = {
            "zh": zh,
            "en": en,
            "old": self.old,
            "new": self.new,
            "clause": self.clause,
            "rows": self.rows,
            "bounds_zh": BOUNDS.zh,
            "bounds_en": BOUNDS.en,
        }
        return json.dumps(document, ensure_ascii=False, indent=1)


BOUNDS = joined(
    Words("、", ", "),
    (
        Words(
            "任何一天的考务（至多 {most:,} 场；从第一场起按天计酬而分摊比例不同的，试到 {tried} 场）",
            "any day on duty (up to {most:,} sessions; up to {tried} if one pays by the day from the first on and "
            "divides it in other proportions)",
        ).filled(most=MOST_SESSIONS, tried=MOST_TRIED),
        Words("任何一天的培训", "any training on a date"),
        Words("任何结余", "any surplus"),
        Words("一名学生的任何证书", "any certificates of a student"),
        Words("任何间隔和通报", "any gap and notice"),
        Words("任何日期", "any date"),
    ),
)
"""Within which inputs an example is looked for; what is called any is decided by an argument, not by trying."""

_DIFFERS = Words("{case}：{old} → {new}（{clause}）", "{case}: {old} -> {new} ({clause})")
_NO_EXAMPLE = Words("在以下范围内没有差异：{bounds}", "no difference within these bounds: {bounds}")


def smallest_example(a: Policy, b: Policy) -> SmallestExample:
    """Return a smallest input whose result differs between two policies: the fewest rows, then the clauses in order.

    `compare` answers for each clause, and tells where it is decided within bounds alone.

    Both are compared as if always in force; only where nothing else differs, the days on which they are in force are.

    Clause: §2.2.4b, §3.4c, §3.5.2.1, §3.5.2.2b, §3.5.3b, §3.5.4d, §3.5.4e, §0a

    Args:
        a: the policy before.
        b: the policy after.

    Raises:
        ValueError: something else than two policies.
    """
    with Arguments() as check:
        a, b = check(only_policy, a, "a"), check(only_policy, b, "b")
    best = SmallestExample()
    for kind in KINDS:
        found = best if best.words is not None and kind.clause == "§0a" else smallest_of(kind, a, b)
        if found.words is not None and (best.words is None or found.rows < best.rows):
            best = found
    return best


def smallest_of(kind: Kind, a: Policy, b: Policy) -> SmallestExample:
    """Return the smallest case of a kind that two policies decide differently; without words if there is none."""
    if kind.clause != "§0a":
        a, b = (policy.amended(effective_from=FIRST_DAY, effective_until=None) for policy in (a, b))
    best = SmallestExample()
    for case in (case for source in kind.sources for case in source(a, b)):
        if best.words is None or case.rows < best.rows:
            for old, new in zip(case.answers(a), case.answers(b), strict=True):
                if old != new:
                    best = SmallestExample(case.words, old, new, case.clause, case.rows)
                    break
    return best


def example_json(found: SmallestExample) -> str:
    """Return a smallest example as JSON.

    Raises:
        ValueError: something else than a SmallestExample.
    """
    return only(found, SmallestExample, "found").to_json()
