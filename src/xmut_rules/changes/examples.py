"""Small inputs at the boundaries of policies: what shows that two of them differ, or what is odd about one.

A case is described in words and answers under a policy; what is shown of it was run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from itertools import combinations_with_replacement, product

from pydantic import TypeAdapter

from xmut_rules.base.language import Language, Words, require_language
from xmut_rules.base.values import FIRST_DAY, LAST_DAY
from xmut_rules.policy.terms import Policy, only_policy
from xmut_rules.rules.credits import recognize_credits
from xmut_rules.rules.exams import duty_day_pay, exam_pay
from xmut_rules.rules.records import LEVELS, Certificate, ExamDuty, ExamSession, Student, TrainingRecord
from xmut_rules.rules.schedule import check_notices, check_schedule
from xmut_rules.rules.settlement import college_award
from xmut_rules.rules.training import social_service_hours, training_pay

_DAY = date(2050, 6, 15)
MOST_SESSIONS = 5
_MOST_FEN = 2_000


@dataclass(frozen=True, slots=True)
class Case:
    """A small input: how many rows it has, what it is in words, which clause answers, and the answer by policy."""

    rows: int
    clause: str
    zh: str
    en: str
    answer: Callable[[Policy], str]


def cases(a: Policy, b: Policy) -> Iterator[Case]:
    """Give cases of every kind at the boundary values of two policies; within a kind the smaller come first."""
    for kind in (_days_on_duty, _training, _workload, _surpluses, _certificates, _split_days, _rooms, _notices, _dates):
        yield from kind(a, b)


def _days_on_duty(a: Policy, b: Policy) -> Iterator[Case]:
    """§3.5.2.2a-b: days of up to five sessions, of lengths at both thresholds."""
    limits = a.exams.long_from_minutes, b.exams.long_from_minutes
    lengths = sorted({max(limit + step, 1) for limit in limits for step in (-1, 0)})
    for count in range(1, MOST_SESSIONS + 1):
        for day in combinations_with_replacement(lengths, count):
            zh, en = day_in_words(day, limits)

            yield Case(count, "§3.5.2.2a" if count == 1 else "§3.5.2.2b", zh, en, partial(_duty_pay, day))


def _duty_pay(day: Sequence[int], policy: Policy) -> str:
    return f"{duty_day_pay([timedelta(minutes=each) for each in day], policy=policy)}"


def _training_total(records: Sequence[tuple[str, Decimal]], policy: Policy) -> str:
    return f"{training_pay(training_records(records), policy=policy).total}"


def _award_of(surplus: str, policy: Policy) -> str:
    return f"{college_award(surplus, policy=policy)}"


def _clash_codes(pair: Sequence[ExamSession], policy: Policy) -> str:
    return _codes([each.code for each in check_schedule(pair, [], [], [], policy=policy)])


def _notice_codes(session: ExamSession, policy: Policy) -> str:
    return _codes([each.code for each in check_notices([session], policy=policy)])


def _standing(day: date, policy: Policy) -> str:
    return "in force" if policy.in_force(day) else "not in force"


def day_in_words(minutes: Sequence[int], limits: Sequence[int]) -> tuple[str, str]:
    """Say of what sessions a day is made, Chinese and English: short, long, or of so many minutes."""
    zh: list[str] = []
    en: list[str] = []
    for length, count in sorted(Counter(minutes).items()):
        kind = ("短场", "short session") if length < min(limits) else ("长场", "long session")
        if min(limits) <= length < max(limits):
            kind = f"{length} 分钟的场次", f"session of {length} minutes"
        zh.append(f"{count} 个{kind[0]}")
        plural = kind[1].replace("session", "sessions", 1) if count > 1 else kind[1]
        en.append(f"{count} {plural}")
    return "一天 " + "、".join(zh), " and ".join(en) + " in a day"


def _split_days(a: Policy, b: Policy) -> Iterator[Case]:
    """§3.5.2.2b: days over two projects, by their shares (B6, B8)."""
    limits = a.exams.long_from_minutes, b.exams.long_from_minutes
    lengths = sorted({max(limits) - 1, max(limits)})
    for count in range(2, MOST_SESSIONS):
        for day in combinations_with_replacement(list(product(("P1", "P2"), lengths)), count):
            if len({project for project, _ in day}) == 2:
                parts = {project: [minutes for each, minutes in day if each == project] for project in ("P1", "P2")}
                words = {project: day_in_words(each, limits) for project, each in parts.items()}
                zh = "；".join(f"{project} {each[0].removeprefix('一天 ')}" for project, each in words.items())
                en = "; ".join(f"{project} {each[1].removesuffix(' in a day')}" for project, each in words.items())

                yield Case(count, "§3.5.2.2b", f"一人一天：{zh}", f"one person's day: {en}", partial(_shares, day))


def _shares(day: Sequence[tuple[str, int]], policy: Policy) -> str:
    sessions = [
        ExamSession(
            session_id=f"S{number}",
            project_id=project,
            start=datetime.combine(_DAY, time(0, number)),
            end=datetime.combine(_DAY, time(0, number)) + timedelta(minutes=minutes),
        )
        for number, (project, minutes) in enumerate(day)
    ]
    duties = [ExamDuty(duty_id=each.session_id, session_id=each.session_id, staff_id="T01") for each in sessions]
    days = exam_pay(sessions, duties, policy=policy).days
    shares = {share.project_id: share.amount for each in days for share in each.shares}
    return " ".join(f"{project} {amount}" for project, amount in sorted(shares.items()))


def _training(a: Policy, b: Policy) -> Iterator[Case]:
    """§3.5.2.1: one or two records of a person on one date, at a day's hours."""
    hours = {each.training.hours_per_day for each in (a, b)}
    counts = sorted({Decimal(1), *hours, *(Decimal(f"{int(each) + 1}") for each in hours if each < 24), Decimal(12)})
    kinds = [("class_hour", count) for count in counts] + [("day", Decimal(1))]
    for rows in range(1, 3):
        for records in combinations_with_replacement(kinds, rows):
            zh = "、".join(f"{count} 学时" if unit == "class_hour" else "1 天" for unit, count in records)
            en = " and ".join(f"{count} class hours" if unit == "class_hour" else "1 day" for unit, count in records)

            yield Case(
                rows, "§3.5.2.1", f"同一天培训 {zh}", f"training of {en} on one date", partial(_training_total, records)
            )


