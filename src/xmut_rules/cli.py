"""The command `xmut-rules`: arguments in, exit status out.

0 all is fine, 1 there are error findings (the report is written all the same), 2 the input is unusable and nothing is
written.
"""

from __future__ import annotations

import argparse
import errno
import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO, TypeVar

if TYPE_CHECKING:
    from xmut_rules import Policy, Term
    from xmut_rules.problems import Language

DocumentT = TypeVar("DocumentT")

FINE, ERROR_FINDINGS, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


class _UnusableError(Exception):
    """Input that cannot be used, or output that cannot be written; the lines say why."""

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)
        self.lines = lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: the command line without the program's name; the process's own if left out.

    Returns the exit status: 0, 1 or 2.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except _UnusableError as problem:
        with suppress(OSError):
            _write(sys.stderr, "".join(f"{_printable(line)}\n" for line in problem.lines))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return INTERRUPTED
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
    check = commands.add_parser("check", help="write the findings of a term alone / 只做检查")
    for command in (settle, check):
        command.add_argument(
            "term", metavar="TERM", help="a JSON file, a folder of CSV tables, or - for standard input"
        )
        command.add_argument("--policy", metavar="FILE", help="a policy as JSON instead of the 2020 document")
        command.add_argument("--format", choices=("text", "json"), default="text")
    settle.set_defaults(run=_settle)
    check.set_defaults(run=_check)
    clauses = commands.add_parser("clauses", help="show the policy's provisions / 查条款")
    clauses.add_argument("id", metavar="ID", nargs="?", help="one provision, such as 3.5.2.1")
    clauses.add_argument("--office", help="those that bind an office, such as 职业技能鉴定站 or appraisal_station")
    clauses.add_argument("--kind", help="those of a kind: param, calc, constraint, duty, org or principle")
    clauses.set_defaults(run=_clauses)
    schema = commands.add_parser("schema", help="write a JSON Schema / 输出 JSON Schema")
    schema.add_argument("document", choices=("term", "policy", "report"))
    schema.set_defaults(run=_schema)
    for command in (settle, check, clauses, schema):
        command.add_argument("--lang", choices=("zh", "en"), default="zh", help="zh (default) or en")
        command.add_argument("--output", metavar="FILE", help="write to a file, whole or not at all")
    return parser


def _settle(options: argparse.Namespace) -> int:
    from xmut_rules import settle_term
    from xmut_rules.overview import overview

    term, policy = _inputs(options)
    report = settle_term(term, policy=policy)
    as_json = options.format == "json"
    _give(report.to_json() + "\n" if as_json else overview(report, lang=options.lang), options)
    return FINE if report.ok else ERROR_FINDINGS


def _check(options: argparse.Namespace) -> int:
    from xmut_rules import check_term
    from xmut_rules.overview import listed_findings
    from xmut_rules.term import findings_json
    from xmut_rules.writing import written

    term, policy = _inputs(options)
    findings = check_term(term, policy=policy)
    if options.format == "json":
        text = findings_json(findings) + "\n"
    else:
        nothing = "没有发现问题。" if options.lang == "zh" else "Nothing was found."
        text = written([listed_findings(findings, options.lang)], "text", options.lang) or f"{nothing}\n"
    _give(text, options)
    return ERROR_FINDINGS if any(each.severity == "error" for each in findings) else FINE


def _inputs(options: argparse.Namespace) -> tuple[Term, Policy]:
    """Read the term and the policy; every problem of both is told."""
    from xmut_rules import PILOT_2020
    from xmut_rules.tables import parse_term, read_policy, read_term
    from xmut_rules.words import HEADS, TABLES

    lines: list[str] = []

    def source() -> Term:
        if options.term != "-":
            return read_term(options.term)
        if sys.stdin is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return parse_term(sys.stdin.buffer.read())

    def rules() -> Policy:
        return PILOT_2020 if options.policy is None else read_policy(options.policy)

    term = _read(options.term, source, (*HEADS, *TABLES), options.lang, lines)
    policy = _read(options.policy, rules, _policy_fields(), options.lang, lines)
    if term is None or policy is None:
        raise _UnusableError(*lines)
    return term, policy


def _policy_fields() -> tuple[str, ...]:
    from xmut_rules import PILOT_2020
    from xmut_rules.values import Value

    parts = (PILOT_2020, *(part for _, part in PILOT_2020 if isinstance(part, Value)))
    return tuple(dict.fromkeys(name for part in parts for name in type(part).model_fields))


def _read(
    name: str, source: Callable[[], DocumentT], known: Sequence[str], lang: Language, lines: list[str]
) -> DocumentT | None:
    """Read one input; what is wrong with it goes to `lines`."""
    from pydantic import ValidationError

    from xmut_rules.problems import describe

    try:
        return source()
    except ValidationError as error:
        lines.extend(f"{name}: {line}" for line in describe(error, lang=lang, known=known))
    except OSError as error:
        lines.append(_no_access(name, error, lang, "读取", "read"))
    return None


def _no_access(name: str, error: OSError, lang: Language, zh: str, en: str) -> str:
    return f"{name}: 无法{zh}（{error.strerror}）" if lang == "zh" else f"{name}: cannot {en} it ({error.strerror})"


def _clauses(options: argparse.Namespace) -> int:
    from xmut_rules import clause, find_clauses, find_readings, office

    zh = options.lang == "zh"
    if options.id and (options.office or options.kind):
        raise _UnusableError(
            "ID 与 --office、--kind 不能同时给出" if zh else "give an ID, or --office and --kind, not both"
        )
    try:
        found = [clause(options.id)] if options.id else find_clauses(office=options.office, kind=options.kind)
    except ValueError as error:
        raise _UnusableError(f"没有找到（{error}）" if zh else str(error)) from None
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
    _give("\n".join(lines) + "\n", options)
    return FINE


def _schema(options: argparse.Namespace) -> int:
    from xmut_rules import Policy, Term
    from xmut_rules.term import report_adapter

    if options.document == "report":
        schema = report_adapter().json_schema(mode="serialization")
    else:
        schema = (Term if options.document == "term" else Policy).model_json_schema()
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    _give(json.dumps(document, ensure_ascii=False, indent=1) + "\n", options)
    return FINE


def _give(text: str, options: argparse.Namespace) -> None:
    """Write a result to standard output or, whole or not at all, to a file."""
    name: str = "stdout" if options.output is None else options.output
    try:
        if options.output is None:
            _write(sys.stdout, text)
        else:
            _write_file(Path(options.output), text.encode())
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _UnusableError(_no_access(name, error, options.lang, "写入", "write")) from None


def _write_file(target: Path, data: bytes) -> None:
    """Replace a file in one step, with its permissions; what is no file, such as a pipe, is written to as it is."""
    is_stream = target.is_symlink() and str(target.readlink()).startswith(("/dev/", "/proc/"))
    if is_stream or (target.exists() and not target.is_file()):
        target.write_bytes(data)
        return
    target = target.resolve()
    beside = target.with_name(f".xmut-rules.{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _write(stream: TextIO | None, text: str) -> None:
    """Write UTF-8 to a file or a pipe; a terminal gets its own encoding, what it cannot show as question marks."""
    if stream is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    buffer: BinaryIO | None = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(text)
        return
    encoding = stream.encoding if stream.isatty() else "utf-8"
    stream.flush()
    buffer.write(text.encode(encoding, "replace"))
    buffer.flush()
