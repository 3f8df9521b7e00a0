"""The commands about a term: settle, check, explain, plan, merge, convert, carry over, correct, and empty tables."""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from xmut_rules.base.language import Language, Words, joined, mask, same
from xmut_rules.base.values import read_day
from xmut_rules.changes.correction_pages import correction_page, correction_workbook
from xmut_rules.changes.corrections import correct, correction_json
from xmut_rules.changes.next_term import next_term
from xmut_rules.cli.inputs import (
    merged_terms_at,
    progress,
    read_document_at,
    read_input,
    read_policies_at,
    read_term_at,
    read_together,
    term_option,
    together,
)
from xmut_rules.cli.outputs import (
    ERROR_FINDINGS,
    FINE,
    UnusableError,
    output_options,
    write_new,
    write_result,
    write_stream,
)
from xmut_rules.explain.overview import listed_findings, overview
from xmut_rules.explain.page import explain, explanation_json, find_results
from xmut_rules.files.conversion import term_tables, term_workbook
from xmut_rules.files.exam_plan import exam_plan
from xmut_rules.files.plan_calendar import plan_calendar
from xmut_rules.files.plan_pages import plan_page, plan_workbook
from xmut_rules.files.plan_picture import plan_picture
from xmut_rules.files.templates import example_term, template_tables, template_workbook
from xmut_rules.files.workbooks import report_workbook
from xmut_rules.formats.documents import html_page, written
from xmut_rules.rules.report import check_term, findings_json, settle_term
from xmut_rules.rules.term import Term


def add_commands(commands: Any) -> None:
    """Add the commands to the parser."""
    _add_settle(commands)
    _add_check(commands)
    _add_explain(commands)
    _add_plan(commands)
    _add_merge(commands)
    _add_next_term(commands)
    _add_correct(commands)
    _add_convert(commands)
    _add_template(commands)


def _add_settle(commands: Any) -> None:
    parents = [term_option(), output_options()]
    command = commands.add_parser("settle", help="read a term and write its report / 结算一个学期", parents=parents)
    command.add_argument("--format", choices=("text", "json", "markdown", "html", "xlsx"), default="text")
    command.set_defaults(run=_settle)


def _settle(options: argparse.Namespace) -> int:
    lang: Language = options.lang
    term, policy = read_together(options)
    with progress(Words("正在结算……", "settling…").to(lang)):
        report = settle_term(term, policy=policy)
    result: str | bytes
    if options.format == "json":
        result = report.to_json() + "\n"
    elif options.format == "xlsx":
        with _extra("openpyxl", "excel", lang):
            result = report_workbook(report, term, lang=lang)
    else:
        result = overview(report, lang=lang, style=options.format)
        result = html_page(report.term, result, lang) if options.format == "html" else result
    write_result(result, options)
    return FINE if report.ok else ERROR_FINDINGS


_NEEDS = Words("需要 {package}；请安装 xmut_rules[{extra}]", "needs {package}: install xmut_rules[{extra}]")


@contextmanager
def _extra(package: str, extra: str, lang: Language) -> Generator[None]:
    """Name the extra that is missing where its package is."""
    try:
        yield
    except ModuleNotFoundError:
        raise UnusableError(_NEEDS.filled(package=package, extra=extra).to(lang)) from None


def _add_check(commands: Any) -> None:
    parents = [term_option(), output_options()]
    command = commands.add_parser("check", help="write the findings of a term alone / 只做检查", parents=parents)
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.set_defaults(run=_check)


_NOTHING_FOUND = Words("没有发现问题。\n", "Nothing was found.\n")


def _check(options: argparse.Namespace) -> int:
    term, policy = read_together(options)
    findings = check_term(term, policy=policy)
    if options.format == "json":
        text = findings_json(findings) + "\n"
    elif findings:
        text = written([listed_findings(findings, options.lang)], "text", options.lang)
    else:
        text = _NOTHING_FOUND.to(options.lang)
    write_result(text, options)
    return ERROR_FINDINGS if any(found.severity == "error" for found in findings) else FINE


def _add_explain(commands: Any) -> None:
    parents = [term_option(), output_options()]
    command = commands.add_parser(
        "explain", help="say why each figure is what it is / 说明每个数字的由来", parents=parents
    )
    command.add_argument("--settlement", metavar="ID", help="one project")
    command.add_argument("--person", metavar="PERSON", help="one member of staff, by id or by name")
    command.add_argument("--date", metavar="DAY", help="with --person: one date, such as 2021-06-05")
    command.add_argument("--certificate", metavar="ID", help="one certificate")
    command.add_argument("--format", choices=("text", "markdown", "html", "json"), default="text")
    command.set_defaults(run=_explain)


_DATE_ALONE = Words("--date 须与 --person 同用", "--date goes with --person")
_NOT_FOUND = Words("没有找到（{error}）", "{error}")


