"""The commands that look something up: clauses, codes, schemas."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from typing import Any

from xmut_rules.base.error_codes import ERROR_CODES
from xmut_rules.base.errors import no_such
from xmut_rules.base.language import Language, Words, require_language
from xmut_rules.cli.outputs import FINE, UnusableError, output_options, write_result
from xmut_rules.files.schemas import DOCUMENTS, schema_of
from xmut_rules.policy.clauses import Clause, cited, clause, find_clauses, office
from xmut_rules.policy.readings import find_readings
from xmut_rules.rules.credits import OUTCOMES
from xmut_rules.rules.findings import FINDING_CODES, SEVERITIES


def add_commands(commands: Any) -> None:
    """Add the commands to the parser."""
    _add_clauses(commands)
    _add_codes(commands)
    _add_schema(commands)


_NOT_FOUND = Words("没有找到（{error}）", "{error}")


def _add_clauses(commands: Any) -> None:
    command = commands.add_parser("clauses", help="show the policy's provisions / 查条款", parents=[output_options()])
    command.add_argument(
        "id",
        metavar="ID",
        nargs="?",
        help="one provision, such as 3.5.2.1, or a section of the document, such as 三（五）（2）2",
    )
    command.add_argument("--office", help="those that bind an office, such as 职业技能鉴定站 or appraisal_station")
    command.add_argument("--kind", help="those of a kind: param, calc, constraint, duty, org or principle")
    command.set_defaults(run=_clauses)


_NOT_BOTH = Words("ID 与 --office、--kind 不能同时给出", "give an ID, or --office and --kind, not both")


def _clauses(options: argparse.Namespace) -> int:
    lang: Language = options.lang
    if options.id and (options.office or options.kind):
        raise UnusableError(_NOT_BOTH.to(lang))
    try:
        found = _provisions(options.id) if options.id else find_clauses(office=options.office, kind=options.kind)
    except ValueError as error:
        raise UnusableError(_NOT_FOUND.filled(error=error).to(lang)) from None
    lines: list[str] = []
    for provision in found:
        lines.append(f"{provision.id}  {provision.section}  {provision.summary.to(lang)}")
        if options.id:
            lines += _details(provision, lang)
    write_result("\n".join(lines) + "\n", options)
    return FINE


def _provisions(name: str) -> Sequence[Clause]:
    """Return the provision of an id, or all of a section of the document."""
    is_id = name.removeprefix("§")[:1].isdecimal()
    return [clause(name)] if is_id else find_clauses(section=name)


_BINDS = Words("约束", "binds")
_NOBODY = Words("未写明", "nobody is named")
_OPEN = Words("未明确", "open")


def _details(provision: Clause, lang: Language) -> Iterator[str]:
    """Write whom a provision binds, what it leaves open, and the readings of it."""
    names = [office(name).name.to(lang) for name in provision.bound] or [_NOBODY.to(lang)]
    yield f"  {_BINDS.to(lang)}: {Words('、', ', ').to(lang).join(names)}"
    if provision.unclear:
        yield f"  {_OPEN.to(lang)}: {provision.unclear.to(lang)}"
    for known in find_readings(clause=provision.id):
        field = f" [{known.field}]" if known.field else ""
        yield f"  {known.id} {known.question.to(lang)} → {known.taken.meaning.to(lang)}{field}"


def _add_codes(commands: Any) -> None:
    command = commands.add_parser("codes", help="say what a code means / 查代码的含义", parents=[output_options()])
    command.add_argument("code", metavar="CODE", nargs="?", help="a finding's, an outcome's or an input problem's code")
    command.set_defaults(run=_codes)


def _codes(options: argparse.Namespace) -> int:
    lang: Language = options.lang
    if options.code is not None and options.code not in CODES:
        error = no_such("code", options.code, CODES)
        raise UnusableError(_NOT_FOUND.filled(error=error).to(lang))
    chosen = [options.code] if options.code else CODES
    write_result("".join(f"{line}\n" for code in chosen for line in described(code, lang)), options)
    return FINE


_FINDINGS = {entry.code: entry for entry in FINDING_CODES}
_OUTCOMES = {str(outcome): words for outcome, words in OUTCOMES.items()}
_FINDING, _OUTCOME, _PROBLEM = (
    Words("检查", "finding"),
    Words("学分结论", "credit outcome"),
    Words("输入问题", "input problem"),
)
_NO_CLAUSE = Words("不涉及条款", "no clause")

CODES: tuple[str, ...] = tuple(dict.fromkeys([*_FINDINGS, *_OUTCOMES, *ERROR_CODES]))
"""Every code that a message can name; `not-in-force` is a finding and an outcome."""


def described(code: str, lang: Language) -> Iterator[str]:
    """Return what a code means and what to do, in lines.

    Args:
        code: a code of `CODES`.
        lang: the language.

    Raises:
        ValueError: no such code, or another language.
    """
    require_language(lang)
    if code not in CODES:
        raise no_such("code", code, CODES)
    if code in _FINDINGS:
        entry = _FINDINGS[code]
        basis = cited(entry.clause) if entry.clause else _NO_CLAUSE.to(lang)
        yield f"{code}  {_FINDING.to(lang)}, {SEVERITIES[entry.severity].to(lang)}, {basis}"
        yield f"  {entry.message.to(lang)}"
        yield f"  → {entry.remedy.to(lang)}"
    if code in _OUTCOMES:
        yield f"{code}  {_OUTCOME.to(lang)}"
        yield f"  {_OUTCOMES[code].to(lang)}"
    if code in ERROR_CODES:
        yield f"{code}  {_PROBLEM.to(lang)}"
        yield f"  {ERROR_CODES[code].to(lang)}"


def _add_schema(commands: Any) -> None:
    command = commands.add_parser("schema", help="write a JSON Schema / 输出 JSON Schema", parents=[output_options()])
    command.add_argument("document", choices=DOCUMENTS)
    command.set_defaults(run=_schema)


def _schema(options: argparse.Namespace) -> int:
    write_result(json.dumps(schema_of(options.document), ensure_ascii=False, indent=1) + "\n", options)
    return FINE
