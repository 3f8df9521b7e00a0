"""The steps behind a finding: what is wrong, and what to do about it."""

from __future__ import annotations

from xmut_rules.explain.steps import Explanation, Phrase, explained, step
from xmut_rules.rules.findings import SEVERITIES, Finding

_CODE = Phrase("finding-code", "问题代码 {finding}", "finding {finding}")
_FINDING = Phrase("finding", "{severity}：{text}", "{severity}: {text}")
_REMEDY = Phrase("remedy", "处理：{text}", "what to do: {text}")


def explain_finding(finding: Finding) -> Explanation:
    """Explain a finding."""
    sentence = _FINDING.of(severity=SEVERITIES[finding.severity], text=finding.words)
    steps = [step(sentence, clause=finding.clause or ""), step(_REMEDY.of(text=finding.remedy_words))]
    return explained(_CODE.of(finding=finding.code), steps, result=finding)
