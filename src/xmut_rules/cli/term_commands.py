"""The commands about a term: settle, check, explain, plan, and the empty tables of one."""

from __future__ import annotations

import argparse
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from xmut_rules.cli.inputs import busy, inputs
from xmut_rules.cli.outputs import ERROR_FINDINGS, FINE, UnusableError, give, write_new


def run_settle(options: argparse.Namespace) -> int:
    from xmut_rules.base.language import Words
    from xmut_rules.explain.overview import overview
    from xmut_rules.formats.documents import html_page
    from xmut_rules.rules import settle_term

    term, policy = inputs(options)
    with busy(Words("正在结算……", "settling…").to(options.lang)):
        report = settle_term(term, policy=policy)
    result: str | bytes
    if options.format == "json":
        result = report.to_json() + "\n"
    elif options.format == "xlsx":
        from xmut_rules.files.workbooks import report_workbook

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


def run_check(options: argparse.Namespace) -> int:
    from xmut_rules.explain.overview import listed_findings
    from xmut_rules.formats.documents import written
    from xmut_rules.rules import check_term
    from xmut_rules.rules.report import findings_json

    term, policy = inputs(options)
    findings = check_term(term, policy=policy)
    if options.format == "json":
        text = findings_json(findings) + "\n"
    else:
        nothing = "没有发现问题。" if options.lang == "zh" else "Nothing was found."
        text = written([listed_findings(findings, options.lang)], "text", options.lang) or f"{nothing}\n"
    give(text, options)
    return ERROR_FINDINGS if any(each.severity == "error" for each in findings) else FINE


def run_explain(options: argparse.Namespace) -> int:
    from xmut_rules.base.values import read_day
    from xmut_rules.explain.page import explain, explanation_json, find_results
    from xmut_rules.formats.documents import html_page
    from xmut_rules.rules import settle_term

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


def run_plan(options: argparse.Namespace) -> int:
    from xmut_rules.files.exam_plan import exam_plan, plan_calendar, plan_page, plan_workbook
    from xmut_rules.formats.documents import html_page

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


def run_template(options: argparse.Namespace) -> int:
    from xmut_rules.files.templates import template_tables, template_workbook

    target = Path(options.target)
    if target.suffix.lower() == ".xlsx":
        with _extra("openpyxl", "excel", options):
            write_new(target, template_workbook(lang=options.lang), options.lang)
    else:
        write_new(target, template_tables(lang=options.lang), options.lang)
    return FINE
