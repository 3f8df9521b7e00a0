"""The commands about a term: settle, check, explain, plan, merge, convert, carry over, correct, and empty tables."""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from xmut_rules.base.language import Language, Words, joined, mask, same
from xmut_rules.base.values import read_day
from xmut_rules.changes.correction_pages import correction_page, correction_workbook
from xmut_rules.changes.corrections import correct, correction_json
from xmut_rules.changes.next_term import next_term
from xmut_rules.cli.inputs import (
    TERM,
    merged_terms_at,
    progress,
    read_document_at,
    read_input,
    read_policies_at,
    read_term_at,
    read_together,
    term_options,
    together,
)
from xmut_rules.cli.outputs import ERROR_FINDINGS, FINE, UnusableError, write_new, write_result, write_stream, wrong_in
from xmut_rules.cli.parser import Command, Parser
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
from xmut_rules.rules.findings import findings_json
from xmut_rules.rules.report import check_term, report_adapter, settle_term
from xmut_rules.rules.term import Term


def _settle_options(parser: Parser) -> None:
    term_options(parser)
    parser.output_options("text", "json", "markdown", "html", "xlsx")


def _settle(options: argparse.Namespace) -> int:
    lang: Language = options.lang
    term, policy = read_together(options)
    with progress(Words("正在结算……", "settling…").to(lang)):
        report = settle_term(term, policy=policy)
    result: str | bytes
    if options.format == "json":
        whole = report.to_json() if options.output is None else report_adapter().dump_json(report, indent=1)
        write_result(whole, options, end=b"\n")
        return FINE if report.ok else ERROR_FINDINGS
    if options.format == "xlsx":
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


def _check_options(parser: Parser) -> None:
    term_options(parser)
    parser.output_options("text", "json")


_NOTHING_FOUND = Words("没有发现问题。\n", "No problems found.\n")


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


def _explain_options(parser: Parser) -> None:
    parser.option("--settlement", metavar="ID", words=Words("只说明一个项目的结算", "one project"))
    person = Words("只说明一个人的酬金：人员编号或姓名", "one person, by id or by name")
    parser.option("--person", metavar="PERSON", words=person)
    date = Words("与 --person 同用：只说明一天，如 2021-06-05", "with --person: one date, such as 2021-06-05")
    parser.option("--date", metavar="DAY", words=date)
    parser.option("--certificate", metavar="ID", words=Words("只说明一份证书的学分", "one certificate"))
    term_options(parser)
    parser.output_options("text", "markdown", "html", "json")


_DATE_ALONE = Words("--date 须与 --person 同用", "--date requires --person")


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
        raise UnusableError(wrong_in(error, lang)) from None
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


def _plan_options(parser: Parser) -> None:
    moment = Words(
        "ics 格式必填：日历的制作时间，如 2021-05-01T08:00+08:00",
        "for ics: when the calendar is made, such as 2021-05-01T08:00+08:00",
    )
    parser.option("--dtstamp", metavar="MOMENT", words=moment)
    audience = Words(
        "给谁：venue 为致校产租赁部的函（默认），office 为考务办公室留存本，列出待处理的问题",
        "for whom: venue (default), the letter; office, the exam office's copy, with what is to be settled",
    )
    parser.option("--audience", choices=("venue", "office"), default="venue", words=audience)
    term_options(parser)
    parser.output_options("text", "markdown", "html", "xlsx", "ics", "svg")


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
    "注意：有 {count} 场的问题须先处理，加 --audience office 可逐条列出\n",
    "note: {count} sessions are to be resolved first: --audience office lists them\n",
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


def _merge_options(parser: Parser) -> None:
    first = Words(
        "JSON 文件、CSV 表文件夹或 .xlsx 工作簿；至少两份，次序不限",
        "a JSON file, a folder of CSV tables or an .xlsx workbook; at least two, in any order",
    )
    parser.input_option("first", metavar="TERM", words=first)
    parser.input_option("others", metavar="TERM", nargs="+", words=Words("其余各份", "the others"))
    parser.output_options("json")


def _merge(options: argparse.Namespace) -> int:
    term = merged_terms_at([options.first, *options.others], options.lang)
    write_result(term.model_dump_json(indent=1) + "\n", options)
    return FINE


