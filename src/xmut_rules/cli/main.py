"""The command `xmut-rules`: arguments in, exit status out.

0 all is fine, 1 there are error findings (the report is written all the same), 2 the input is unusable and nothing is
written.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.metadata import version
from typing import Any

from xmut_rules.base.language import printable
from xmut_rules.cli.lookups import run_clauses, run_codes, run_schema
from xmut_rules.cli.outputs import INTERRUPTED, UNUSABLE, UnusableError, write
from xmut_rules.cli.policy_commands import add_commands
from xmut_rules.cli.term_commands import run_check, run_explain, run_plan, run_settle, run_template


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
            write(sys.stderr, "".join(f"{printable(line)}\n" for line in problem.lines))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return INTERRUPTED
    except ValueError as error:  # sums beyond every bound, which no row shows by itself
        with suppress(OSError):
            write(sys.stderr, f"xmut-rules: {printable(str(error))}\n")
    return UNUSABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="xmut-rules",
        description="Settle a term under the 1+X pilot policy 厦工教〔2020〕39号. "
        "Exit status: 0 fine, 1 error findings, 2 unusable input.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('xmut_rules')}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    settle = commands.add_parser("settle", help="read a term and write its report / 结算一个学期")
    settle.set_defaults(run=run_settle)
    check = commands.add_parser("check", help="write the findings of a term alone / 只做检查")
    check.set_defaults(run=run_check)
    explain = commands.add_parser("explain", help="say why each figure is what it is / 说明每个数字的由来")
    explain.set_defaults(run=run_explain)
    plan = commands.add_parser("plan", help="write the exam plan for the venue office / 输出考务计划")
    plan.set_defaults(run=run_plan)
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
    template.set_defaults(run=run_template)
    clauses = commands.add_parser("clauses", help="show the policy's provisions / 查条款")
    clauses.add_argument("id", metavar="ID", nargs="?", help="one provision, such as 3.5.2.1")
    clauses.add_argument("--office", help="those that bind an office, such as 职业技能鉴定站 or appraisal_station")
    clauses.add_argument("--kind", help="those of a kind: param, calc, constraint, duty, org or principle")
    clauses.set_defaults(run=run_clauses)
    codes = commands.add_parser("codes", help="say what a code means / 查代码的含义")
    codes.add_argument("code", metavar="CODE", nargs="?", help="a finding's, an outcome's or an input problem's code")
    codes.set_defaults(run=run_codes)
    schema = commands.add_parser("schema", help="write a JSON Schema / 输出 JSON Schema")
    schema.add_argument("document", choices=("term", "policy", "forecast", "report"))
    schema.set_defaults(run=run_schema)
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
