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
from itertools import combinations_with_replacement, product
from operator import itemgetter

from xmut_rules.base.arguments import Arguments, only
from xmut_rules.base.language import Language, Words, joined, same
from xmut_rules.base.money import hundredths, yuan
from xmut_rules.base.values import FIRST_DAY, LAST_DAY, AsJson
from xmut_rules.changes.thresholds import MOST_MIXED, first_day, first_surplus
from xmut_rules.policy.clauses import cited
from xmut_rules.policy.terms import Policy, only_policy
from xmut_rules.rules.credits import recognize_credits
from xmut_rules.rules.exams import duty_day_pay, exam_pay
from xmut_rules.rules.records import LEVELS, Category, Certificate, ExamDuty, ExamSession, Student, TrainingRecord
from xmut_rules.rules.schedule import check_notices, check_schedule
from xmut_rules.rules.settlement import college_award
from xmut_rules.rules.training import social_service_hours, training_pay

_DAY = date(2050, 6, 15)
_MOST_SESSIONS = 4
"""Days over two projects have at most so many sessions."""


@dataclass(frozen=True, slots=True)
class Case:
    """A small input: how many rows it has, which clause answers, what it is in words, and the answer by policy."""

    rows: int
    clause: str
    words: Words
    answer: Callable[[Policy], str]


def _days_on_duty(a: Policy, b: Policy) -> Iterator[Case]:
    """§3.5.2.2a-b: the smallest day that is paid differently, of any number of sessions."""
    if day := first_day(a, b):
        clause = "§3.5.2.2a" if len(day) == 1 else "§3.5.2.2b"
        limits = a.exams.long_from_minutes, b.exams.long_from_minutes
        yield Case(len(day), clause, day_in_words(day, limits), partial(_duty_pay, day))


def _duty_pay(day: Sequence[float], policy: Policy) -> str:
    return f"{duty_day_pay([timedelta(minutes=length) for length in day], policy=policy)}"


def _training_total(records: Sequence[tuple[str, Decimal]], policy: Policy) -> str:
    return f"{training_pay(training_records(records), policy=policy).total}"


def _award_of(surplus: str, policy: Policy) -> str:
    return f"{college_award(surplus, policy=policy)}"


def _clash_codes(pair: Sequence[ExamSession], policy: Policy) -> str:
    return _codes([found.code for found in check_schedule(pair, [], [], [], policy=policy)])


def _notice_codes(session: ExamSession, policy: Policy) -> str:
    return _codes([found.code for found in check_notices([session], policy=policy)])


def _standing(day: date, policy: Policy) -> str:
    return "in force" if policy.in_force(day) else "not in force"


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


def day_in_words(minutes: Sequence[float], limits: Sequence[int]) -> Words:
    """Return of what sessions a day is made: short, long, or of so many minutes between the limits."""
    return _DAY_OF.filled(sessions=sessions_in_words(minutes, limits))


def sessions_in_words(minutes: Sequence[float], limits: Sequence[int]) -> Words:
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


def _lengths(a: Policy, b: Policy) -> list[float]:
    """Return a length in minutes of each kind of session: short, long under one policy if that differs, and long."""
    limits = {a.exams.long_from_minutes, b.exams.long_from_minutes}
    return [1 if min(limits) > 1 else 0.5, *sorted(limits)]


def _split_days(a: Policy, b: Policy) -> Iterator[Case]:
    """§3.5.2.2b: days over two projects, by their shares (B6, B8).

    Sessions are held one after the other, the longest last; where they do not fit they overlap, which matters for B10.
    """
    limits = a.exams.long_from_minutes, b.exams.long_from_minutes
    once = "once" in (a.exams.overlapping, b.exams.overlapping)
    for count in range(2, _MOST_SESSIONS + 1):
        for day in combinations_with_replacement(list(product(("P1", "P2"), _lengths(a, b))), count):
            parts = {name: [minutes for project, minutes in day if project == name] for name in ("P1", "P2")}
            fits = sum(sorted(minutes for _, minutes in day)[:-1]) < 24 * 60
            if all(parts.values()) and (fits or not once):
                words = [
                    _PART.filled(project=name, sessions=sessions_in_words(minutes, limits))
                    for name, minutes in parts.items()
                ]
                person_day = _PERSON_DAY.filled(parts=joined(_SEMICOLON, words))
                yield Case(count, "§3.5.2.2b", person_day, partial(_shares, day))


