"""Every code that a message can name: findings, credit outcomes and input problems, with what each means.

Codes are API, wording is not; `docs/codes.md` shows an example of each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xmut_rules.findings import FINDING_CODES
from xmut_rules.phrases import OUTCOMES
from xmut_rules.problem_texts import PROBLEMS
from xmut_rules.problems import Language, require_language, say, unknown_id

_FINDINGS = {entry.code: entry for entry in FINDING_CODES}

CODES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(_FINDINGS, ("检查", "finding")),
    **{str(outcome): ("学分结论", "credit outcome") for outcome in OUTCOMES},
    **dict.fromkeys(PROBLEMS, ("输入问题", "input problem")),
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
        raise unknown_id("code", code, CODES)
    if code in _FINDINGS:
        entry = _FINDINGS[code]
        severity = say(lang, "错误", "error") if entry.severity == "error" else say(lang, "提示", "warning")
        yield f"{code}  {say(lang, '检查', 'finding')}, {severity}, {entry.clause}"
        yield f"  {say(lang, entry.zh, entry.en)}"
        yield f"  → {say(lang, entry.remedy_zh, entry.remedy_en)}"
    outcomes: Mapping[str, tuple[str, str]] = {str(outcome): words for outcome, words in OUTCOMES.items()}
    if code in outcomes:
        yield f"{code}  {say(lang, '学分结论', 'credit outcome')}"
        yield f"  {say(lang, *outcomes[code])}"
    if code in PROBLEMS:
        yield f"{code}  {say(lang, '输入问题', 'input problem')}"
        yield f"  {say(lang, *PROBLEMS[code])}"
