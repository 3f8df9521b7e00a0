"""Findings: breaches of the policy as comparable data, each with its clause, its rows and what to do about it.

A check returns every finding; nothing is raised unless `require` is asked to. Codes are API, wording is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Literal

from xmut_rules.base.errors import no_such
from xmut_rules.base.language import Language, Words, mask, require_language
from xmut_rules.base.values import Result

Severity = Literal["error", "warning"]
"""An error breaks a clause; a warning asks somebody to look."""

SEVERITIES: Mapping[Severity, Words] = {"error": Words("错误", "error"), "warning": Words("提示", "warning")}
"""What each severity is called."""


@dataclass(frozen=True, slots=True)
class FindingCode:
    """What a code of the catalogue means: `message` has braces for the figures, `remedy` says what to do."""

    code: str
    severity: Severity
    clause: str
    _: KW_ONLY
    message: Words
    remedy: Words


FINDING_CODES: tuple[FindingCode, ...] = (
    FindingCode(
        "after-as-of",
        "warning",
        "§0a",
        message=Words(
            "{refs} 的日期 {day} 晚于学期截止日",
            "{refs} is dated {day}, after the term's as_of",
        ),
        remedy=Words("核对日期；若属下一学期请移走", "check the date; move the row if it belongs to the next term"),
    ),
    FindingCode(
        "certificate-number-shared",
        "error",
        "§3.4a",
        message=Words(
            "证书 {refs} 属于不同学生却编号相同，均暂不认定",
            "certificates {refs} of different students bear one number; none is granted",
        ),
        remedy=Words("查验证书原件后改正编号", "look at the certificates and correct the number"),
    ),
    FindingCode(
        "clashes-cut",
        "error",
        "§3.5.4e",
        message=Words(
            "时间冲突已达 10,000 处，其余不再列出",
            "10,000 clashes were found; the rest are not listed",
        ),
        remedy=Words(
            "先核对时间与场地数据是否整列填错", "check first whether a whole column of times or rooms is wrong"
        ),
    ),
    FindingCode(
        "duty-recorded-twice",
        "error",
        "§3.5.2.2b",
        message=Words(
            "同一人在场次 {session} 登记了多次（{refs}），只计一次",
            "one person is recorded more than once on session {session} ({refs}); it counts once",
        ),
        remedy=Words("删去多余的登记", "remove the surplus records"),
    ),
    FindingCode(
        "grant-overspent",
        "error",
        "§3.3c",
        message=Words(
            "项目 {refs} 的专款收入 {granted} 元，支出 {spent} 元，超支",
            "project {refs} spent {spent} yuan of earmarked grants of {granted} yuan",
        ),
        remedy=Words("改由考培费列支或补登专款收入", "fund the excess from fees, or record the missing grant"),
    ),
    FindingCode(
        "grant-purpose-missing",
        "error",
        "§3.3c",
        message=Words(
            "专款支出 {refs} 未写明用途",
            "cost {refs} is paid from a grant and names no purpose",
        ),
        remedy=Words("填写用途：培训、评价或认证", "name the purpose: training, evaluation or certification"),
    ),
    FindingCode(
        "not-in-force",
        "error",
        "§0a",
        message=Words(
            "{refs} 在 {day} 没有生效的政策，不计金额和学分",
            "no policy is in force for {refs} on {day}; it gives no money and no credits",
        ),
        remedy=Words(
            "核对日期；若试点更早开始，请修订生效日期",
            "check the date; if the pilot began earlier, amend effective_from",
        ),
    ),
    FindingCode(
        "notice-late",
        "error",
        "§3.5.4d",
        message=Words(
            "场次 {refs} 的考务计划在开始之后才通报（{notified}）",
            "the venue office was told of session {refs} only at {notified}, not before its start",
        ),
        remedy=Words("今后在开始前通报", "tell the venue office before the start"),
    ),
    FindingCode(
        "notice-missing",
        "error",
        "§3.5.4d",
        message=Words(
            "场次 {refs} 没有通报校产租赁部的记录",
            "there is no record that the venue office was told of session {refs}",
        ),
        remedy=Words("通报并补登通报时间", "tell the venue office and record when"),
    ),
    FindingCode(
        "notice-short",
        "error",
        "§3.5.4d",
        message=Words(
            "场次 {refs} 提前 {days} 天通报，应提前 {needed} 天",
            "session {refs} was announced {days} days ahead; {needed} are required",
        ),
        remedy=Words("提前通报或改期", "announce earlier, or move the session"),
    ),
    FindingCode(
        "person-overlap",
        "error",
        "§3.5.4e",
        message=Words(
            "人员 {staff} 在 {refs} 两处时间重叠（{start} 至 {end}）",
            "{staff} is needed at {refs} at the same time ({start} to {end})",
        ),
        remedy=Words("换人或改时间", "send somebody else, or move one of the two"),
    ),
    FindingCode(
        "room-overlap",
        "error",
        "§3.5.4e",
        message=Words(
            "场地 {room} 被 {refs} 同时占用（{start} 至 {end}）",
            "room {room} is taken by {refs} at the same time ({start} to {end})",
        ),
        remedy=Words("换场地或改时间", "take another room, or move one of the two"),
    ),
    FindingCode(
        "room-turnaround",
        "error",
        "§3.5.4e",
        message=Words(
            "场地 {room} 在 {refs} 之间只有 {minutes} 分钟，应有 {needed} 分钟",
            "room {room} has {minutes} minutes between {refs}; {needed} are required",
        ),
        remedy=Words("拉开间隔或换场地", "leave more time, or take another room"),
    ),
    FindingCode(
        "training-day-twice",
        "error",
        "§3.5.2.1",
        message=Words(
            "人员 {staff} 在 {day} 有多条按天记录（{refs}），只付一天",
            "{staff} has more than one day record on {day} ({refs}); one day is paid",
        ),
        remedy=Words("删去多余的记录或改正日期", "remove the surplus record or correct its date"),
    ),
    FindingCode(
        "training-mixed-units",
        "warning",
        "§3.5.2.1",
        message=Words(
            "人员 {staff} 在 {day} 既按天又按学时记录（{refs}）",
            "{staff} has day and class hour records on {day} ({refs})",
        ),
        remedy=Words("核对是否重复申报", "check that no hours were claimed twice"),
    ),
    FindingCode(
        "wrong-account",
        "error",
        "§3.5.1b",
        message=Words(
            "考培费 {refs} 未进入指定账户",
            "fee {refs} was not paid to a designated account",
        ),
        remedy=Words("转入指定账户并改正记录", "move the money to the designated account and correct the record"),
    ),
)
"""The catalogue, by code."""

_BY_CODE = {entry.code: entry for entry in FINDING_CODES}


def _entry(code: str) -> FindingCode:
    if code not in _BY_CODE:
        raise no_such("finding code", code, _BY_CODE)
    return _BY_CODE[code]


@dataclass(frozen=True, slots=True)
class Finding(Result):
    """One breach of the policy: equal when equal, ordered by code and refs.

    `refs` are the ids of the rows concerned, in full; `params` the figures of the message, by name.
    """

    code: str
    severity: Severity
    clause: str
    refs: tuple[str, ...]
    params: tuple[tuple[str, str], ...] = ()

    def message(self, lang: Language = "zh") -> str:
        """Return what is wrong, in Chinese or English; long ids are masked.

        Raises:
            ValueError: another language, or a code that is not in the catalogue.
        """
        require_language(lang)
        return self.words.to(lang)

    @property
    def words(self) -> Words:
        """What is wrong, in both languages; long ids are masked."""
        figures: dict[str, object] = {name: mask(text) if name in _IDS else text for name, text in self.params}
        refs = [mask(ref) for ref in self.refs]
        return _entry(self.code).message.filled(refs=Words("、".join(refs), ", ".join(refs)), **figures)

    def remedy(self, lang: Language = "zh") -> str:
        """Return what to do about it.

        Raises:
            ValueError: another language, or a code that is not in the catalogue.
        """
        return self.remedy_words.to(lang)

    @property
    def remedy_words(self) -> Words:
        """What to do about it, in both languages."""
        return _entry(self.code).remedy


_IDS = frozenset({"staff", "room", "session"})


class PolicyBreach(Exception):  # noqa: N818  a breach is not an error of the program
    """The policy is breached; raised by `require` alone. `findings` holds all that it was given."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """Keep the findings."""
        super().__init__(findings)
        self.findings = findings

    def __str__(self) -> str:
        """Name the first few findings and count the rest."""
        shown = [f"{found.code} ({found.clause}): {found.message('en')}" for found in self.findings[:5]]
        more = [f"and {len(self.findings) - 5} more"] if len(self.findings) > 5 else []
        return "; ".join(shown + more)


def finding(code: str, refs: Iterable[str], severity: Severity | None = None, **params: str) -> Finding:
    """Return a finding of the catalogue.

    Args:
        code: a code of `FINDING_CODES`.
        refs: the ids of the rows concerned.
        severity: where it is not the catalogue's.
        params: the figures of its message.
    """
    entry = _BY_CODE[code]
    return Finding(code, severity or entry.severity, entry.clause, tuple(refs), tuple(sorted(params.items())))


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in their order: code, refs, then params and severity."""
    return tuple(sorted(findings, key=lambda found: (found.code, found.refs, found.params, found.severity)))


def require(findings: Iterable[Finding]) -> None:
    """Raise an exception if a finding is an error.

    Args:
        findings: what a check returned; warnings alone pass.

    Raises:
        PolicyBreach: with all findings, if one of them is an error.
        ValueError: something else than findings is given.
    """
    if not isinstance(findings, Iterable):
        raise ValueError(f"findings: expected findings, not {type(findings).__name__}")
    given = tuple(findings)
    if any(not isinstance(found, Finding) for found in given):
        raise ValueError("findings: expected findings alone")
    if any(found.severity == "error" for found in given):
        raise PolicyBreach(given)
