"""A term's report at a glance: settlements, pay, credits, workload and findings, in three styles.

Every amount has its clause beside it. Ids are shown in full, since a clerk books by them; in the messages of findings
long ones are masked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from xmut_rules.base.arguments import Arguments, only
from xmut_rules.base.language import Language, Words, joined, require_language, same
from xmut_rules.base.money import hundredths, yuan
from xmut_rules.explain.waterfall import waterfall
from xmut_rules.formats.documents import (
    Block,
    Heading,
    Listing,
    Paragraph,
    Picture,
    Style,
    Table,
    require_style,
    written,
)
from xmut_rules.policy.clauses import cited
from xmut_rules.policy.terms import FIELDS, value_words
from xmut_rules.rules.credits import OUTCOMES, CreditDecision
from xmut_rules.rules.findings import SEVERITIES, Finding
from xmut_rules.rules.report import TermReport
from xmut_rules.rules.settlement import statement


def overview(report: TermReport, *, lang: Language = "zh", style: Style = "text") -> str:
    """Write a term's report at a glance: its settlements, pay, credits, workload and findings.

    Args:
        report: what `settle_term` returned.
        lang: the language, `zh` or `en`; amounts and ids are the same in both.
        style: `text` of 80 columns, `markdown`, or `html`, a `section` element.

    Raises:
        ValueError: another language or style.
    """
    with Arguments() as check:
        check(only, report, TermReport, "report")
        check(require_language, lang)
        check(require_style, style)
    policies = joined(
        Words("；", "; "),
        (
            _POLICY.filled(number=policy.number, day=policy.effective_from, digest=policy.digest[:12])
            for policy in report.policies
        ),
    )
    blocks: list[Block] = [
        Heading(_TITLE.filled(term=report.term).to(lang), 1),
        Paragraph(_AS_OF.filled(as_of=report.as_of).to(lang)),
        Paragraph(_UNDER.filled(policies=policies if report.policies else _NO_POLICY).to(lang)),
        *_changed(report, lang),
    ]
    for section in (_settlements, _payroll, _day_rates, _unusual_training, _credits, _workload, _findings):
        title, *body = section(report, lang)
        if body:
            blocks += [title, *body]
    return written(blocks, style, lang)


_TITLE = Words("厦门工学院 1+X 试点 学期结算 {term}", "1+X pilot, settlement of the term {term}")
_AS_OF = Words("结算日 {as_of}，金额单位：元，税前", "as of {as_of}; amounts in yuan, gross")
_POLICY = Words("{number}（自 {day} 起，校验值 {digest}）", "{number} (from {day}, digest {digest})")
_UNDER = Words("依据 {policies}", "under {policies}")
_NO_POLICY = Words("尚无政策可依", "no policy in force")


_CHANGED = Words("修改过的数值及其出处：", "changed values, with their sources:")
_VALUE = Words("{name} {value}：{source}", "{name}, {value}: {source}")


def _changed(report: TermReport, lang: Language) -> Iterator[Block]:
    """§0a: the values of the policies that a later document changed."""
    values = dict.fromkeys(value for policy in report.policies for value in policy.sources)
    if values:
        yield Paragraph(_CHANGED.to(lang))
    for value in values:
        shown = value_words(value.field, value.value)
        sentence = _VALUE.filled(name=FIELDS[value.field].name, value=shown, source=value.source)
        yield Paragraph(sentence.to(lang), 2)


def _heads(zh: str, en: str, lang: Language) -> Sequence[str]:
    return Words(zh, en).to(lang).split()


def _headed(title: Words, *clause_ids: str) -> Words:
    """Return a title with its clauses."""
    return joined(Words(" ", " "), [title, joined(Words("、", ", "), map(same, map(cited, clause_ids)))])


def _settlements(report: TermReport, lang: Language) -> Iterator[Block]:
    yield Heading(_headed(Words("项目结算", "Settlements"), "§3.5.3a", "§3.5.3b").to(lang))
    for settlement in report.settlements:
        yield Heading(settlement.project_id, 3)
        yield Picture(waterfall(settlement, lang=lang))
        lines = [
            (f"{line.mark}{line.name.to(lang)}", f"{line.amount}", line.basis.to(lang))
            for line in statement(settlement)
        ]
        yield Table((), lines, "lrl", indent=4)


def _payroll(report: TermReport, lang: Language) -> Iterator[Block]:
    yield Heading(_headed(Words("人员酬金", "Pay"), "§3.5.2.1", "§3.5.2.2a", "§3.5.2.2b").to(lang))
    rows: list[Sequence[str]] = [
        (line.staff_id, f"{line.training}", f"{line.exams}", f"{line.total}") for line in report.payroll
    ]
    if rows:
        pays = (report.training.total, report.exams.total)
        totals = (Words("合计", "total").to(lang), *map(str, pays), f"{yuan(sum(map(hundredths, pays)))}")
        yield Table(_heads("人员 培训课酬 考务费 合计", "staff training duty total", lang), [*rows, totals], "lrrr")


def _day_rates(report: TermReport, lang: Language) -> Iterator[Block]:
    yield Heading(_headed(Words("按天计酬的考务费", "Duty paid by the day"), "§3.5.2.2b").to(lang))
    rows = [
        (
            f"{day.date}",
            day.staff_id,
            f"{len(day.sessions)}",
            f"{day.standard}",
            f"{day.amount}",
            " ".join(f"{share.project_id}:{share.amount}" for share in day.shares),
        )
        for day in report.exams.days
        if day.rule == "day-rate"
    ]
    if rows:
        heads = _heads("日期 人员 场数 各场合计 应发 分摊", "date staff sessions sum paid shares", lang)
        yield Table(heads, rows, "llrrrl")


_UNUSUAL: Mapping[str, Words] = {
    "capped": Words("超过每天学时，按上限分摊", "above the ceiling of a day, split"),
    "absorbed": Words("当天已按天计酬", "the day record covers the date"),
    "repeated-day": Words("当天已计酬一天", "a day is already paid"),
    "not-in-force": Words("尚无政策可依", "no policy is in force"),
}
"""Why a training record is not paid as it was claimed, by the rule that paid it."""


def _unusual_training(report: TermReport, lang: Language) -> Iterator[Block]:
    yield Heading(_headed(Words("未按申报全额计酬的培训", "Training not paid as claimed"), "§3.5.2.1").to(lang))
    rows = [
        (f"{line.date}", line.record_id, line.staff_id, f"{line.class_hours}", f"{line.amount}", reason.to(lang))
        for line in report.training.lines
        if (reason := _UNUSUAL.get(line.rule))
    ]
    if rows:
        yield Table((), rows, "lllrrl")


_GRANTED = Words(
    "认定 {count} 本（申报 {all} 本）；获得学分的学生：",
    "{count} of {all} certificates granted; students with credits:",
)
_NOT_GRANTED = Words("未认定或未全额认定：", "not granted, or not in full:")


def _credits(report: TermReport, lang: Language) -> Iterator[Block]:
    yield Heading(_headed(Words("学分认定", "Credits"), "§3.4a", "§3.4b", "§3.4c").to(lang))
    decisions = report.credits.decisions
    if not decisions:
        return
    count = len([decision for decision in decisions if decision.outcome == "granted"])
    yield Paragraph(_GRANTED.filled(count=count, all=len(decisions)).to(lang), 2)
    rows = [
        (row.student_id, f"{row.innovation_practice}", f"{row.general_elective}", f"{row.total}")
        for row in report.credits.students
        if row.total
    ]
    heads = _heads("学生 创新创业实践 公共通识选修 合计", "student innovation elective total", lang)
    yield Table(heads, rows, "lrrr", indent=4)
    others = [decision for decision in decisions if decision.outcome != "granted" or decision.cut]
    if others:
        yield Paragraph(_NOT_GRANTED.to(lang), 2)
        yield Table((), [_decision_row(decision, lang) for decision in others], "llll", indent=4)


_CUT = Words("{outcome}，超上限扣减 {cut}", "{outcome}, cut by the cap: {cut}")


def _decision_row(decision: CreditDecision, lang: Language) -> Sequence[str]:
    reason = OUTCOMES[decision.outcome]
    if decision.cut:
        reason = _CUT.filled(outcome=reason, cut=decision.cut)
    return decision.certificate_id, decision.student_id, reason.to(lang), cited(decision.clause)


def _workload(report: TermReport, lang: Language) -> Iterator[Block]:
    yield Heading(
        _headed(Words("社会服务工作量（学时）", "Social-service workload in class hours"), "§2.2.4b").to(lang)
    )
    rows = [(row.staff_id, f"{row.class_hours}") for row in report.workload]
    if rows:
        yield Table((), rows, "lr")


_CHECKS = Words(
    "检查：错误 {errors} 项，提示 {warnings} 项，核对 {hints} 项",
    "Checks: {errors} error{errors:plural}, {warnings} warning{warnings:plural}, {hints} hint{hints:plural}",
)


def _findings(report: TermReport, lang: Language) -> Iterator[Block]:
    if not report.findings:
        yield Heading(Words("检查", "Checks").to(lang))
        yield Paragraph(Words("没有发现问题。", "No problems found.").to(lang), 2)
        return
    counts = Counter(found.severity for found in report.findings)
    title = _CHECKS.filled(errors=counts["error"], warnings=counts["warning"], hints=counts["hint"])
    yield Heading(title.to(lang))
    yield listed_findings(report.findings, lang)


_CODE = Words("（{code}）", "({code})")


def listed_findings(findings: Iterable[Finding], lang: Language) -> Listing:
    """Return findings as a list: severity, clause and message, then what to do and the code.

    Args:
        findings: in the order in which they are written.
        lang: the language.
    """
    rows = [
        (
            SEVERITIES[found.severity].to(lang),
            cited(found.clause) if found.clause else "",
            found.message(lang),
            found.remedy(lang),
            _CODE.filled(code=found.code).to(lang),
        )
        for found in findings
    ]
    heads = _heads("程度 条款 问题 处理 代码", "severity clause finding remedy code", lang)
    return Listing(heads, rows, ("", " ", " ", "\n→ ", Words("", " ").to(lang)))
