"""A report as text that a clerk can read, in Chinese or English, at 80 columns.

Every amount stands beside its clause. Ids stand in full, for a clerk books by them; in the messages of findings long
ones are masked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from xmut_rules.credits import CreditDecision, Outcome
from xmut_rules.findings import Finding
from xmut_rules.money import hundredths, yuan
from xmut_rules.problems import Language
from xmut_rules.settlement import Settlement
from xmut_rules.term import TermReport

Words = tuple[str, str]
"""Chinese and English."""

_COST_NAMES: Mapping[str, Words] = {"training": ("培训课酬", "training pay"), "exams": ("考务费", "duty pay")}

OUTCOMES: Mapping[Outcome, Words] = {
    "granted": ("认定", "granted"),
    "recognized-earlier": ("以前已认定", "recognized in an earlier term"),
    "not-in-force": ("截止日没有生效的政策", "no policy is in force on as_of"),
    "kind-not-covered": ("不属于技能等级证书或驾驶证", "neither skill certificate nor licence"),
    "issuer-not-recognized": ("评价组织未经认定", "its issuer is not recognized"),
    "not-valid": ("证书已撤销或失效", "it is revoked or otherwise not valid"),
    "not-yet-issued": ("发证日期晚于截止日", "it is issued after as_of"),
    "before-earliest-issue": ("早于可认定的最早发证日", "it is issued before the earliest day that counts"),
    "enrolment-unknown": ("入学日期不明，无法判断", "the day of enrolment is not known"),
    "before-enrolment": ("入学前取得", "it was issued before enrolment"),
    "after-graduation": ("毕业后取得", "it was issued after graduation"),
    "category-missing": ("未选学分类别", "no category was chosen"),
    "number-shared": ("与他人证书编号相同，待查", "another student's certificate bears its number"),
    "duplicate": ("重复申报，只计一次", "filed already; it counts once"),
    "lower-level": ("同一证书已有更高级别", "a higher level of it counts"),
    "level-not-listed": ("该级别没有规定学分", "no credits are listed for its level"),
}
"""What each credit outcome means."""


def report_text(report: TermReport, *, lang: Language = "zh") -> str:
    """Write a report as text.

    Args:
        report: what `settle_term` gave.
        lang: the language, `zh` or `en`; amounts and ids are the same in both.

    Raises:
        ValueError: another language.
    """
    if lang not in ("zh", "en"):
        raise ValueError("lang: expected zh or en")
    policies = "; ".join(f"{each.number} ({each.effective_from})" for each in report.policies)
    none = _say(lang, "无生效政策", "no policy in force")
    lines = [
        _say(lang, "厦门工学院 1+X 试点 学期结算 ", "1+X pilot, settlement of the term ") + report.term,
        _say(lang, f"截止日 {report.as_of}，金额单位元，税前", f"as of {report.as_of}; amounts are gross yuan"),
        *wrapped(_say(lang, "依据 ", "under ") + (policies or none), indent=0, hanging=4),
    ]
    for section in (_settlements, _payroll, _day_rates, _unusual_training, _credits, _workload, _findings):
        title, *body = section(report, lang)
        if body:
            lines += ["", title, *body]
    return "\n".join(lines) + "\n"


def _say(lang: Language, zh: str, en: str) -> str:
    return zh if lang == "zh" else en


def _settlements(report: TermReport, lang: Language) -> Iterator[str]:
    yield _say(lang, "项目结算 §3.5.3a §3.5.3b", "Settlements §3.5.3a §3.5.3b")
    for each in report.settlements:
        yield f"  {each.project_id}"
        yield from _table(_settlement_rows(each, lang), "lrl", indent=4)


def _settlement_rows(each: Settlement, lang: Language) -> Iterator[Sequence[str]]:
    yield _say(lang, "收入", "income"), f"{each.income}", "§3.5.1b"
    for cost in each.costs:
        name = _say(lang, *_COST_NAMES.get(cost.category, (cost.category, cost.category)))
        yield f"- {name}", f"{cost.amount}", "§3.5.1c"
    yield _say(lang, "= 结余", "= surplus"), f"{each.surplus}", "§3.5.3a"
    if each.prior_loss:
        yield _say(lang, "以前亏损", "prior loss"), f"{each.prior_loss}", _say(lang, "解读 C4", "reading C4")
    yield _say(lang, "学院奖励", "college award"), f"{each.award}", each.clause
    if len(each.awards) > 1:
        for part in each.awards:
            yield f"  {part.college_id}", f"{part.amount}", _say(lang, "解读 C11", "reading C11")
    yield _say(lang, "余款", "remainder"), f"{each.remainder}", _say(lang, "解读 C10", "reading C10")
    if each.grant_balance is not None:
        yield _say(lang, "专款余额", "grant balance"), f"{each.grant_balance}", "§3.3c"


def _payroll(report: TermReport, lang: Language) -> Iterator[str]:
    yield _say(lang, "人员酬金 §3.5.2.1 §3.5.2.2a §3.5.2.2b", "Pay §3.5.2.1 §3.5.2.2a §3.5.2.2b")
    rows: list[Sequence[str]] = [
        (each.staff_id, f"{each.training}", f"{each.exams}", f"{each.total}") for each in report.payroll
    ]
    if rows:
        heads = _say(lang, "人员 培训课酬 考务费 合计", "staff training duty total").split()
        pays = (report.training.total, report.exams.total)
        totals = (_say(lang, "合计", "all"), *map(str, pays), f"{yuan(sum(map(hundredths, pays)))}")
        yield from _table([heads, *rows, totals], "lrrr", indent=2)


def _day_rates(report: TermReport, lang: Language) -> Iterator[str]:
    yield _say(lang, "按天计的考务费 §3.5.2.2b", "Duty paid by the day §3.5.2.2b")
    heads = _say(lang, "日期 人员 场数 各场合计 实付 分摊", "date staff sessions sum paid shares").split()
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
        yield from _table([heads, *rows], "llrrrl", indent=2)


def _unusual_training(report: TermReport, lang: Language) -> Iterator[str]:
    yield _say(lang, "未按申报全付的培训 §3.5.2.1", "Training not paid as claimed §3.5.2.1")
    why = {
        "capped": _say(lang, "当天超过一天的学时，按上限分摊", "over a day's hours; ceiling split"),
        "absorbed": _say(lang, "当天已按天付", "the day record pays for the date"),
        "repeated-day": _say(lang, "当天已付过一天", "a day is paid once"),
        "not-in-force": _say(lang, "没有生效的政策", "no policy is in force"),
    }
    rows = [
        (f"{line.date}", line.record_id, line.staff_id, f"{line.class_hours}", f"{line.amount}", reason)
        for line in report.training.lines
        if (reason := why.get(line.rule))
    ]
    yield from _table(rows, "lllrrl", indent=2)


def _credits(report: TermReport, lang: Language) -> Iterator[str]:
    yield _say(lang, "学分认定 §3.4a §3.4b §3.4c", "Credits §3.4a §3.4b §3.4c")
    decisions = report.credits.decisions
    if not decisions:
        return
    granted = [each for each in report.credits.students if each.total]
    count = sum(each.outcome == "granted" for each in decisions)
    yield _say(
        lang,
        f"  认定 {count} 本，共 {len(decisions)} 本；获得学分的学生：",
        f"  {count} of {len(decisions)} certificates granted; students with credits:",
    )
    heads = _say(lang, "学生 创新创业实践 公共通识选修 合计", "student innovation elective total").split()
    rows = [
        (each.student_id, f"{each.innovation_practice}", f"{each.general_elective}", f"{each.total}")
        for each in granted
    ]
    yield from _table([heads, *rows], "lrrr", indent=4)
    others = [each for each in decisions if each.outcome != "granted" or each.cut]
    if others:
        yield _say(lang, "  未认定或未全额认定：", "  not granted, or not in full:")
        yield from _table([_decision_row(each, lang) for each in others], "llll", indent=4)


def _decision_row(each: CreditDecision, lang: Language) -> Sequence[str]:
    reason = _say(lang, *OUTCOMES[each.outcome])
    if each.cut:
        reason += _say(lang, f"，上限扣减 {each.cut}", f", cut by the cap: {each.cut}")
    return each.certificate_id, each.student_id, reason, each.clause


def _workload(report: TermReport, lang: Language) -> Iterator[str]:
    yield _say(lang, "社会服务工作量（学时）§2.2.4b", "Social-service workload in class hours §2.2.4b")
    rows = [(each.staff_id, f"{each.class_hours}") for each in report.workload]
    yield from _table(rows, "lr", indent=2)


def _findings(report: TermReport, lang: Language) -> Iterator[str]:
    errors = sum(each.severity == "error" for each in report.findings)
    warnings = len(report.findings) - errors
    if not report.findings:
        yield _say(lang, "检查", "Checks")
        yield _say(lang, "  没有发现问题。", "  Nothing was found.")
        return
    yield _say(lang, f"检查：{errors} 个错误，{warnings} 个提示", f"Checks: {errors} errors, {warnings} warnings")
    yield from findings_text(report.findings, lang)


def findings_text(findings: Iterable[Finding], lang: Language) -> Iterator[str]:
    """Write findings as lines: severity, clause and message, then what to do.

    Args:
        findings: in the order in which they are written.
        lang: the language.
    """
    for each in findings:
        severity = _say(lang, "错误", "error") if each.severity == "error" else _say(lang, "提示", "warning")
        first = f"{severity} {each.clause} {each.message(lang)}"
        yield from wrapped(first, indent=2, hanging=4)
        yield from wrapped(f"→ {each.remedy(lang)} ({each.code})", indent=4, hanging=6)


def width(text: str) -> int:
    """Give the columns that text takes on a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def wrapped(text: str, *, indent: int, hanging: int, columns: int = 80) -> Iterator[str]:
    """Break text into lines of at most so many columns, at a space or between Chinese characters.

    Args:
        text: one paragraph.
        indent: spaces before the first line.
        hanging: spaces before the others.
        columns: the width of a line.
    """
    line = " " * indent
    for piece in re.findall(r"(?:[\x21-\u2e7f]+|.)[，。；：、）？]* ?", text):
        if width(line) + width(piece.rstrip()) > columns and line.strip():
            yield line.rstrip()
            line = " " * hanging
        line += piece
    yield line.rstrip()


def _table(rows: Iterable[Sequence[str]], align: str, *, indent: int) -> Iterator[str]:
    """Line up cells in columns, `l` left and `r` right."""
    rows = [tuple(row) for row in rows]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells: list[str] = []
        for cell, side, wide in zip(row, align, widths, strict=True):
            space = " " * (wide - width(cell))
            cells.append(cell + space if side == "l" else space + cell)
        *before, last = cells
        start = "".join(f"{cell}  " for cell in before)
        hanging = indent + width(start)
        yield from wrapped(start + last.rstrip(), indent=indent, hanging=hanging)
