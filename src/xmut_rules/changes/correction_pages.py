"""A correction as a page and as a workbook: who is paid more, who pays back, and the rows behind it.

Ids are shown in full, since a clerk books by them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from xmut_rules.base.arguments import Arguments, only
from xmut_rules.base.language import Language, WordedError, Words, joined, printable, require_language, same
from xmut_rules.base.money import hundredths, sum_in_words
from xmut_rules.changes.corrections import UNITS, Amount, Corrected, Correction, FieldChange, RowChange
from xmut_rules.changes.issued import Group, Item
from xmut_rules.formats.documents import Block, Heading, Paragraph, Style, Table, require_style, written
from xmut_rules.formats.workbook_writer import Sheet, Value, workbook
from xmut_rules.policy.clauses import CLAUSES, cited
from xmut_rules.rules.credits import OUTCOMES
from xmut_rules.rules.settlement import cost_name
from xmut_rules.rules.term import Term


def correction_page(correction: Correction, *, lang: Language = "zh", style: Style = "text") -> str:
    """Write a correction as a page: sums, then everybody with the difference and its reasons.

    Args:
        correction: what `correct` returned.
        lang: the language, `zh` or `en`; amounts and ids are the same in both.
        style: `text` of 80 columns, `markdown`, or `html`, a `section` element.

    Raises:
        ValueError: another language or style.
    """
    with Arguments() as check:
        check(only, correction, Correction, "correction")
        check(require_language, lang)
        check(require_style, style)
    return written(_blocks(correction, lang), style, lang)


_TITLE = Words("厦门工学院 1+X 试点 更正单 {term}", "1+X pilot, correction of the term {term}")
_AS_OF = Words("结算日 {as_of}，金额单位：元，税前", "as of {as_of}; amounts in yuan, gross")
_OTHER_DAY = Words(
    "结算日不同：已发按 {paid}，应发按 {due}；金额单位：元，税前",
    "as of {due}, but paid as of {paid}; amounts in yuan, gross",
)
_UNDER = Words("依据 {policies}", "under {policies}")
_OTHER_POLICIES = Words("依据不同：已发按 {paid}；应发按 {due}", "paid under {paid}; due under {due}")
_POLICY = Words("{number}（自 {day} 起，校验值 {digest}）", "{number} (from {day}, digest {digest})")
_NO_POLICY = Words("尚无政策可依", "no policy in force")
_ERRORS = Words(
    "更正后的数据仍有 {count} 个错误，请先用 check 命令查看",
    "errors in the corrected data: {count}; review them with check before paying",
)
_SAME = Words("已发与应发一致，无须补发或追回。", "What was paid is what is due: nothing to pay, nothing to recover.")
_SEMICOLON, _COMMA = Words("；", "; "), Words("，", ", ")


def _blocks(correction: Correction, lang: Language) -> Iterator[Block]:
    report = correction.report
    yield Heading(_TITLE.filled(term=report.term).to(lang), 1)
    yield from (Paragraph(line.to(lang)) for line in _grounds(correction))
    yield from (Paragraph(difference.message(lang), 2) for difference in correction.policy_differences)
    errors = len([found for found in report.findings if found.severity == "error"])
    if errors:
        yield Paragraph(_ERRORS.filled(count=errors).to(lang))
    if not any(_of(correction, group) for group in _TITLES):
        yield Paragraph(_SAME.to(lang))
    yield Heading(Words("合计", "Totals").to(lang))
    for groups, heads in ((_PAID_IN_YUAN, _YUAN), (_PAID_IN_CREDITS, _CREDITS)):
        rows = [(_SHEETS[group].to(lang), *_sums(correction, group)) for group in groups]
        yield Table(["", *(head.to(lang) for head in heads)], rows, "lrrrrr")
    for group, title in _TITLES.items():
        heads = _CREDITS if group == "students" else _YUAN
        if _of(correction, group):
            yield Heading(title.to(lang))
        for row in _of(correction, group):
            entry = _ENTRY.filled(id=row.id, result=_result(row.amounts[-1], group))
            yield Heading(entry.to(lang), 3)
            amounts = [(_ITEMS[amount.item].to(lang), *map(str, _figures(amount))) for amount in row.amounts]
            yield Table(["", *(head.to(lang) for head in heads[:3])], amounts, "lrrr", indent=4)
            yield from (Paragraph(_reason(change).to(lang), 4) for change in row.reasons)


def _grounds(correction: Correction) -> Iterator[Words]:
    """Return the day and the policies of what is due, and of what was paid where they differ."""
    issued, report = correction.issued, correction.report
    if issued.as_of == report.as_of:
        yield _AS_OF.filled(as_of=report.as_of)
    else:
        yield _OTHER_DAY.filled(paid=issued.as_of, due=report.as_of)
    before = _policies((row.number, f"{row.effective_from}", row.digest) for row in issued.policies)
    after = _policies((row.number, f"{row.effective_from}", row.digest) for row in report.policies)
    yield _UNDER.filled(policies=after) if before == after else _OTHER_POLICIES.filled(paid=before, due=after)


def _policies(rows: Iterable[tuple[str, str, str]]) -> Words:
    policies = [
        _POLICY.filled(number=printable(number), day=day, digest=printable(digest)[:12]) for number, day, digest in rows
    ]
    return joined(_COMMA, policies) if policies else _NO_POLICY


_PAID_IN_YUAN: tuple[Group, ...] = ("persons", "projects", "colleges")
_PAID_IN_CREDITS: tuple[Group, ...] = ("students",)
_TITLES: Mapping[Group, Words] = {
    "persons": Words("人员酬金（元）", "Staff (yuan)"),
    "projects": Words("项目奖励（元）", "Awards by project (yuan)"),
    "colleges": Words("学院奖励（元）", "Awards by college (yuan)"),
    "students": Words("学生学分", "Students (credits)"),
}
_ITEMS: Mapping[Item, Words] = {
    "training": Words("培训课酬", "training pay"),
    "exams": Words("考务费", "duty pay"),
    "award": Words("奖励", "award"),
    "innovation_practice": Words("创新创业实践", "innovation practice"),
    "general_elective": Words("公共通识选修", "general elective"),
    "total": Words("合计", "total"),
}
_YUAN, _CREDITS = (
    [
        Words("已发", "paid"),
        Words("应发", "due"),
        Words("差额", "difference"),
        Words("补发", "back pay"),
        Words("追回", "recovery"),
    ],
    [
        Words("已认定", "recognized"),
        Words("应认定", "due"),
        Words("差额", "difference"),
        Words("补记", "added"),
        Words("核减", "withdrawn"),
    ],
)
"""The heads of amounts and their two directions, for money and for credits."""
_ENTRY = Words("{id}：{result}", "{id}: {result}")
_MORE, _BACK = Words("补发 {amount} 元", "pay {amount} yuan more"), Words("追回 {amount} 元", "recover {amount} yuan")
_CREDITS_MORE = Words("补记 {amount} 学分", "add {amount} credit{amount:plural}")
_CREDITS_BACK = Words("核减 {amount} 学分", "withdraw {amount} credit{amount:plural}")
_NOTHING = Words("无差额", "no difference")


def _of(correction: Correction, group: Group) -> tuple[Corrected, ...]:
    rows: tuple[Corrected, ...] = getattr(correction, group)
    return rows


def _result(amount: Amount, group: Group) -> Words:
    """Return in words what is to be done about an amount."""
    if not amount.difference:
        return _NOTHING
    more, back = (_CREDITS_MORE, _CREDITS_BACK) if group == "students" else (_MORE, _BACK)
    size = f"{amount.difference}".removeprefix("-")
    return (back if amount.difference < 0 else more).filled(amount=size)


def _figures(amount: Amount) -> tuple[Decimal, Decimal, Decimal]:
    return amount.paid, amount.due, amount.difference


def _sums(correction: Correction, group: Group) -> Sequence[str]:
    """Return what a group was paid, what is due, the difference, and its two directions."""
    total: Amount = getattr(correction.totals, group)
    moved = [hundredths(row.amounts[-1].difference) for row in _of(correction, group)]
    directions = sum(more for more in moved if more > 0), -sum(less for less in moved if less < 0)
    return [f"{figure}" for figure in (*_figures(total), *map(UNITS[group], directions))]


_TABLES: Mapping[str, Words] = {
    "settlements": Words("项目结算", "settlement"),
    "training": Words("培训记录", "training record"),
    "exams": Words("考务", "duty"),
    "credits": Words("证书", "certificate"),
}
_KINDS: Mapping[str, Words] = {
    "added": Words("新增", "added"),
    "removed": Words("删除", "removed"),
    "changed": Words("更改", "changed"),
}
_REASON = Words("{table} {id}（{kind}）：{fields}", "{table} {id} ({kind}): {fields}")
_FIELD = Words("{name} {value}", "{name} {value}")
_CHANGED = Words("{old} → {new}", "{old} → {new}")
_EMPTY = Words("无", "none")


def _reason(change: RowChange) -> Words:
    """Return a row that differs with its fields; a row that is new or gone has one value of each."""
    fields = [_FIELD.filled(name=_name(field.field), value=_values(change, field)) for field in change.fields]
    return _REASON.filled(
        table=_TABLES[change.table], id=change.id, kind=_KINDS[change.kind], fields=joined(_SEMICOLON, fields)
    )


def _values(change: RowChange, field: FieldChange) -> Words:
    old, new = _shown(field, field.old), _shown(field, field.new)
    if change.kind == "changed":
        return _CHANGED.filled(old=old, new=new)
    return new if change.kind == "added" else old


_NAMES: Mapping[str, Words] = {
    "record_id": Words("记录", "record"),
    "staff_id": Words("人员", "staff"),
    "project_id": Words("项目", "project"),
    "student_id": Words("学生", "student"),
    "certificate_id": Words("证书", "certificate"),
    "date": Words("日期", "date"),
    "class_hours": Words("学时", "class hours"),
    "amount": Words("金额", "amount"),
    "rule": Words("规则", "rule"),
    "clause": Words("条款", "clause"),
    "sessions": Words("场次", "sessions"),
    "standard": Words("各场合计", "sum of the sessions"),
    "income": Words("收入", "income"),
    "cost": Words("成本合计", "total cost"),
    "surplus": Words("结余", "surplus"),
    "prior_loss": Words("以前亏损", "earlier loss"),
    "award": Words("学院奖励", "college award"),
    "remainder": Words("奖励后余额", "remainder"),
    "grant_balance": Words("专款余额", "grant balance"),
    "outcome": Words("结论", "outcome"),
    "credits": Words("学分", "credits"),
    "cut": Words("超上限扣减", "cut by the cap"),
    "category": Words("学分类别", "category"),
}
_PARTS: Mapping[str, Words] = {
    "shares": Words("{name} 分摊", "share of {name}"),
    "awards": Words("{name} 奖励", "award of {name}"),
}
_RULES: Mapping[str, Words] = {
    "class-hours": Words("按学时", "by the class hour"),
    "day": Words("按天", "by the day"),
    "capped": Words("按上限分摊", "part of the ceiling"),
    "absorbed": Words("当天已按天计酬", "covered by the day record"),
    "repeated-day": Words("当天已计酬一天", "a day is already paid"),
    "sessions": Words("按场次", "by the session"),
    "day-rate": Words("按天", "by the day"),
    "share": Words("按比例", "by share"),
    "no-surplus": Words("无结余", "no surplus"),
    "not-in-force": Words("尚无政策可依", "no policy in force"),
}


_MEANINGS: Mapping[str, Mapping[str, Words]] = {
    "rule": _RULES,
    "outcome": {str(outcome): words for outcome, words in OUTCOMES.items()},
    "category": {str(item): words for item, words in _ITEMS.items()},
}
"""What the words of a field mean, by the field."""

_CLAUSE_IDS = frozenset(clause.id for clause in CLAUSES)


def _name(field: str) -> Words:
    """Return what a field is called: costs by their category, shares and awards by whose they are."""
    part, _, name = field.partition(".")
    if part == "costs":
        return cost_name(name)
    return _PARTS[part].filled(name=name) if part in _PARTS else _NAMES[field]


def _shown(field: FieldChange, value: str | None) -> Words:
    """Return a value as it is read: rules, outcomes and categories in words, clauses with their section."""
    if value is None:
        return _EMPTY
    known = _MEANINGS.get(field.field, {}).get(value)
    return known or same(cited(value) if field.field == "clause" and value in _CLAUSE_IDS else value)


def correction_workbook(correction: Correction, *, term: Term | None = None, lang: Language = "zh") -> bytes:
    """Write a correction as an .xlsx file to be printed and signed: each kind of recipient, and all reasons.

    Args:
        correction: what `correct` returned.
        term: the corrected term, for the names of people, projects and colleges; who is no longer in it has none.
        lang: the language of titles, heads and words.

    Raises:
        ModuleNotFoundError: openpyxl is not there; it comes with the extra `excel`.
        ValueError: another language, or the term of another correction.
    """
    with Arguments() as check:
        check(only, correction, Correction, "correction")
        check(require_language, lang)
        if term is not None:
            check(only, term, Term, "term")
    if term is not None and term.term != correction.report.term:
        raise WordedError(_OTHER_TERM.filled(term=correction.report.term), ("term",))
    return workbook(_sheets(correction, term, lang))


_OTHER_TERM = Words("应为更正所属的学期 {term}", "expected the term {term} of the correction")
_SHEETS: Mapping[Group, Words] = {
    "persons": Words("人员酬金", "staff"),
    "projects": Words("项目奖励", "projects"),
    "colleges": Words("其中各学院分得", "colleges"),
    "students": Words("学生学分", "students"),
}
_EVERYBODY = Words("全部合计（含未列出的）", "all, listed or not")
_REASON_HEADS = (
    Words("对象", "recipient"),
    Words("编号", "id"),
    Words("表", "table"),
    Words("行", "row"),
    Words("变动", "change"),
    Words("字段", "field"),
    Words("发放时", "as paid"),
    Words("更正后", "as corrected"),
)


_SIGNED = Words(
    "制表：__________　　审核：__________　　部门负责人：__________　　财务：__________　　日期：__________",
    "prepared by: ________    checked by: ________    head: ________    finance: ________    date: ________",
)
_NAME_AND_SIGNATURE = Words("姓名/名称", "name"), Words("签收", "signature")


def _sheets(correction: Correction, term: Term | None, lang: Language) -> Iterator[Sheet]:
    title_line = _TITLE.filled(term=correction.report.term).to(lang)
    name_head, signature_head = _NAME_AND_SIGNATURE
    grounds = [(line.to(lang),) for line in _grounds(correction)]
    grounds += [(difference.message(lang),) for difference in correction.policy_differences]
    reasons: list[Sequence[Value]] = []
    for group, title in _SHEETS.items():
        total: Amount = getattr(correction.totals, group)
        names = _names(group, term)
        rows: list[Sequence[Value]] = []
        for row in _of(correction, group):
            for amount in row.amounts:
                action = _result(amount, group).to(lang)
                rows.append((row.id, names.get(row.id), _ITEMS[amount.item].to(lang), *_figures(amount), action, None))
            reasons += _reason_rows(title, row, lang)
        rows.append((_EVERYBODY.to(lang), None, None, *_figures(total), None, None))
        figures = (_CREDITS if group == "students" else _YUAN)[:3]
        item, action_head = Words("科目", "item"), Words("处理", "action")
        heads = (Words("编号", "id"), name_head, item, *figures, action_head, signature_head)
        above = f"{title_line} · {title.to(lang)}", grounds[0][0]
        below = *_in_words(correction, group, lang), _SIGNED.to(lang)
        yield Sheet(title.to(lang), [head.to(lang) for head in heads], rows, {}, above, below)
    yield Sheet(Words("原因", "reasons").to(lang), [head.to(lang) for head in _REASON_HEADS], reasons, {})
    yield Sheet(Words("依据", "basis").to(lang), [Words("依据", "basis").to(lang)], grounds, {})


def _in_words(correction: Correction, group: Group, lang: Language) -> Iterator[str]:
    """Return what a group of recipients is paid and pays back in upper case, each where it is not 0."""
    forms = () if group == "students" else (_PAID_IN_WORDS, _RECOVERED_IN_WORDS)
    for form, amount in zip(forms, _sums(correction, group)[3:], strict=False):
        words = sum_in_words(Decimal(amount))
        if words and amount != "0.00":
            yield form.filled(amount=amount, words=words).to(lang)


_PAID_IN_WORDS = Words("补发合计 {amount} 元，大写：{words}", "back pay, {amount} yuan in total; in words: {words}")
_RECOVERED_IN_WORDS = Words(
    "追回合计 {amount} 元，大写：{words}", "recovery, {amount} yuan in total; in words: {words}"
)


def _names(group: Group, term: Term | None) -> Mapping[str, str]:
    """Return what the rows of a term call the recipients of a group, by their ids."""
    if term is None:
        return {}
    rows: Mapping[Group, Mapping[str, str]] = {
        "persons": {row.staff_id: row.name for row in term.staff},
        "projects": {row.project_id: row.name for row in term.projects},
        "colleges": {row.college_id: row.name for row in term.colleges},
        "students": {row.student_id: row.name for row in term.students},
    }
    return rows[group]


def _reason_rows(title: Words, row: Corrected, lang: Language) -> Iterator[Sequence[Value]]:
    for change in row.reasons:
        what = (title.to(lang), row.id, _TABLES[change.table].to(lang), change.id, _KINDS[change.kind].to(lang))
        for field in change.fields:
            old, new = (value and _shown(field, value).to(lang) for value in (field.old, field.new))
            yield (*what, _name(field.field).to(lang), old, new)