def training_records(records: Sequence[tuple[str, Decimal]]) -> list[TrainingRecord]:
    """Give training records of one person on one date, from units and quantities."""
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


def _workload(_: Policy, __: Policy) -> Iterator[Case]:
    """§2.2.4b: the class hours that a day of training counts as."""
    zh, en = "1 天培训计入的工作量（学时）", "the workload of 1 day of training, in class hours"
    yield Case(1, "§2.2.4b", zh, en, _workload_of_a_day)


def _workload_of_a_day(policy: Policy) -> str:
    (hours,) = social_service_hours(training_records([("day", Decimal(1))]), policy=policy)
    return f"{hours.class_hours}"


def _surpluses(_: Policy, __: Policy) -> Iterator[Case]:
    """§3.5.3b: every surplus up to 20.00 yuan, and powers of ten."""
    for fen in (*range(1, _MOST_FEN + 1), *(10**power for power in range(4, 13))):
        surplus = f"{fen // 100}.{fen % 100:02d}"

        yield Case(
            1,
            "§3.5.3b",
            f"结余 {surplus} 元的奖励",
            f"the award of a surplus of {surplus} yuan",
            partial(_award_of, surplus),
        )


def _certificates(a: Policy, b: Policy) -> Iterator[Case]:
    """§3.4a-c: one or two certificates of a student, of each kind and level, issued at each earliest day."""
    limits = {each.credits.earliest_issue for each in (a, b)} - {None}
    near = {day for each in limits if each for day in (each - timedelta(days=1), each)}
    days = sorted({date(2049, 9, 1), *(day for day in near if day >= FIRST_DAY)})
    kinds = [("skill", level) for level in LEVELS] + [("driving_licence", "C1")]
    categories = ("innovation_practice", "general_elective")
    one = list(product(kinds, categories, days))
    for rows in range(1, 3):
        for chosen in combinations_with_replacement(one, rows):
            zh = "、".join(_certificate_words(each)[0] for each in chosen)
            en = " and ".join(_certificate_words(each)[1] for each in chosen)

            yield Case(rows, "§3.4c", f"一个学生的 {zh}", f"{en} of one student", partial(_credits, chosen))


def _certificate_words(each: tuple[tuple[str, str], str, date]) -> tuple[str, str]:
    (kind, level), category, issued = each
    category_zh = "创新创业实践" if category == "innovation_practice" else "公共通识选修"
    zh = f"{level}证书" if kind == "skill" else "驾驶证"
    en = f"a certificate of level {level}" if kind == "skill" else "a driving licence"
    return f"{zh}（{category_zh}，{issued}）", f"{en} ({category}, {issued})"