def _next_term_options(parser: Parser) -> None:
    name = Words("下一学期的名称", "the name of the next term")
    parser.option("--term", dest="name", metavar="NAME", required=True, words=name)
    day = Words("下一学期的结算日", "the day on which the next term will be settled")
    parser.option("--as-of", metavar="DAY", required=True, words=day)
    losses = Words(
        "亏损是否结转为以前亏损（C4）；不写时为 dropped，不结转",
        "whether a loss becomes an earlier loss (C4); dropped by default",
    )
    parser.option("--losses", choices=("dropped", "carried"), default="dropped", words=losses)
    term_options(parser)
    parser.output_options("json")


def _next_term(options: argparse.Namespace) -> int:
    lang: Language = options.lang
    term, policy = read_together(options)

    def following() -> Term:
        """Return the term that comes next."""
        return next_term(term, policy=policy, name=options.name, as_of=options.as_of, losses=options.losses)

    found = read_input("next-term", following, lang)
    write_result(found.model_dump_json(indent=1) + "\n", options)
    is_ok = all(finding.severity != "error" for finding in check_term(term, policy=policy))
    return FINE if is_ok else ERROR_FINDINGS


def _correct_options(parser: Parser) -> None:
    issued = Words(
        "已发放的报告，或上一份更正单，JSON 文件，或 -（标准输入）",
        "the report that was paid, or the last correction, as JSON; or - for standard input",
    )
    parser.input_option("issued", metavar="ISSUED", words=issued)
    term_options(parser)
    parser.output_options("text", "json", "markdown", "html", "xlsx")


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
            result = correction_workbook(found, term=term, lang=lang)
    else:
        result = correction_page(found, lang=lang, style=options.format)
        result = html_page(term.term, result, lang) if options.format == "html" else result
    write_result(result, options)
    return FINE if found.report.ok else ERROR_FINDINGS


def _convert_options(parser: Parser) -> None:
    parser.option("term", metavar="TERM", words=TERM)
    target = Words(
        "新的 .json 或 .xlsx 文件，或存放 CSV 表的新文件夹",
        "a new .json or .xlsx file, or a new folder for CSV tables",
    )
    parser.option("target", metavar="TARGET", words=target)


_OTHER_FILES = frozenset(
    {".csv", ".doc", ".docx", ".et", ".htm", ".html", ".json", ".md", ".ods", ".pdf", ".txt", ".wps"}
    | {".xls", ".xlsb", ".xlsm", ".xml", ".zip"}
)
"""What is the name of a file, so that no folder is made of it."""
_NO_TARGET = Words(
    "本命令不能写入 {suffix} 文件，可用的后缀：{allowed}；CSV 表写入文件夹，名称不带后缀",
    "cannot write {suffix} files; use {allowed}, or a name without a suffix for a folder of CSV tables",
)


def _target(options: argparse.Namespace, *suffixes: str) -> Path:
    """Return the file or folder that is to be made.

    Raises:
        UnusableError: it is called as a file of another kind is.
    """
    target = Path(options.target)
    suffix = target.suffix.lower()
    if suffix in _OTHER_FILES and suffix not in suffixes:
        allowed = joined(Words("、", ", "), map(same, suffixes))
        raise UnusableError(_NO_TARGET.filled(suffix=suffix, allowed=allowed).to(options.lang))
    return target


def _convert(options: argparse.Namespace) -> int:
    lang: Language = options.lang
    target = _target(options, ".json", ".xlsx")
    term = read_term_at(options.term, lang)
    if target.suffix.lower() == ".json":
        write_new(target, f"{term.model_dump_json(indent=1)}\n".encode(), lang)
    elif target.suffix.lower() == ".xlsx":
        with _extra("openpyxl", "excel", lang):
            write_new(target, term_workbook(term, lang=lang), lang)
    else:
        write_new(target, term_tables(term, lang=lang), lang)
    return FINE


def _template_options(parser: Parser) -> None:
    target = Words("存放 CSV 表的新文件夹，或新的 .xlsx 文件", "a new folder for CSV tables, or a new .xlsx file")
    parser.option("target", metavar="TARGET", words=target)
    example = Words("附一个虚构学期的示例数据", "fill in a made-up term as an example")
    parser.option("--example", action="store_true", words=example)


