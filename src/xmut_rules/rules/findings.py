"""Findings: breaches of the policy as comparable data, each with its clause, its rows and what to do about it.

A check returns every finding; nothing is raised unless `require` is asked to. Codes are API, wording is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Annotated, Literal

from pydantic import PlainSerializer, with_config

from xmut_rules.base.arguments import rows_of
from xmut_rules.base.error_codes import TABLES
from xmut_rules.base.errors import no_such
from xmut_rules.base.language import (
    MOST_DETAIL,
    MOST_TEXT,
    Language,
    WordedError,
    Words,
    joined,
    mask,
    require_language,
    same,
    within,
)
from xmut_rules.base.values import AS_IT_IS, DOCUMENT, Result, adapter_of

Severity = Literal["error", "warning", "hint"]
"""An error breaks a clause, a warning asks somebody to look; a hint points at a likely slip and has no clause."""

SEVERITIES: Mapping[Severity, Words] = {
    "error": Words("错误", "error"),
    "warning": Words("提示", "warning"),
    "hint": Words("核对", "hint"),
}
"""What each severity is called."""


@dataclass(frozen=True, slots=True)
class FindingCode:
    """What a code of the catalogue means: `message` has braces for the figures, `remedy` is what to do."""

    code: str
    severity: Severity
    clause: str | None
    _: KW_ONLY
    message: Words
    remedy: Words


FINDING_CODES: tuple[FindingCode, ...] = (
    FindingCode(
        "after-as-of",
        "warning",
        "§0a",
        message=Words(
            "{refs} 的日期 {day} 晚于结算日",
            "{refs} is dated {day}, after the settlement date",
        ),
        remedy=Words(
            "请核对日期；若属下一学期，请移至下一学期", "check the date; if it belongs to the next term, move it there"
        ),
    ),
    FindingCode(
        "certificate-number-repeated",
        "warning",
        "§3.4a",
        message=Words(
            "同一学生的证书 {refs} 名称或等级不同，证书号码却相同",
            "certificates {refs} of one student differ in name or level but have the same number",
        ),
        remedy=Words("查验证书原件，改正证书号码", "check the original certificates and correct the number"),
    ),
    FindingCode(
        "certificate-number-shared",
        "error",
        "§3.4a",
        message=Words(
            "证书 {refs} 属于不同学生，证书号码却相同，均暂不认定",
            "certificates {refs} of different students have the same number; none is granted",
        ),
        remedy=Words("查验证书原件，改正证书号码", "check the original certificates and correct the number"),
    ),
    FindingCode(
        "certificate-status-differs",
        "error",
        "§3.4a",
        message=Words(
            "记录 {refs} 属于同一本证书，证书状态却不一致，均暂不认定",
            "records {refs} are of one certificate but differ in status; none is granted",
        ),
        remedy=Words(
            "查明证书目前的状态，各条记录都照此填写（换发的，旧记录也填目前的状态）",
            "find out the current status and enter it in every record of the certificate, also in those from before "
            "a renewal",
        ),
    ),
    FindingCode(
        "clashes-cut",
        "error",
        "§3.5.4e",
        message=Words(
            "时间冲突已达 10,000 处，其余不再列出",
            "10,000 clashes were found; the rest are not listed",
        ),
        remedy=Words("请先核对时间或场地是否整列填错", "check first whether a whole column of times or rooms is wrong"),
    ),
    FindingCode(
        "cost-may-repeat-pay",
        "warning",
        "§3.5.3a",
        message=Words(
            "成本 {refs}（{category}）可能是课酬或考务费，而这两项已由记录自动计入",
            "cost {refs} ({category}) may be training pay or duty pay, which is already added from the records",
        ),
        remedy=Words(
            "若重复列支，请删去；否则请在“费用类别”中写明实际用途",
            "remove it if it repeats that pay; otherwise enter what it paid for as its category",
        ),
    ),
    FindingCode(
        "credits-given-assumed",
        "hint",
        None,
        message=Words(
            "{refs} 以前已认定，但未填已认定学分，按现行标准推算",
            "{refs} was recognized earlier without credits_given; today's credits are assumed",
        ),
        remedy=Words("请填写已认定学分", "enter credits_given"),
    ),
    FindingCode(
        "duty-recorded-twice",
        "error",
        "§3.5.2.2b",
        message=Words(
            "同一人在场次 {session} 有多条考务记录（{refs}），只计一条",
            "one person has more than one duty record for session {session} ({refs}); one counts",
        ),
        remedy=Words("删去重复的记录", "remove the duplicate records"),
    ),
    FindingCode(
        "far-date",
        "hint",
        None,
        message=Words(
            "{refs} 的日期 {day} 比结算日早 400 天以上",
            "{refs} is dated {day}, more than 400 days before the settlement date",
        ),
        remedy=Words("请核对年份", "check the year"),
    ),
    FindingCode(
        "grant-overspent",
        "error",
        "§3.3c",
        message=Words(
            "项目 {refs} 的专款收入 {granted} 元，支出 {spent} 元，超支",
            "project {refs} spent {spent} yuan of earmarked grants of {granted} yuan",
        ),
        remedy=Words("改由考培费列支，或补登专款收入", "pay the excess from fees, or record the missing grant"),
    ),
    FindingCode(
        "grant-purpose-differs",
        "error",
        "§3.3c",
        message=Words(
            "项目 {refs} 用于{purpose}的专款收入 {granted} 元，支出 {spent} 元，超支",
            "project {refs} spent {spent} yuan of grants on {purpose} but received {granted} yuan for it",
        ),
        remedy=Words(
            "改由考培费列支，或改正用途，或补登专款收入",
            "pay it from fees, correct the purpose, or record the missing grant",
        ),
    ),
    FindingCode(
        "grant-purpose-missing",
        "error",
        "§3.3c",
        message=Words(
            "专款支出 {refs} 未写明用途",
            "cost {refs} is paid from a grant but has no purpose",
        ),
        remedy=Words(
            "请填写用途：培训、评价、认证或其他", "enter the purpose: training, evaluation, certification or other"
        ),
    ),
    FindingCode(
        "many-hours",
        "hint",
        None,
        message=Words(
            "人员 {staff} 在 {day} 申报 {hours} 学时，超过 12 学时（{refs}）",
            "{staff} claimed {hours} class hours on {day}, more than 12 ({refs})",
        ),
        remedy=Words(
            "已按所填学时计酬；请核对日期、学时和人员", "they are paid; check the date, the class hours and the person"
        ),
    ),
    FindingCode(
        "not-in-force",
        "error",
        "§0a",
        message=Words(
            "{refs} 的日期 {day} 尚无政策可依",
            "no policy is in force on {day}, the date of {refs}",
        ),
        remedy=Words(
            "请核对日期；若试点更早开始，请修订政策的生效日期。生效以前的培训和考务不予计酬，证书不予认定，收入仍计入",
            "check the date; if the pilot began earlier, amend effective_from. Before that date training and duty "
            "are not paid, certificates give no credits, and receipts still count as income",
        ),
    ),
    FindingCode(
        "notice-late",
        "error",
        "§3.5.4d",
        message=Words(
            "场次 {refs} 的考务计划开考后才通报（{notified}）",
            "the venue office was notified of session {refs} only after its start ({notified})",
        ),
        remedy=Words("今后请在开考前通报", "notify the venue office before the start"),
    ),
    FindingCode(
        "notice-missing",
        "error",
        "§3.5.4d",
        message=Words(
            "场次 {refs} 没有向校产租赁部通报的记录",
            "there is no record that the venue office was notified of session {refs}",
        ),
        remedy=Words("请通报，并补填通报时间", "notify the venue office and record the time"),
    ),
    FindingCode(
        "notice-outdated",
        "error",
        "§3.5.4d",
        message=Words(
            "场次 {refs} 于 {notified} 通报，{changed} 又有变更，未再通报",
            "the venue office was notified of session {refs} at {notified}, but not of its change at {changed}",
        ),
        remedy=Words(
            "把变更再次通报校产租赁部，并更新通报时间", "notify the venue office of the change and record the time"
        ),
    ),
    FindingCode(
        "notice-short",
        "error",
        "§3.5.4d",
        message=Words(
            "场次 {refs} 提前 {days} 天通报，提前天数不足，应提前 {needed} 天",
            "too little notice of session {refs} to the venue office: days ahead {days}, required {needed}",
        ),
        remedy=Words("提前通报，或改期", "notify the venue office earlier, or move the session"),
    ),
    FindingCode(
        "person-overlap",
        "error",
        "§3.5.4e",
        message=Words(
            "人员 {staff} 在 {refs} 的时间重叠（{start} 至 {end}）",
            "{staff} is booked for {refs} at the same time ({start} to {end})",
        ),
        remedy=Words("更换人员或调整时间", "assign another person, or move one of the two"),
    ),
    FindingCode(
        "recognized-not-valid",
        "warning",
        "§3.4a",
        message=Words(
            "证书 {refs} 以前已认定，目前的状态为{status}",
            "certificate {refs} was recognized in an earlier term and is now {status}",
        ),
        remedy=Words(
            "是否撤销已认定的学分，由认定部门决定",
            "the office that recognizes credits decides whether to withdraw them",
        ),
    ),
    FindingCode(
        "room-overlap",
        "error",
        "§3.5.4e",
        message=Words(
            "场地 {room} 被 {refs} 同时占用（{start} 至 {end}）",
            "room {room} is booked for {refs} at the same time ({start} to {end})",
        ),
        remedy=Words("更换场地或调整时间", "use another room, or move one of the two"),
    ),
    FindingCode(
        "room-turnaround",
        "error",
        "§3.5.4e",
        message=Words(
            "场地 {room} 在 {refs} 之间间隔 {minutes} 分钟，应不少于 {needed} 分钟",
            "too little time between {refs} in room {room}: {minutes} min, at least {needed} min are required",
        ),
        remedy=Words("延长间隔或更换场地", "leave more time, or use another room"),
    ),
    FindingCode(
        "rows-alike",
        "hint",
        None,
        message=Words(
            "“{table}”表中 {refs} 除编号外完全相同，可能是重复填报",
            "rows {refs} of the table {table} are identical except for their ids and may be duplicates",
        ),
        remedy=Words("若是重复粘贴，请只保留一行", "if they were pasted twice, keep one"),
    ),
    FindingCode(
        "training-day-twice",
        "error",
        "§3.5.2.1",
        message=Words(
            "人员 {staff} 在 {day} 有多条按天计的记录（{refs}），只计一天",
            "{staff} has more than one day record on {day} ({refs}); one day is paid",
        ),
        remedy=Words("删去重复的记录，或改正日期", "remove the duplicate records, or correct the date"),
    ),
    FindingCode(
        "training-mixed-units",
        "warning",
        "§3.5.2.1",
        message=Words(
            "人员 {staff} 在 {day} 既有按天计的记录，又有按学时计的记录（{refs}）",
            "{staff} has both day and class-hour records on {day} ({refs})",
        ),
        remedy=Words("请核对是否重复申报", "check that no hours were claimed twice"),
    ),
    FindingCode(
        "wrong-account",
        "error",
        "§3.5.1b",
        message=Words(
            "考培费 {refs} 未存入指定账户",
            "fee {refs} was not paid into a designated account",
        ),
        remedy=Words("转入指定账户，并改正记录", "transfer the money to a designated account and correct the record"),
    ),
)
"""The catalogue, by code."""

_BY_CODE = {entry.code: entry for entry in FINDING_CODES}


def _entry(code: str) -> FindingCode:
    if code not in _BY_CODE:
        raise no_such(Words("问题代码", "finding code"), code, _BY_CODE)
    return _BY_CODE[code]


@dataclass(frozen=True, slots=True)
class Finding(Result):
    """One breach of the policy, or a likely slip: equal when equal, ordered by code and refs.

    `clause` is null where no clause speaks of it, as for hints. `refs` are the ids of the rows concerned, in full;
    `params` the figures of the message, by name.
    """

    code: str
    severity: Severity
    clause: str | None
    refs: tuple[str, ...]
    params: tuple[tuple[str, str], ...] = ()

    def message(self, lang: Language = "zh") -> str:
        """Return what is wrong, in Chinese or English; long ids are masked, and of many rows 20 are named.

        Raises:
            ValueError: another language, or a code that is not in the catalogue.
        """
        require_language(lang)
        return self.words.to(lang)

    @property
    def words(self) -> Words:
        """What is wrong, in both languages; long ids are masked."""
        figures: dict[str, object] = {name: _shown(name, text) for name, text in self.params}
        refs = [same(mask(ref)) for ref in self.refs]
        if "tables" in figures:  # rows of several tables that have one id
            tables = [TABLE_NAMES[table] for table in dict(self.params)["tables"].split(", ")]
            refs = [_OF_TABLE.filled(ref=ref, table=table) for ref, table in zip(refs, tables, strict=True)]
        shown = joined(Words("、", ", "), refs[:_MOST_SHOWN])
        if len(refs) > _MOST_SHOWN:
            shown = _AND_MORE.filled(refs=shown, count=len(refs), more=len(refs) - _MOST_SHOWN)
        try:
            return _entry(self.code).message.filled(refs=shown, **figures).cut(MOST_DETAIL)
        except KeyError as missing:
            raise WordedError(_NO_FIGURE.filled(code=self.code, figure=missing)) from None

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

    def to_json(self) -> str:
        """Return it as JSON, as a report lists it: with its message in both languages."""
        return adapter_of(ReportedFinding).dump_json(self, indent=1).decode()


@with_config(DOCUMENT)
@dataclass(frozen=True, slots=True)
class MessageDocument:
    """A message in both languages."""

    zh: str
    en: str


@with_config(DOCUMENT)
@dataclass(frozen=True, slots=True)
class FindingDocument:
    """A finding as a report lists it."""

    code: str
    severity: Severity
    clause: str | None
    refs: tuple[str, ...]
    params: Mapping[str, str]
    message: MessageDocument


def _document_of(finding: Finding) -> FindingDocument:
    return FindingDocument(
        code=finding.code,
        severity=finding.severity,
        clause=finding.clause,
        refs=finding.refs,
        params=dict(finding.params),
        message=MessageDocument(*finding.words),
    )


ReportedFinding = Annotated[Finding, AS_IT_IS, PlainSerializer(_document_of, return_type=FindingDocument)]


def findings_json(findings: tuple[Finding, ...]) -> str:
    """Return findings as JSON, as a report lists them."""
    return adapter_of(tuple[ReportedFinding, ...]).dump_json(findings, indent=1).decode()


_MOST_SHOWN = 20
"""How many rows a message names; `refs` has them all."""

_AND_MORE = Words("{refs}等 {count} 条", "{refs} and {more} more")
_IDS = frozenset({"staff", "room", "session"})
_OF_TABLE = Words("{ref}（{table}）", "{ref} ({table})")
TABLE_NAMES: Mapping[str, Words] = TABLES
"""What the tables of a term are called; the English name is also the key."""

_WORDS: Mapping[str, Words] = {
    "training": Words("培训", "training"),
    "evaluation": Words("评价", "evaluation"),
    "certification": Words("认证", "certification"),
    "other": Words("其他用途", "other purposes"),
    "revoked": Words("撤销", "revoked"),
    "expired": Words("过期", "expired"),
    "suspended": Words("暂扣", "suspended"),
}


def _shown(name: str, text: str) -> str | Words:
    """Return a figure as it is shown: ids masked, words of a table in both languages, a category as it is written."""
    if name == "table":
        return TABLE_NAMES[text]
    if name in ("purpose", "status"):
        return _WORDS[text]
    return mask(text) if name in _IDS else text


class PolicyBreach(Exception):  # noqa: N818  a breach is not an error of the program
    """The policy is breached; raised by `require` alone. `findings` holds all that it was given."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """Keep the findings."""
        super().__init__(findings)
        self.findings = findings

    def __str__(self) -> str:
        """Name the first few findings and count the rest, in at most 2,000 characters."""
        shown = [
            f"{found.code}{f' ({found.clause})' if found.clause else ''}: {found.message('en')}"
            for found in self.findings[:5]
        ]
        shown = [within(text, MOST_TEXT // 5 - 20) for text in shown]
        more = [f"and {len(self.findings) - 5} more"] if len(self.findings) > 5 else []
        return "; ".join(shown + more)

    def __repr__(self) -> str:
        """Show what the text shows: the arguments of an exception would be all findings, with every id in full."""
        return f"PolicyBreach({str(self)!r})"


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


_NO_FIGURE = Words("{code}：缺少信息所需的 {figure}", "{code}: its message needs the figure {figure}")


def require(findings: Iterable[Finding]) -> None:
    """Raise an exception if a finding is an error.

    Args:
        findings: what a check returned; warnings alone pass.

    Raises:
        PolicyBreach: with all findings, if one of them is an error.
        ValueError: something else than findings is given.
    """
    given = rows_of(Finding, findings, "findings")
    if any(found.severity == "error" for found in given):
        raise PolicyBreach(given)