def _credits(chosen: Sequence[tuple[tuple[str, str], str, date]], policy: Policy) -> str:
    student = Student(student_id="ST01", name="学生01", enrolled_on=FIRST_DAY)
    filed = [
        Certificate.model_validate(
            {
                "certificate_id": f"K{number}", "student_id": "ST01", "kind": kind, "name": "证书A", "level": level,
                "number": f"N{number}", "issuer_recognized": True, "issued_on": issued, "status": "valid",
                "category": category,
            }
        )
        for number, ((kind, level), category, issued) in enumerate(chosen)
    ]  # fmt: skip
    return f"{recognize_credits(filed, [student], as_of=LAST_DAY, policy=policy).students[0].total}"


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

        zh, en = f"同一场地相隔 {gap} 分钟的两场", f"two sessions in one room, {gap} minutes apart"
        yield Case(2, "§3.5.4e", zh, en, partial(_clash_codes, (first, second)))


def _codes(codes: Sequence[str]) -> str:
    return ", ".join(codes) or "-"


def _notices(a: Policy, b: Policy) -> Iterator[Case]:
    """§3.5.4d: a session announced some days ahead, at each number of days."""
    limits = {each.schedule.notice_days or 0 for each in (a, b)}
    for ahead in sorted({max(limit - step, 0) for limit in limits for step in (0, 1)}):
        start = datetime.combine(_DAY, time(8))
        session = ExamSession(
            session_id="S1",
            project_id="P1",
            start=start,
            end=start + timedelta(hours=1),
            notified_at=start - timedelta(days=ahead, minutes=1),
        )

        yield Case(
            1,
            "§3.5.4d",
            f"提前 {ahead} 天通报的一场",
            f"a session announced {ahead} days ahead",
            partial(_notice_codes, session),
        )


def _dates(a: Policy, b: Policy) -> Iterator[Case]:
    """§0a: one class hour on either side of each first and last day in force."""
    ends = [end for each in (a, b) for end in (each.effective_from, each.effective_until) if end]
    days = {end + timedelta(days=step) for end in ends for step in (-1, 0, 1)}
    for day in sorted(each for each in days if FIRST_DAY <= each <= LAST_DAY):
        yield Case(1, "§0a", f"{day} 是否有效", f"whether it is in force on {day}", partial(_standing, day))


@dataclass(frozen=True, slots=True)
class SmallestExample:
    """A smallest input whose result differs between two policies, with both results; or the bounds of a vain search.

    Without an example, `zh`, `en`, `old`, `new` and `clause` are empty.
    """

    zh: str
    en: str
    old: str
    new: str
    clause: str
    rows: int
    bounds_zh: str
    bounds_en: str

    def message(self, lang: Language = "zh") -> str:
        """Say it in a line, in Chinese or English.

        Raises:
            ValueError: another language.
        """
        require_language(lang)
        if not self.clause:
            return Words(
                f"在以下范围内没有差别：{self.bounds_zh}", f"no difference within these bounds: {self.bounds_en}"
            ).to(lang)
        return f"{Words(self.zh, self.en).to(lang)}: {self.old} -> {self.new} ({self.clause})"


_BOUNDS = (
    (f"每天至多 {MOST_SESSIONS} 场", f"up to {MOST_SESSIONS} sessions a day"),
    ("同一天两条培训记录", "two training records on a date"),
    ("一天的工作量", "a day's workload"),
    ("结余至多 20.00 元和 10 的幂", "surpluses to 20.00 yuan and powers of ten"),
    ("两本证书", "two certificates"),
    ("一对场次", "a pair of sessions"),
    ("生效前后各一天", "a day on either side of each date in force"),
)
_BOUNDS_ZH, _BOUNDS_EN = "、".join(zh for zh, _ in _BOUNDS), ", ".join(en for _, en in _BOUNDS)


def smallest_example(a: Policy, b: Policy) -> SmallestExample:
    """Find a smallest input whose result differs between two policies, by search over their boundary values.

    Both are looked at as if always in force; only where nothing else differs, the days on which they are in force are.

    Clause: §2.2.4b, §3.4c, §3.5.2.1, §3.5.2.2b, §3.5.3b, §3.5.4d, §3.5.4e, §0a

    Args:
        a: the policy before.
        b: the policy after.

    Raises:
        ValueError: something else than two policies.
    """
    policies = only_policy(a), only_policy(b)
    always = [policy.amended(effective_from=FIRST_DAY, effective_until=None) for policy in policies]
    best: tuple[Case, str, str] | None = None
    for case in cases(a, b):
        if best is not None and (case.rows >= best[0].rows or case.clause == "§0a"):
            continue
        old, new = (case.answer(each) for each in (policies if case.clause == "§0a" else always))
        if old != new:
            best = case, old, new
    if best is None:
        return SmallestExample("", "", "", "", "", 0, _BOUNDS_ZH, _BOUNDS_EN)
    case, old, new = best
    return SmallestExample(case.zh, case.en, old, new, case.clause, case.rows, _BOUNDS_ZH, _BOUNDS_EN)


def example_json(found: SmallestExample) -> str:
    """Give a smallest example as JSON."""
    return TypeAdapter(SmallestExample).dump_json(found, indent=1).decode()