def _template(options: argparse.Namespace) -> int:
    lang: Language = options.lang
    target, term = _target(options, ".xlsx"), example_term() if options.example else None
    if target.suffix.lower() == ".xlsx":
        with _extra("openpyxl", "excel", lang):
            write_new(target, template_workbook(lang=lang, term=term), lang)
    else:
        write_new(target, template_tables(lang=lang, term=term), lang)
    return FINE


COMMANDS = (
    Command(
        name="template",
        summary=Words("生成待填写的表格，空白或附示例。", "Write tables to fill in, empty or with an example."),
        options=_template_options,
        run=_template,
        examples=("template term.xlsx", "template example --example"),
    ),
    Command(
        name="check",
        summary=Words("检查一个学期的数据，列出问题。", "Check the data of a term and list the findings."),
        options=_check_options,
        run=_check,
        examples=("check term.xlsx", "check term.xlsx --output findings.json"),
    ),
    Command(
        name="settle",
        summary=Words("结算一个学期，写出报告。", "Settle a term and write its report."),
        options=_settle_options,
        run=_settle,
        examples=("settle term.xlsx", "settle term.xlsx --output report.xlsx"),
    ),
    Command(
        name="explain",
        summary=Words("说明每个数字的由来。", "Explain how each figure comes about."),
        options=_explain_options,
        run=_explain,
        examples=("explain term.xlsx --person T01", "explain term.xlsx --settlement P1 --output P1.html"),
    ),
    Command(
        name="plan",
        summary=Words("写出给校产租赁部的考务计划。", "Write the exam plan for the venue office."),
        options=_plan_options,
        run=_plan,
        examples=(
            "plan term.xlsx --output plan.xlsx",
            "plan term.xlsx --audience office --output plan.html",
            "plan term.xlsx --dtstamp 2021-05-01T08:00+08:00 --output plan.ics",
        ),
    ),
    Command(
        name="merge",
        summary=Words(
            "把几份数据（如各学院各一份）合并成一个学期。", "Merge files into one term, such as one a college."
        ),
        more=Words(
            "结果是 JSON，不作检查，也不结算：请对它再运行 check 或 settle。",
            "The result is JSON. It is neither checked nor settled: run check or settle on it.",
        ),
        options=_merge_options,
        run=_merge,
        examples=("merge college-a.xlsx college-b.json --output term.json",),
    ),
    Command(
        name="next-term",
        summary=Words("结转：写出下一学期的期初数据。", "Carry over: write the rows that the next term starts from."),
        more=Words(
            "结算一个学期，以 JSON 写出下一学期从何开始：已认定的证书及其学分、专款期初余额，"
            "以及需要时的以前亏损。学期有错误时退出码为 1，结果照常写出。",
            "Settle a term and write what the next one starts from as JSON: recognized certificates with their "
            "credits, opening balances of grants, and earlier losses if asked for. Exit status 1 where the term has "
            "error findings; the result is written all the same.",
        ),
        options=_next_term_options,
        run=_next_term,
        examples=("next-term term.xlsx --term 2022-2 --as-of 2022-07-31",),
    ),
    Command(
        name="correct",
        summary=Words("更正：数据改正后，列出补发和追回。", "Correct: list what to pay or take back."),
        more=Words(
            "结算更正后的学期，与已发放的相比：谁补发、谁追回、为什么。请保存 JSON，下一次更正从它算起。"
            "更正后的学期有错误时退出码为 1，更正单照常写出。",
            "Settle a corrected term and compare it with what was paid: who gets more, who pays back, and why. "
            "Keep the JSON: it is what the next correction starts from. Exit status 1 where the corrected term has "
            "error findings; the correction is written all the same.",
        ),
        options=_correct_options,
        run=_correct,
        examples=(
            "correct report.json corrected.xlsx --output correction.xlsx",
            "correct report.json corrected.xlsx --output correction.json",
        ),
    ),
    Command(
        name="convert",
        summary=Words("转换学期数据的格式。", "Convert a term to another format."),
        more=Words(
            "把学期写成 JSON、.xlsx 工作簿或 CSV 表文件夹。不作检查，也不结算；已有的文件不会被覆盖。",
            "Write a term as JSON, as an .xlsx workbook, or as a folder of CSV tables. It is neither checked nor "
            "settled, and nothing that is there already is replaced.",
        ),
        options=_convert_options,
        run=_convert,
        examples=("convert term.xlsx term.json", "convert term.xlsx tables"),
    ),
)
"""The commands of this module."""
