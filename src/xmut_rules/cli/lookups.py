"""The commands that look something up: clauses, codes, schemas."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping

from xmut_rules.base.error_codes import ERROR_CODES
from xmut_rules.base.errors import no_such
from xmut_rules.base.language import Language, Words, require_language
from xmut_rules.cli.outputs import FINE, UnusableError, give
from xmut_rules.rules.credits import OUTCOMES
from xmut_rules.rules.findings import FINDING_CODES


def run_codes(options: argparse.Namespace) -> int:
    from xmut_rules.cli.lookups import CODES, described

    if options.code is not None and options.code not in CODES:
        from xmut_rules.base.errors import no_such

        error = no_such("code", options.code, CODES)
        raise UnusableError(f"没有找到（{error}）" if options.lang == "zh" else str(error))
    chosen = [options.code] if options.code else list(CODES)
    give("".join(f"{line}\n" for code in chosen for line in described(code, options.lang)), options)
    return FINE


def run_clauses(options: argparse.Namespace) -> int:
    from xmut_rules.policy import clause, find_clauses, find_readings, office

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
        lines.append(f"{each.id}  {each.section}  {each.summary.to(options.lang)}")
        if options.id:
            bound = [office(name) for name in each.bound]
            names = Words("、", ", ").to(options.lang).join(one.name.to(options.lang) for one in bound)
            lines.append(f"  {'约束' if zh else 'binds'}: {names}")
            if each.unclear:
                lines.append(f"  {'未明确' if zh else 'open'}: {each.unclear.to(options.lang)}")
            for taken in find_readings(clause=each.id):
                answer = taken.options[0]
                question, text = taken.question.to(options.lang), answer.meaning.to(options.lang)
                lines.append(f"  {taken.id} {question} → {text}" + (f" [{taken.field}]" if taken.field else ""))
    give("\n".join(lines) + "\n", options)
    return FINE


def run_schema(options: argparse.Namespace) -> int:
    from xmut_rules.files.schemas import schema_of

    give(json.dumps(schema_of(options.document), ensure_ascii=False, indent=1) + "\n", options)
    return FINE


_FINDINGS = {entry.code: entry for entry in FINDING_CODES}

CODES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(_FINDINGS, ("检查", "finding")),
    **{str(outcome): ("学分结论", "credit outcome") for outcome in OUTCOMES},
    **dict.fromkeys(ERROR_CODES, ("输入问题", "input problem")),
}
"""Each code with the kind of thing that it names, Chinese and English; `not-in-force` is a finding and an outcome."""


def described(code: str, lang: Language) -> Iterator[str]:
    """Say what a code means and what to do, in lines.

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
        severity = Words("错误", "error").to(lang) if entry.severity == "error" else Words("提示", "warning").to(lang)
        yield f"{code}  {Words('检查', 'finding').to(lang)}, {severity}, {entry.clause}"
        yield f"  {entry.message.to(lang)}"
        yield f"  → {entry.remedy.to(lang)}"
    outcomes: Mapping[str, Words] = {str(outcome): words for outcome, words in OUTCOMES.items()}
    if code in outcomes:
        yield f"{code}  {Words('学分结论', 'credit outcome').to(lang)}"
        yield f"  {outcomes[code].to(lang)}"
    if code in ERROR_CODES:
        yield f"{code}  {Words('输入问题', 'input problem').to(lang)}"
        yield f"  {ERROR_CODES[code].to(lang)}"
