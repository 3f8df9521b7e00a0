"""What a notebook shows of a result, a policy or a clause: Chinese, and English folded below it."""

from __future__ import annotations

from collections.abc import Iterator

from xmut_rules.base.language import LANGUAGES, Language, Words, same
from xmut_rules.explain.overview import overview
from xmut_rules.explain.page import explain
from xmut_rules.explain.report import Explainable, explanation
from xmut_rules.explain.steps import Explanation
from xmut_rules.formats.documents import Block, Heading, Paragraph, Table, written
from xmut_rules.policy.amendments import changed_values
from xmut_rules.policy.clauses import Clause, cited
from xmut_rules.policy.readings import clause_lines, reading
from xmut_rules.policy.terms import FIELDS, Policy, value_words, values_of
from xmut_rules.rules.report import TermReport

_EXPLAINED_AT_MOST = 20
"""So many parts of a result are explained one by one; more are a table."""
_LINES_AT_MOST = 100


def notebook_html(shown: Explainable | Policy | Clause) -> str:
    """Return what a notebook shows, in Chinese and in English.

    A report is shown at a glance, a result of many lines as a table of at most 100, any other explained; a policy by
    its values, a clause with whom it binds and how it is read.

    Raises:
        ValueError: something else.
    """
    zh, en = (_html(shown, lang) for lang in LANGUAGES)
    return f"{zh}<details><summary>English</summary>\n{en}</details>\n"


def _html(shown: Explainable | Policy | Clause, lang: Language) -> str:
    if isinstance(shown, TermReport):
        return overview(shown, lang=lang, style="html")
    if isinstance(shown, Policy):
        return written(_policy(shown, lang), "html", lang)
    if isinstance(shown, Clause):
        return written(_clause(shown, lang), "html", lang)
    found = explanation(shown)
    if len(found.parts) > _EXPLAINED_AT_MOST:
        return written(_lines(found, lang), "html", lang)
    return explain(shown, lang=lang, style="html")


_COMMA = Words("、", ", ")
_RESULT_AND_BASIS = Words("结果", "result"), Words("依据", "basis")
_MORE = Words("另有 {count} 笔未列出。", "{count} more not shown.")
_ONE_BY_ONE = Words("逐笔的步骤用 explain 查看。", "Use explain for the steps of each.")


def _lines(found: Explanation, lang: Language) -> Iterator[Block]:
    """Write a result of many parts as a table: each part's title, and the clauses of its steps."""
    yield Heading(found.title.words.to(lang), 1)
    rows = [
        (
            part.title.words.to(lang),
            _COMMA.to(lang).join(dict.fromkeys(cited(step.clause) for step in part.steps if step.clause)),
        )
        for part in found.parts[:_LINES_AT_MOST]
    ]
    yield Table([head.to(lang) for head in _RESULT_AND_BASIS], rows, "ll")
    if rest := len(found.parts) - len(rows):
        yield Paragraph(_MORE.filled(count=rest).to(lang))
    yield Paragraph(_ONE_BY_ONE.to(lang))


_POLICY = Words("政策 {number}，自 {day} 起，校验值 {digest}", "policy {number} from {day}, digest {digest}")
_POLICY_HEADS = (
    Words("条款", "clause"),
    Words("项目", "item"),
    Words("值", "value"),
    Words("说明", "meaning"),
    Words("与2020年文件不同处的出处", "source, where it is not the 2020 document's"),
)
_NOT_RECORDED = Words("未注明出处", "no source recorded")


def _policy(policy: Policy, lang: Language) -> Iterator[Block]:
    """Write every value of a policy: its clause, its name, what an adopted reading means, and what changed it."""
    title = _POLICY.filled(number=policy.document.number, day=policy.effective_from, digest=policy.digest[:12])
    yield Heading(title.to(lang), 1)
    changed = {
        row.field: same(row.source) if row.source else _NOT_RECORDED
        for part in policy.parts()
        for row in changed_values(part)
    }
    rows: list[tuple[str, ...]] = []
    for name, known in FIELDS.items():
        part, _, field = name.rpartition(".")
        value = values_of(getattr(policy, part))[field] if part else getattr(policy, field)
        options = reading(known.reading).options if known.reading else ()
        meaning = next((option.meaning for option in options if option.value == value), same(""))
        shown = value_words(name, None if value is None else f"{value}")
        cells = (known.name, shown, meaning, changed.get(name, same("")))
        rows.append((cited(known.clause), *(cell.to(lang) for cell in cells)))
    yield Table([head.to(lang) for head in _POLICY_HEADS], rows, "lllll")


def _clause(provision: Clause, lang: Language) -> Iterator[Block]:
    """Write a clause: its summary, whom it binds, what it leaves open, and how that is read."""
    yield Heading(cited(provision.id), 1)
    yield Paragraph(provision.summary.to(lang))
    yield from (Paragraph(line.to(lang)) for line in clause_lines(provision))
