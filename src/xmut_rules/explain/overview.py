"""A term's report at a glance: settlements, pay, credits, workload and findings, in three styles.

Every amount stands beside its clause. Ids stand in full, for a clerk books by them; in the messages of findings long
ones are masked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from xmut_rules.base.language import Language, Words
from xmut_rules.base.money import hundredths, yuan
from xmut_rules.explain.waterfall import waterfall
from xmut_rules.formats.documents import Block, Heading, Listing, Paragraph, Picture, Style, Table, written
from xmut_rules.rules.credits import OUTCOMES, CreditDecision
from xmut_rules.rules.findings import Finding
from xmut_rules.rules.report import TermReport
from xmut_rules.rules.settlement import statement


def overview(report: TermReport, *, lang: Language = "zh", style: Style = "text") -> str:
    """Write a term's report at a glance: its settlements, pay, credits, workload and findings.

    Args:
        report: what `settle_term` gave.
        lang: the language, `zh` or `en`; amounts and ids are the same in both.
        style: `text` of 80 columns, `markdown`, or `html`, a `section` element.

    Raises:
        ValueError: another language or style.
    """
    none = Words("无生效政策", "no policy in force").to(lang)
    policies = "; ".join(f"{each.number} ({each.effective_from}) {each.digest[:12]}" for each in report.policies)
    blocks: list[Block] = [
        Heading(Words("厦门工学院 1+X 试点 学期结算 ", "1+X pilot, settlement of the term ").to(lang) + report.term, 1),
        Paragraph(
            Words(f"截止日 {report.as_of}，金额单位元，税前", f"as of {report.as_of}; amounts are gross yuan").to(lang)
        ),
        Paragraph(Words("依据 ", "under ").to(lang) + (policies or none)),
    ]
    for section in (_settlements, _payroll, _day_rates, _unusual_training, _credits, _workload, _findings):
        title, *body = section(report, lang)
        if body:
            blocks += [title, *body]
    return written(blocks, style, lang)


def _settlements(report: TermReport, lang: Language) -> Iterator[Block]:
    yield Heading(Words("项目结算 §3.5.3a §3.5.3b", "Settlements §3.5.3a §3.5.3b").to(lang))
    for settlement in report.settlements:
        yield Heading(settlement.project_id, 3)
        yield Picture(waterfall(settlement, lang=lang))
        lines = [
            (f"{line.mark}{line.name.to(lang)}", f"{line.amount}", line.basis.to(lang))
            for line in statement(settlement)
        ]
        yield Table((), lines, "lrl", indent=4)


def _payroll(report: TermReport, lang: Language) -> Iterator[Block]:
    yield Heading(Words("人员酬金 §3.5.2.1 §3.5.2.2a §3.5.2.2b", "Pay §3.5.2.1 §3.5.2.2a §3.5.2.2b").to(lang))
    rows: list[Sequence[str]] = [
        (each.staff_id, f"{each.training}", f"{each.exams}", f"{each.total}") for each in report.payroll
    ]
    if rows:
        heads = Words("人员 培训课酬 考务费 合计", "staff training duty total").to(lang).split()
        pays = (report.training.total, report.exams.total)
        totals = (Words("合计", "all").to(lang), *map(str, pays), f"{yuan(sum(map(hundredths, pays)))}")
        yield Table(heads, [*rows, totals], "lrrr")


def _day_rates(report: TermReport, lang: Language) -> Iterator[Block]:
    yield Heading(Words("按天计的考务费 §3.5.2.2b", "Duty paid by the day §3.5.2.2b").to(lang))
    heads = Words("日期 人员 场数 各场合计 实付 分摊", "date staff sessions sum paid shares").to(lang).split()
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
        yield Table(heads, rows, "llrrrl")


def _unusual_training(report: TermReport, lang: Language) -> Iterator[Block]:
    yield Heading(Words("未按申报全付的培训 §3.5.2.1", "Training not paid as claimed §3.5.2.1").to(lang))
    why = {
        "capped": Words("当天超过一天的学时，按上限分摊", "over a day's hours; ceiling split").to(lang),
        "absorbed": Words("当天已按天付", "the day record pays for the date").to(lang),
        "repeated-day": Words("当天已付过一天", "a day is paid once").to(lang),
        "not-in-force": Words("没有生效的政策", "no policy is in force").to(lang),
    }
    rows = [
        (f"{line.date}", line.record_id, line.staff_id, f"{line.class_hours}", f"{line.amount}", reason)
        for line in report.training.lines
        if (reason := why.get(line.rule))
    ]
    if rows:
        yield Table((), rows, "lllrrl")


def _credits(report: TermReport, lang: Language) -> Iterator[Block]:
    yield Heading(Words("学分认定 §3.4a §3.4b §3.4c", "Credits §3.4a §3.4b §3.4c").to(lang))
    decisions = report.credits.decisions
    if not decisions:
        return
    granted = [each for each in report.credits.students if each.total]
    count = sum(each.outcome == "granted" for each in decisions)
    zh = f"认定 {count} 本，共 {len(decisions)} 本；获得学分的学生："
    en = f"{count} of {len(decisions)} certificates granted; students with credits:"
    yield Paragraph(Words(zh, en).to(lang), 2)
    heads = Words("学生 创新创业实践 公共通识选修 合计", "student innovation elective total").to(lang).split()
    rows = [
        (each.student_id, f"{each.innovation_practice}", f"{each.general_elective}", f"{each.total}")
        for each in granted
    ]
    yield Table(heads, rows, "lrrr", indent=4)
    others = [each for each in decisions if each.outcome != "granted" or each.cut]
    if others:
        yield Paragraph(Words("未认定或未全额认定：", "not granted, or not in full:").to(lang), 2)
        yield Table((), [_decision_row(each, lang) for each in others], "llll", indent=4)


def _decision_row(each: CreditDecision, lang: Language) -> Sequence[str]:
    reason = OUTCOMES[each.outcome].to(lang)
    if each.cut:
        reason += Words(f"，上限扣减 {each.cut}", f", cut by the cap: {each.cut}").to(lang)
    return each.certificate_id, each.student_id, reason, f"{each.clause} {each.outcome}"


def _workload(report: TermReport, lang: Language) -> Iterator[Block]:
    yield Heading(Words("社会服务工作量（学时）§2.2.4b", "Social-service workload in class hours §2.2.4b").to(lang))
    rows = [(each.staff_id, f"{each.class_hours}") for each in report.workload]
    if rows:
        yield Table((), rows, "lr")


def _findings(report: TermReport, lang: Language) -> Iterator[Block]:
    errors = sum(each.severity == "error" for each in report.findings)
    warnings = len(report.findings) - errors
    if not report.findings:
        yield Heading(Words("检查", "Checks").to(lang))
        yield Paragraph(Words("没有发现问题。", "Nothing was found.").to(lang), 2)
        return
    zh, en = f"检查：{errors} 个错误，{warnings} 个提示", f"Checks: {errors} errors, {warnings} warnings"
    yield Heading(Words(zh, en).to(lang))
    yield listed_findings(report.findings, lang)


def listed_findings(findings: Iterable[Finding], lang: Language) -> Listing:
    """List findings: severity, clause and message, then what to do and the code.

    Args:
        findings: in the order in which they are written.
        lang: the language.
    """
    heads = Words("程度 条款 问题 处理 代码", "severity clause finding remedy code").to(lang).split()
    severities = {"error": Words("错误", "error").to(lang), "warning": Words("提示", "warning").to(lang)}
    rows = [
        (severities[each.severity], each.clause, each.message(lang), each.remedy(lang), f"({each.code})")
        for each in findings
    ]
    return Listing(heads, rows, ("", " ", " ", "\n→ ", " "))