def _shares(held: Sequence[tuple[str, float]], policy: Policy) -> str:
    sessions: list[ExamSession] = []
    begin = datetime.combine(_DAY, time(0))
    for number, (project, minutes) in enumerate(sorted(held, key=itemgetter(1))):
        start = begin if begin.date() == _DAY else datetime.combine(_DAY, time(23, number))
        end = begin = start + timedelta(minutes=minutes)
        sessions.append(ExamSession(session_id=f"S{number}", project_id=project, start=start, end=end))
    ids = [session.session_id for session in sessions]
    duties = [ExamDuty(duty_id=session_id, session_id=session_id, staff_id="T01") for session_id in ids]
    days = exam_pay(sessions, duties, policy=policy).days
    shares = {share.project_id: share.amount for day in days for share in day.shares}
    return " ".join(f"{project} {amount}" for project, amount in sorted(shares.items()))


_AT_ONCE = Words("一人同时承担 {sessions}", "one person on {sessions} at the same time")


def _overlaps(a: Policy, b: Policy) -> Iterator[Case]:
    """§3.5.2.2b: two sessions of one person that begin together, by what they pay (B10)."""
    limits = a.exams.long_from_minutes, b.exams.long_from_minutes
    for day in combinations_with_replacement(_lengths(a, b), 2):
        words = _AT_ONCE.filled(sessions=sessions_in_words(day, limits))
        yield Case(2, "§3.5.2.2b", words, partial(_pay_at_once, day))


def _pay_at_once(day: Sequence[float], policy: Policy) -> str:
    start = datetime.combine(_DAY, time(0))
    sessions = [
        ExamSession(session_id=f"S{n}", project_id="P1", start=start, end=start + timedelta(minutes=minutes))
        for n, minutes in enumerate(day)
    ]
    duties = [ExamDuty(duty_id=f"D{n}", session_id=f"S{n}", staff_id="T01") for n in range(len(day))]
    return f"{exam_pay(sessions, duties, policy=policy).total}"


_CLASS_HOURS, _ONE_DAY = Words("{count} 学时", "{count} class hour{count:plural}"), Words("1 天", "1 day")
_TRAINING = Words("同一天培训 {records}", "training of {records} on one date")


def _training(a: Policy, b: Policy) -> Iterator[Case]:
    """§3.5.2.1: one or two records of a person on one date, at a day's hours."""
    hours = {policy.training.hours_per_day for policy in (a, b)}
    above = [Decimal(f"{int(count) + 1}") for count in hours if count < 24]
    counts = sorted({Decimal(1), *hours, *above, Decimal(12)})
    kinds = [("class_hour", count) for count in counts] + [("day", Decimal(1))]
    for rows in range(1, 3):
        for records in combinations_with_replacement(kinds, rows):
            parts = [_CLASS_HOURS.filled(count=count) if unit == "class_hour" else _ONE_DAY for unit, count in records]
            words = _TRAINING.filled(records=joined(_AND, parts))
            yield Case(rows, "§3.5.2.1", words, partial(_training_total, records))


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


def _workload_of_a_day(policy: Policy) -> str:
    (hours,) = social_service_hours(training_records([("day", Decimal(1))]), policy=policy)
    return f"{hours.class_hours}"


_AWARD = Words("结余 {surplus} 元的奖励", "the award on a surplus of {surplus} yuan")


def _surpluses(a: Policy, b: Policy) -> Iterator[Case]:
    """§3.5.3b: the smallest surplus on which the awards differ, below 10^13 yuan."""
    if (fen := first_surplus(a.surplus, b.surplus)) is not None:
        surplus = f"{yuan(fen)}"
        yield Case(1, "§3.5.3b", _AWARD.filled(surplus=surplus), partial(_award_of, surplus))


_Filed = tuple[tuple[str, str], Category, date]
"""A certificate: its kind and level, its category, its day of issue."""

_OF_STUDENT = Words("一名学生的{certificates}", "{certificates} of one student")


def _filed_on(a: Policy, b: Policy) -> date:
    """Return a day from which certificates count under both policies (D7)."""
    return max([date(2049, 9, 1), *(day for policy in (a, b) if (day := policy.credits.earliest_issue))])