def _explain(options: argparse.Namespace) -> int:
    lang: Language = options.lang
    if options.date and not options.person:
        raise UnusableError(_DATE_ALONE.to(lang))
    term, policy = read_together(options)
    report = settle_term(term, policy=policy)
    try:
        found = find_results(
            report,
            settlement=options.settlement,
            person=_person(term, options.person, lang),
            date=read_day(options.date) if options.date else None,
            certificate=options.certificate,
        )
    except ValueError as error:
        raise UnusableError(_NOT_FOUND.filled(error=error).to(lang)) from None
    chosen = found[0] if len(found) == 1 else found or report
    if options.format == "json":
        text = explanation_json(chosen) + "\n"
    else:
        text = explain(chosen, lang=lang, style=options.format)
        text = html_page(report.term, text, lang) if options.format == "html" else text
    write_result(text, options)
    return FINE if report.ok else ERROR_FINDINGS


def _person(term: Term, named: str | None, lang: Language) -> str | None:
    """Return the id of a member of staff who is named by id or by name.

    Raises:
        UnusableError: several have the name.
    """
    if named is None or any(row.staff_id == named for row in term.staff):
        return named
    plain = unicodedata.normalize("NFKC", named).strip()
    found = [row.staff_id for row in term.staff if unicodedata.normalize("NFKC", row.name).strip() == plain]
    if len(found) > 1:
        ids = joined(Words("、", ", "), (same(mask(staff_id)) for staff_id in found))
        raise UnusableError(_SAME_NAME.filled(name=plain, ids=ids).to(lang))
    return found[0] if found else named


_SAME_NAME = Words(
    "姓名 {name} 有多人：{ids}；请给出人员编号",
    "several people are named {name}: {ids}; give a staff id",
)


def _add_plan(commands: Any) -> None:
    parents = [term_option(), output_options()]
    command = commands.add_parser(
        "plan", help="write the exam plan for the venue office / 输出考务计划", parents=parents
    )
    command.add_argument("--format", choices=("text", "markdown", "html", "xlsx", "ics", "svg"), default="text")
    for_whom = "venue (default): the letter; office: the copy of the exam office, with what is to be settled"
    command.add_argument("--audience", choices=("venue", "office"), default="venue", help=for_whom)
    moment = "for ics: when it is made, such as 2021-05-01T08:00+08:00"
    command.add_argument("--dtstamp", metavar="MOMENT", help=moment)
    command.set_defaults(run=_plan)


def _plan(options: argparse.Namespace) -> int:
    lang: Language = options.lang
    stamp = _stamp(options)
    term, policy = read_together(options)
    plan = exam_plan(term, policy=policy)
    result: str | bytes
    if options.format == "xlsx":
        with _extra("openpyxl", "excel", lang):
            result = plan_workbook(plan, lang=lang, audience=options.audience)
    elif stamp is not None:
        with _extra("icalendar", "ics", lang):
            result = plan_calendar(plan, dtstamp=stamp, lang=lang, audience=options.audience)
    elif options.format == "svg":
        result = plan_picture(plan, lang=lang, audience=options.audience) + "\n"
    else:
        result = plan_page(plan, lang=lang, style=options.format, audience=options.audience)
        result = html_page(plan.term, result, lang) if options.format == "html" else result
    write_result(result, options)
    wrong = sum(bool(session.findings) for session in plan.sessions)
    if wrong and options.audience == "venue":
        write_stream(sys.stderr, _TO_SETTLE_FIRST.filled(count=wrong).to(lang))
    return ERROR_FINDINGS if wrong else FINE


_TO_SETTLE_FIRST = Words(
    "提示：有 {count} 场需要先处理：加上 --audience office 可列出\n",
    "hint: {count} sessions are to be settled first: --audience office lists them\n",
)


_NO_STAMP = Words(
    "ics 格式须给出 --dtstamp，带时区，写作 2021-05-01T08:00+08:00",
    "ics needs --dtstamp with a zone, written 2021-05-01T08:00+08:00",
)


def _stamp(options: argparse.Namespace) -> datetime | None:
    """Read when a calendar is made; nothing here reads a clock."""
    if options.format != "ics":
        return None
    try:
        stamp = datetime.fromisoformat(options.dtstamp or "")
    except ValueError:
        stamp = None
    if stamp is None or stamp.utcoffset() is None or not 2000 < stamp.year < 2100:
        raise UnusableError(_NO_STAMP.to(options.lang))
    return stamp


def _add_merge(commands: Any) -> None:
    command = commands.add_parser(
        "merge",
        help="make one term of several files, such as one a college / 合并各学院的数据",
        description="Make one term of several files, such as one a college, and write it as JSON. "
        "It is neither checked nor settled: run check or settle on the result.",
        parents=[output_options()],
    )
    file = "a JSON file, a folder of CSV tables or an .xlsx workbook; at least two, in any order"
    command.add_argument("first", metavar="TERM", help=file)
    command.add_argument("others", metavar="TERM", nargs="+", help="the others")
    command.set_defaults(run=_merge)


def _merge(options: argparse.Namespace) -> int:
    term = merged_terms_at([options.first, *options.others], options.lang)
    write_result(term.model_dump_json(indent=1) + "\n", options)
    return FINE


