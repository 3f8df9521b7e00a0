"""The command `xmut-rules`: arguments in, exit status out.

0 all is fine, 1 there are error findings (the report is written all the same), 2 the input is unusable and nothing is
written.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from xmut_rules.officer import add_commands
from xmut_rules.streams import UnusableError, busy, give, inputs, write, write_new

FINE, ERROR_FINDINGS, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: the command line without the program's name; the process's own if left out.

    Returns the exit status: 0, 1 or 2, or 130 when it was interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except UnusableError as problem:
        with suppress(OSError):
            write(sys.stderr, "".join(f"{_printable(line)}\n" for line in problem.lines))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return INTERRUPTED
    except ValueError as error:  # sums beyond every bound, which no row shows by itself
        with suppress(OSError):
            write(sys.stderr, f"xmut-rules: {_printable(str(error))}\n")
    return UNUSABLE


def _printable(line: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in line)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="xmut-rules",
        description="Settle a term under the 1+X pilot policy 厦工教〔2020〕39号. "
        "Exit status: 0 fine, 1 error findings, 2 unusable input.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('xmut_rules')}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    settle = commands.add_parser("settle", help="read a term and write its report / 结算一个学期")
    settle.set_defaults(run=_settle)
    check = commands.add_parser("check", help="write the findings of a term alone / 只做检查")
    check.set_defaults(run=_check)
    explain = commands.add_parser("explain", help="say why each figure is what it is / 说明每个数字的由来")
    explain.set_defaults(run=_explain)
    plan = commands.add_parser("plan", help="write the exam plan for the venue office / 输出考务计划")
    plan.set_defaults(run=_plan)
    for command in (settle, check, explain, plan):
        _take_term(command)
    settle.add_argument("--format", choices=("text", "json", "markdown", "html", "xlsx"), default="text")
    check.add_argument("--format", choices=("text", "json"), default="text")
    explain.add_argument("--settlement", metavar="ID", help="one project")
    explain.add_argument("--person", metavar="ID", help="one member of staff")
    explain.add_argument("--date", metavar="DAY", help="with --person: one date, such as 2021-06-05")
    explain.add_argument("--certificate", metavar="ID", help="one certificate")
    explain.add_argument("--format", choices=("text", "markdown", "html", "json"), default="text")
    plan.add_argument("--format", choices=("text", "markdown", "html", "xlsx", "ics"), default="text")
    plan.add_argument("--dtstamp", metavar="MOMENT", help="for ics: when it is made, such as 2021-05-01T08:00+08:00")
    others = _add_lookups(commands)
    for command in (settle, check, explain, plan, *others, *add_commands(commands)):
        command.add_argument("--lang", choices=("zh", "en"), default="zh", help="zh (default) or en")
        if command is not others[0]:
            command.add_argument("--output", metavar="FILE", help="write to a file, whole or not at all")
    return parser


def _add_lookups(commands: Any) -> list[argparse.ArgumentParser]:
    """Add the commands that need no term: the template first, which writes files of its own."""
    template = commands.add_parser("template", help="write empty tables to fill in / 输出空白表格")
    template.add_argument("target", metavar="TARGET", help="a new folder for CSV tables, or a new .xlsx file")
    template.set_defaults(run=_template)
    clauses = commands.add_parser("clauses", help="show the policy's provisions / 查条款")
    clauses.add_argument("id", metavar="ID", nargs="?", help="one provision, such as 3.5.2.1")
    clauses.add_argument("--office", help="those that bind an office, such as 职业技能鉴定站 or appraisal_station")
    clauses.add_argument("--kind", help="those of a kind: param, calc, constraint, duty, org or principle")
    clauses.set_defaults(run=_clauses)
    codes = commands.add_parser("codes", help="say what a code means / 查代码的含义")
    codes.add_argument("code", metavar="CODE", nargs="?", help="a finding's, an outcome's or an input problem's code")
    codes.set_defaults(run=_codes)
    schema = commands.add_parser("schema", help="write a JSON Schema / 输出 JSON Schema")
    schema.add_argument("document", choices=("term", "policy", "forecast", "report"))
    schema.set_defaults(run=_schema)
    return [template, clauses, codes, schema]


def _take_term(command: argparse.ArgumentParser) -> None:
    term = "a JSON file, a folder of CSV tables, an .xlsx workbook, or - for standard input"
    command.add_argument("term", metavar="TERM", help=term)
    command.add_argument(
        "--policy",
        metavar="FILE",
        action="append",
        help="a policy or an amendment, JSON or TOML; several are a timeline",
    )


def _settle(options: argparse.Namespace) -> int:
    from xmut_rules import settle_term
    from xmut_rules.overview import overview
    from xmut_rules.problems import say
    from xmut_rules.writing import html_page

    term, policy = inputs(options)
    with busy(say(options.lang, "正在结算……", "settling…")):
        report = settle_term(term, policy=policy)
    result: str | bytes
    if options.format == "json":
        result = report.to_json() + "\n"
    elif options.format == "xlsx":
        from xmut_rules.report_sheets import report_workbook

        with _extra("openpyxl", "excel", options):
            result = report_workbook(report, term, lang=options.lang)
    else:
        result = overview(report, lang=options.lang, style=options.format)
        result = html_page(report.term, result, options.lang) if options.format == "html" else result
    give(result, options)
    return FINE if report.ok else ERROR_FINDINGS


@contextmanager
def _extra(package: str, extra: str, options: argparse.Namespace) -> Generator[None]:
    """Say which extra is missing where its package is."""
    try:
        yield
    except ModuleNotFoundError:
        zh, en = f"需要 {package}；请安装 xmut_rules[{extra}]", f"needs {package}: install xmut_rules[{extra}]"
        raise UnusableError(zh if options.lang == "zh" else en) from None


def _check(options: argparse.Namespace) -> int:
    from xmut_rules import check_term
    from xmut_rules.overview import listed_findings
    from xmut_rules.term import findings_json
    from xmut_rules.writing import written

    term, policy = inputs(options)
    findings = check_term(term, policy=policy)
    if options.format == "json":
        text = findings_json(findings) + "\n"
    else:
        nothing = "没有发现问题。" if options.lang == "zh" else "Nothing was found."
        text = written([listed_findings(findings, options.lang)], "text", options.lang) or f"{nothing}\n"
    give(text, options)
    return ERROR_FINDINGS if any(each.severity == "error" for each in findings) else FINE


def _explain(options: argparse.Namespace) -> int:
    from xmut_rules import settle_term
    from xmut_rules.explain import explain, explanation_json, find_results
    from xmut_rules.values import read_day
    from xmut_rules.writing import html_page

    if options.date and not options.person:
        zh, en = "--date 须与 --person 同用", "--date goes with --person"
        raise UnusableError(zh if options.lang == "zh" else en)
    term, policy = inputs(options)
    report = settle_term(term, policy=policy)
    try:
        day = read_day(options.date) if options.date else None
        found = find_results(
            report,
            settlement=options.settlement,
            person=options.person,
            date=day,
            certificate=options.certificate,
        )
    except ValueError as error:
        raise UnusableError(f"没有找到（{error}）" if options.lang == "zh" else str(error)) from None
    results = report if not found else found[0] if len(found) == 1 else found
    if options.format == "json":
        text = explanation_json(results) + "\n"
    else:
        text = explain(results, lang=options.lang, style=options.format)
        text = html_page(report.term, text, options.lang) if options.format == "html" else text
    give(text, options)
    return FINE if report.ok else ERROR_FINDINGS


def _plan(options: argparse.Namespace) -> int:
    from xmut_rules.plan import exam_plan, plan_calendar, plan_page, plan_workbook
    from xmut_rules.writing import html_page

    stamp = _stamp(options)
    term, policy = inputs(options)
    plan = exam_plan(term, policy=policy)
    result: str | bytes
    if options.format == "xlsx":
        with _extra("openpyxl", "excel", options):
            result = plan_workbook(plan, lang=options.lang)
    elif stamp is not None:
        with _extra("icalendar", "ics", options):
            result = plan_calendar(plan, dtstamp=stamp, lang=options.lang)
    else:
        result = plan_page(plan, lang=options.lang, style=options.format)
        result = html_page(plan.term, result, options.lang) if options.format == "html" else result
    give(result, options)
    return ERROR_FINDINGS if any(each.findings for each in plan.sessions) else FINE


def _stamp(options: argparse.Namespace) -> datetime | None:
    """Read when a calendar is made; nothing here reads a clock."""
    if options.format != "ics":
        return None
    try:
        stamp = datetime.fromisoformat(options.dtstamp or "")
    except ValueError:
        stamp = None
    if stamp is None or stamp.utcoffset() is None or not 2000 < stamp.year < 2100:
        zh = "ics 格式须给出 --dtstamp，带时区，写作 2021-05-01T08:00+08:00"
        en = "ics needs --dtstamp with a zone, written 2021-05-01T08:00+08:00"
        raise UnusableError(zh if options.lang == "zh" else en)
    return stamp


def _template(options: argparse.Namespace) -> int:
    from xmut_rules.sheets import template_tables, template_workbook

    target = Path(options.target)
    if target.suffix.lower() == ".xlsx":
        with _extra("openpyxl", "excel", options):
            write_new(target, template_workbook(lang=options.lang), options.lang)
    else:
        write_new(target, template_tables(lang=options.lang), options.lang)
    return FINE


def _codes(options: argparse.Namespace) -> int:
    from xmut_rules.codes import CODES, described

    if options.code is not None and options.code not in CODES:
        from xmut_rules.problems import unknown_id

        error = unknown_id("code", options.code, CODES)
        raise UnusableError(f"没有找到（{error}）" if options.lang == "zh" else str(error))
    chosen = [options.code] if options.code else list(CODES)
    give("".join(f"{line}\n" for code in chosen for line in described(code, options.lang)), options)
    return FINE


def _clauses(options: argparse.Namespace) -> int:
    from xmut_rules import clause, find_clauses, find_readings, office

    zh = options.lang == "zh"
    if options.id and (options.office or options.kind):
        raise UnusableError(
            "ID 与 --office、--kind 不能同时给出" if zh else "give an ID, or --office and --kind, not both"
        )
    try:
        found = [clause(options.id)] if options.id else find_clauses(office=options.office, kind=options.kind)
    except ValueError as error:
        raise UnusableError(f"没有找到（{error}）" if zh else str(error)) from None
    lines: list[str] = []
    for each in found:
        lines.append(f"{each.id}  {each.section}  {each.zh if zh else each.en}")
        if options.id:
            bound = [office(name) for name in each.bound]
            names = "、".join(one.zh for one in bound) if zh else ", ".join(one.en for one in bound)
            lines.append(f"  {'约束' if zh else 'binds'}: {names}")
            if each.open_en:
                lines.append(f"  {'未明确' if zh else 'open'}: {each.open_zh if zh else each.open_en}")
            for taken in find_readings(clause=each.id):
                answer = taken.options[0]
                question, text = (taken.question_zh, answer.zh) if zh else (taken.question_en, answer.en)
                lines.append(f"  {taken.id} {question} → {text}" + (f" [{taken.field}]" if taken.field else ""))
    give("\n".join(lines) + "\n", options)
    return FINE


def _schema(options: argparse.Namespace) -> int:
    from xmut_rules.schemas import schema_of

    give(json.dumps(schema_of(options.document), ensure_ascii=False, indent=1) + "\n", options)
    return FINE