def _certificates(a: Policy, b: Policy) -> Iterator[Case]:
    """§3.4a-c: one or two certificates of a student, of each kind and level, issued at each earliest day."""
    limits = [day for policy in (a, b) if (day := policy.credits.earliest_issue)]
    near = {day for limit in limits for day in (limit - timedelta(days=1), limit)}
    days = sorted({_filed_on(a, b), *(day for day in near if day >= FIRST_DAY)})
    kinds = [("skill", level) for level in LEVELS] + [("driving_licence", "C1")]
    one: list[_Filed] = list(product(kinds, CATEGORIES, days))
    for rows in range(1, 3):
        for chosen in combinations_with_replacement(one, rows):
            words = _OF_STUDENT.filled(certificates=joined(_AND, map(_certificate_words, chosen)))
            yield Case(rows, "§3.4c", words, partial(_credits, chosen))


CATEGORIES: Mapping[Category, Words] = {
    "innovation_practice": Words("创新创业实践", "innovation practice"),
    "general_elective": Words("公共通识选修", "general elective"),
}
_SKILL, _LICENCE = Words("{level}证书", "a certificate of level {level}"), Words("驾驶证", "a driving licence")
_ISSUED = Words("{what}（{category}，{issued} 发证）", "{what} ({category}, issued {issued})")


def _certificate_words(filed: _Filed) -> Words:
    (kind, level), category, issued = filed
    what = _SKILL.filled(level=level) if kind == "skill" else _LICENCE
    return _ISSUED.filled(what=what, category=CATEGORIES[category], issued=issued)


def _credits(chosen: Sequence[_Filed], policy: Policy) -> str:
    student = Student(student_id="ST01", name="学生01", enrolled_on=FIRST_DAY)
    names = (
        ["证书A"] * 2 if len(chosen) <= 2 else [f"证书{number}" for number, _ in enumerate(chosen)]
    )  # D4 compares two
    filed = [
        Certificate.model_validate(
            {
                "certificate_id": f"K{number}", "student_id": "ST01", "kind": kind, "name": names[number],
                "level": level, "number": f"N{number}", "issuer_recognized": True, "issued_on": issued,
                "status": "valid",
                "category": category,
            }
        )
        for number, ((kind, level), category, issued) in enumerate(chosen)
    ]  # fmt: skip
    return f"{recognize_credits(filed, [student], as_of=LAST_DAY, policy=policy).students[0].total}"


_SO_MANY = Words(
    "一名学生名称各不相同的 {count} 本{certificate}",
    "{count} certificates of one student, each of another name: {certificate}",
)


def _to_the_cap(a: Policy, b: Policy) -> Iterator[Case]:
    """§3.4b: as many certificates, each with a name of its own, as exceed the lower cap (D11)."""
    caps = [cap for policy in (a, b) if (cap := policy.credits.category_cap) is not None]
    if a.credits.category_cap == b.credits.category_cap:
        return
    for level, category in product(LEVELS, CATEGORIES):
        filed: _Filed = ("skill", level), category, _filed_on(a, b)
        worth = Decimal(_credits([filed], a.amended(credits={"category_cap": None})))
        if worth:
            count = hundredths(min(caps)) // hundredths(worth) + 1
            words = _SO_MANY.filled(count=count, certificate=_certificate_words(filed))
            yield Case(count, "§3.4b", words, partial(_credits, [filed] * count))


_BEFORE = Words("入学前一天发证的一本证书", "a certificate issued the day before enrolment")
_AFTER = Words("毕业后第 {days} 天发证的一本证书", "a certificate issued {days} day{days:plural} after graduation")


def _studies(a: Policy, b: Policy) -> Iterator[Case]:
    """§3.4a: a certificate from before enrolment (D6), or from after graduation (D8)."""
    first = _filed_on(a, b)
    limits = {a.credits.days_after_graduation, b.credits.days_after_graduation}
    after = [(max(limit + step, 1), first) for limit in sorted(limits) for step in (0, 1)]
    for days, studied in ((-1, first + timedelta(days=1)), *after):
        if studied + timedelta(days=max(days, 0)) <= LAST_DAY:
            words = _AFTER.filled(days=days) if days > 0 else _BEFORE
            yield Case(1, "§3.4a", words, partial(_credits_of_a_day, studied, days))


def _credits_of_a_day(day: date, days: int, policy: Policy) -> str:
    """Return the credits of a licence issued some days after the only day of a student's studies."""
    student = Student(student_id="ST01", name="学生01", enrolled_on=day, graduated_on=day)
    licence = Certificate(
        certificate_id="K01",
        student_id="ST01",
        kind="driving_licence",
        name="驾驶证",
        level="C1",
        number="N1",
        issuer_recognized=True,
        issued_on=day + timedelta(days=days),
        status="valid",
        category="general_elective",
    )
    return f"{recognize_credits([licence], [student], as_of=LAST_DAY, policy=policy).students[0].total}"


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