def _add_next_term(commands: Any) -> None:
    command = commands.add_parser(
        "next-term",
        help="write what the next term starts from / 结转到下一学期",
        description="Settle a term and write what the next one starts from as JSON: recognized certificates with their "
        "credits, opening balances of grants, earlier losses if asked for. Exit status 1 where the term has error "
        "findings; it is written all the same.",
        parents=[term_option(), output_options()],
    )
    command.add_argument("--term", dest="name", metavar="NAME", required=True, help="the name of the next term")
    command.add_argument("--as-of", metavar="DAY", required=True, help="the day on which it will be settled")
    command.add_argument(
        "--losses",
        choices=("dropped", "carried"),
        default="dropped",
        help="whether a loss becomes an earlier loss (C4)",
    )
    command.set_defaults(run=_next_term)


def _next_term(options: argparse.Namespace) -> int:
    lang: Language = options.lang
    term, policy = read_together(options)

    def following() -> Term:
        return next_term(term, policy=policy, name=options.name, as_of=options.as_of, losses=options.losses)

    found = read_input("next-term", following, lang)
    write_result(found.model_dump_json(indent=1) + "\n", options)
    is_ok = all(finding.severity != "error" for finding in check_term(term, policy=policy))
    return FINE if is_ok else ERROR_FINDINGS


def _add_correct(commands: Any) -> None:
    issued = argparse.ArgumentParser(add_help=False)
    document = "the report that was paid, or the last correction, as JSON; or - for standard input"
    issued.add_argument("issued", metavar="ISSUED", help=document)
    command = commands.add_parser(
        "correct",
        help="say what to pay or take back after a term was corrected / 更正后的补发与追回",
        description="Settle a corrected term and compare it with what was paid: who gets more, who pays back, and why. "
        "Keep the JSON: it is what the next correction starts from. Exit status 1 where the corrected term has error "
        "findings; the correction is written all the same.",
        parents=[issued, term_option(), output_options()],
    )
    command.add_argument("--format", choices=("text", "json", "markdown", "html", "xlsx"), default="text")
    command.set_defaults(run=_correct)


_BOTH_STANDARD = Words(
    "报告和学期只能有一份从标准输入读取", "only one of report and term can be read from standard input"
)


def _correct(options: argparse.Namespace) -> int:
    lang: Language = options.lang
    if options.issued == options.term == "-":
        raise UnusableError(_BOTH_STANDARD.to(lang))
    data, term, policy = together(
        lambda: read_document_at(options.issued, lang),
        lambda: read_term_at(options.term, lang),
        lambda: read_policies_at(options.policy, lang),
    )
    with progress(Words("正在结算……", "settling…").to(lang)):
        found = read_input(options.issued, lambda: correct(data, term, policy=policy), lang)
    result: str | bytes
    if options.format == "json":
        result = correction_json(found) + "\n"
    elif options.format == "xlsx":
        with _extra("openpyxl", "excel", lang):
            result = correction_workbook(found, lang=lang)
    else:
        result = correction_page(found, lang=lang, style=options.format)
        result = html_page(term.term, result, lang) if options.format == "html" else result
    write_result(result, options)
    return FINE if found.report.ok else ERROR_FINDINGS


def _add_convert(commands: Any) -> None:
    command = commands.add_parser(
        "convert",
        help="write a term in another format / 转换格式",
        description="Write a term as JSON, as an .xlsx workbook, or as a folder of CSV tables. It is neither checked "
        "nor settled, and nothing that is there already is replaced.",
        parents=[output_options(file=False)],
    )
    file = "a JSON file, a folder of CSV tables, an .xlsx workbook, or - for standard input"
    command.add_argument("term", metavar="TERM", help=file)
    command.add_argument("target", metavar="TARGET", help="a new .json or .xlsx file, or a new folder for CSV tables")
    command.set_defaults(run=_convert)


def _convert(options: argparse.Namespace) -> int:
    lang: Language = options.lang
    term, target = read_term_at(options.term, lang), Path(options.target)
    if target.suffix.lower() == ".json":
        write_new(target, f"{term.model_dump_json(indent=1)}\n".encode(), lang)
    elif target.suffix.lower() == ".xlsx":
        with _extra("openpyxl", "excel", lang):
            write_new(target, term_workbook(term, lang=lang), lang)
    else:
        write_new(target, term_tables(term, lang=lang), lang)
    return FINE


def _add_template(commands: Any) -> None:
    command = commands.add_parser(
        "template", help="write tables to fill in / 输出待填写的表格", parents=[output_options(file=False)]
    )
    command.add_argument("target", metavar="TARGET", help="a new folder for CSV tables, or a new .xlsx file")
    command.add_argument("--example", action="store_true", help="with a made-up term in them / 附示例数据")
    command.set_defaults(run=_template)


def _template(options: argparse.Namespace) -> int:
    lang: Language = options.lang
    target, term = Path(options.target), example_term() if options.example else None
    if target.suffix.lower() == ".xlsx":
        with _extra("openpyxl", "excel", lang):
            write_new(target, template_workbook(lang=lang, term=term), lang)
    else:
        write_new(target, template_tables(lang=lang, term=term), lang)
    return FINE
