"""The commands that look something up: clauses, codes, schemas."""

from __future__ import annotations

import argparse
import json
import string
from collections.abc import Iterator, Sequence

from xmut_rules.base.error_codes import ERROR_CODES
from xmut_rules.base.language import Language, WordedError, Words, printable, require_language, within
from xmut_rules.changes.inspection import OBSERVATION_CODES
from xmut_rules.cli.outputs import FINE, UnusableError, write_result, wrong_in
from xmut_rules.cli.parser import Command, Parser, did_you_mean
from xmut_rules.files.schemas import DOCUMENTS, schema_of
from xmut_rules.policy.clauses import Clause, cited, clause, find_clauses
from xmut_rules.policy.readings import clause_lines
from xmut_rules.rules.credits import OUTCOMES
from xmut_rules.rules.findings import FINDING_CODES, SEVERITIES


def _clauses_options(parser: Parser) -> None:
    parser.option("id", metavar="ID", nargs="?", words=_ID)
    parser.option("--office", metavar="OFFICE", words=_OFFICE)
    parser.option("--kind", metavar="KIND", words=_KIND)
    parser.output_options("text")


_ID = Words(
    "一条条款，如 3.5.2.1，或文件中的一节，如 三（五）（2）2",
    "one provision, such as 3.5.2.1, or a section of the document, such as 三（五）（2）2",
)
_OFFICE = Words(
    "只列约束某个部门的，如 职业技能鉴定站 或 appraisal_station",
    "those that bind an office, such as 职业技能鉴定站 or appraisal_station",
)
_KIND = Words(
    "只列某一类：param（数额）、calc（计算）、constraint（约束）、duty（职责）、org（机构）或 principle（原则）",
    "those of a kind: param, calc, constraint, duty, org or principle",
)
_NOT_BOTH = Words("编号与 --office、--kind 不能同时给出", "give an ID, or --office and --kind, not both")


def _clauses(options: argparse.Namespace) -> int:
    lang: Language = options.lang
    if options.id and (options.office or options.kind):
        raise UnusableError(_NOT_BOTH.to(lang))
    try:
        found = _provisions(options.id) if options.id else find_clauses(office=options.office, kind=options.kind)
    except ValueError as error:
        raise UnusableError(wrong_in(error, lang)) from None
    lines: list[str] = []
    for provision in found:
        lines.append(f"{provision.id}  {provision.section}  {provision.summary.to(lang)}")
        if options.id:
            lines += (f"  {line.to(lang)}" for line in clause_lines(provision))
    write_result("\n".join(lines) + "\n", options)
    return FINE


def _provisions(name: str) -> Sequence[Clause]:
    """Return the provision of an id, or all of a section of the document."""
    is_id = name.removeprefix("§")[:1].isdecimal()
    return [clause(name)] if is_id else find_clauses(section=name)


def _codes_options(parser: Parser) -> None:
    parser.option("code", metavar="CODE", nargs="?", words=_CODE)
    parser.output_options("text")


_CODE = Words(
    "检查、学分结论、输入问题或政策疑点的代码",
    "the code of a finding, an outcome, an input problem or an inconsistency",
)


def _codes(options: argparse.Namespace) -> int:
    lang: Language = options.lang
    if options.code is not None and options.code not in CODES:
        raise UnusableError(_no_code(options.code).to(lang))
    chosen = [options.code] if options.code else CODES
    write_result("".join(f"{line}\n" for code in chosen for line in described(code, lang)), options)
    return FINE


_FINDINGS = {entry.code: entry for entry in FINDING_CODES}
_OUTCOMES = {str(outcome): words for outcome, words in OUTCOMES.items()}
_FINDING, _OUTCOME, _PROBLEM, _OBSERVATION = (
    Words("问题", "finding"),
    Words("学分结论", "credit outcome"),
    Words("输入问题", "input problem"),
    Words("政策疑点", "inconsistency of a policy"),
)
_COMMA = Words("，", ", ")
_NO_CLAUSE = Words("不涉及条款", "no clause")

CODES: tuple[str, ...] = tuple(dict.fromkeys([*_FINDINGS, *_OUTCOMES, *ERROR_CODES, *OBSERVATION_CODES]))
"""Every code that a message can name; `not-in-force` is a finding and an outcome."""


_NO_CODE = Words("没有代码 {code}{near}", "unknown code {code}{near}")


def _no_code(code: str) -> Words:
    """Return what is said of a code that is none; no code is an id, so that it is shown whole up to 80 characters."""
    return _NO_CODE.filled(code=printable(within(code, 80)) or '""', near=did_you_mean(code, CODES))


def _with_gaps(text: Words) -> Words:
    """Return a message with an ellipsis for each of its figures, and without the hint that may end it."""
    names = {name for _, name, _, _ in string.Formatter().parse(text.en) if name}
    return text.filled(**{name: "" if name == "hint" else "…" for name in names})


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
        raise WordedError(_no_code(code))
    if code in _FINDINGS:
        entry = _FINDINGS[code]
        basis = cited(entry.clause) if entry.clause else _NO_CLAUSE.to(lang)
        yield f"{code}  {_COMMA.to(lang).join([_FINDING.to(lang), SEVERITIES[entry.severity].to(lang), basis])}"
        yield f"  {_with_gaps(entry.message).to(lang)}"
        yield f"  → {_with_gaps(entry.remedy).to(lang)}"
    if code in _OUTCOMES:
        yield f"{code}  {_OUTCOME.to(lang)}"
        yield f"  {_OUTCOMES[code].to(lang)}"
    if code in ERROR_CODES:
        yield f"{code}  {_PROBLEM.to(lang)}"
        yield f"  {_with_gaps(ERROR_CODES[code]).to(lang)}"
    if code in OBSERVATION_CODES:
        yield f"{code}  {_OBSERVATION.to(lang)}"
        yield f"  {OBSERVATION_CODES[code].to(lang)}"


def _schema_options(parser: Parser) -> None:
    parser.option("document", choices=DOCUMENTS, words=Words("哪一种文件", "which document"))
    parser.output_options("json")


def _schema(options: argparse.Namespace) -> int:
    write_result(json.dumps(schema_of(options.document), ensure_ascii=False, indent=1) + "\n", options)
    return FINE


COMMANDS = (
    Command(
        name="clauses",
        summary=Words("查询政策条款及其解读。", "Show the policy's provisions and how they are read."),
        options=_clauses_options,
        run=_clauses,
        examples=("clauses 3.5.2.1", "clauses --office 职业技能鉴定站 --kind duty"),
    ),
    Command(
        name="codes",
        summary=Words("查询代码的含义和处理办法。", "Show what a code means and what to do."),
        options=_codes_options,
        run=_codes,
        examples=("codes room-overlap",),
    ),
    Command(
        name="schema",
        summary=Words("输出一种文件的 JSON Schema。", "Write the JSON Schema of a document."),
        options=_schema_options,
        run=_schema,
        examples=("schema report --output report.schema.json",),
    ),
)
"""The commands of this module."""