def _codes(codes: Sequence[str]) -> str:
    return ", ".join(codes) or "-"


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
    """The cases of one clause: the fields that decide them, where they come from, and why it is enough to try these.

    `fields` are dotted names of a policy or of a whole part of it. `is_complete` tells whether two policies that agree
    on the cases agree on every input; if not, `argument` gives the bounds.
    """

    clause: str
    fields: tuple[str, ...]
    sources: tuple[Callable[[Policy, Policy], Iterator[Case]], ...]
    argument: Words
    is_complete: bool = True


_TWO_PROJECTS = Words(
    "一天的应发合计对任何场次都一致；分摊和同时进行的场次只试了两个项目、每天至多 {most} 场",
    "the pay of a day is the same whatever its sessions; shares and sessions at the same time were tried for two "
    "projects and up to {most} sessions a day",
).filled(most=_MOST_SESSIONS)
KINDS = (
    Kind("§3.5.2.2b", ("exams",), (_days_on_duty, _split_days, _overlaps), _TWO_PROJECTS, is_complete=False),
    Kind(
        "§3.5.2.1",
        ("training",),
        (_training,),
        Words(
            "试了同一天一条或两条记录，学时在每天折合学时上下",
            "one or two records on a date were tried, at a day's hours",
        ),
        is_complete=False,
    ),
    Kind(
        "§2.2.4b",
        ("training.hours_per_day",),
        (_workload,),
        Words("一天折合的学时是唯一的依据", "the class hours that a day counts as alone decide"),
    ),
    Kind(
        "§3.5.3b",
        ("surplus",),
        (_surpluses,),
        Words("对小于 10^13 元的每一笔结余都相同", "the awards are the same on every surplus below 10^13 yuan"),
    ),
    Kind(
        "§3.4c",
        ("credits",),
        (_certificates, _to_the_cap, _studies),
        Words(
            "试了一个学生的一本、两本证书，以及达到上限所需的本数",
            "one and two certificates of a student were tried, and as many as reach a cap",
        ),
        is_complete=False,
    ),
    Kind(
        "§3.5.4e",
        ("schedule.turnaround_minutes",),
        (_rooms,),
        Words("间隔只与所需分钟数比较", "a gap is compared with the minutes between two uses and with nothing else"),
    ),
    Kind(
        "§3.5.4d",
        ("schedule.notice_days",),
        (_notices,),
        Words(
            "提前天数只与所需天数比较，不规定天数等于 0 天",
            "days of notice are compared with those needed and with nothing else; none needed is the same as 0",
        ),
    ),
    Kind(
        "§0a",
        ("effective_from", "effective_until"),
        (_dates,),
        Words("单独适用时，两段有效期的首尾相同", "each by itself is in force from the same day to the same day"),
    ),
)
"""The cases of every computed clause."""


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
        old, new = (_ANSWERS.get(answer, same(answer)) for answer in (self.old, self.new))
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
            "任何一天的考务（一份从第一场起按天计酬而两份标准不同的，至多 {most} 场）",
            "any day on duty (up to {most} sessions if one pays by the day from the first on and the rates differ)",
        ).filled(most=MOST_MIXED),
        Words("任何结余", "any surplus"),
        Words("任何间隔和通报", "any gap and notice"),
        Words("任何日期", "any date"),
        Words("两个项目每天至多 {most} 场", "up to {most} sessions a day over two projects").filled(
            most=_MOST_SESSIONS
        ),
        Words("同一天两条培训记录", "two training records on a date"),
        Words("两本证书或达到上限的本数", "two certificates or as many as reach a cap"),
    ),
)
"""Within which inputs an example is looked for; what is called any is decided by an argument, not by trying."""

_DIFFERS = Words("{case}：{old} → {new}（{clause}）", "{case}: {old} -> {new} ({clause})")
_NO_EXAMPLE = Words("在以下范围内没有差异：{bounds}", "no difference within these bounds: {bounds}")


def smallest_example(a: Policy, b: Policy) -> SmallestExample:
    """Return a smallest input whose result differs between two policies: the fewest rows, then the clauses in order.

    `compare` answers for each clause, and tells what is decided for every input.

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
            old, new = case.answer(a), case.answer(b)
            if old != new:
                best = SmallestExample(case.words, old, new, case.clause, case.rows)
    return best


def example_json(found: SmallestExample) -> str:
    """Return a smallest example as JSON.

    Raises:
        ValueError: something else than a SmallestExample.
    """
    return only(found, SmallestExample, "found").to_json()
