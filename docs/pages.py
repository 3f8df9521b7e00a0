"""Write the pages that come from data, once per language: clauses, interpretations, input tables and codes.

Run `python docs/pages.py` after a change of the data; a test tells when a page is behind.
"""

from __future__ import annotations

import importlib
import inspect
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import code_examples  # beside this file
import layers

from xmut_rules import PILOT_2020, Term, check_term, find_readings, office, read_term, settle_term
from xmut_rules.base.language import Language, Words
from xmut_rules.changes import impact
from xmut_rules.changes.examples import SmallestExample, smallest_example
from xmut_rules.changes.impact import Impact
from xmut_rules.cli.lookups import described
from xmut_rules.explain import waterfall
from xmut_rules.files import exam_plan, plan_picture
from xmut_rules.files.columns import COLUMNS, column_words, example_of, fields_of, form_of, words_of
from xmut_rules.files.schemas import DOCUMENTS, schema_of
from xmut_rules.files.words import TABLES
from xmut_rules.policy import CLAUSES, READINGS, SLIPS, Clause, cited
from xmut_rules.policy.clauses import Kind
from xmut_rules.policy.readings import Reading, Settled

DOCS = Path(__file__).parent
ROOT = DOCS.parent
MADE = "<!-- made by docs/pages.py from the package's data -->"


def _where(clause: str, files: dict[str, str]) -> str:
    """Name the files that cite a clause."""
    token = re.compile(re.escape(clause) + r"(?![0-9a-z.])")
    return ", ".join(f"[{Path(name).name}](../../{name})" for name, text in files.items() if token.search(text))


def _texts(place: str) -> dict[str, str]:
    files = sorted((ROOT / place).glob("*.py"))
    others = {"__init__.py", "builders.py", "findings.py", "report.py"}
    return {str(file.relative_to(ROOT)): file.read_text("utf-8") for file in files if file.name not in others}


def slug(heading: str) -> str:
    """Return the anchor of a heading, as Markdown readers make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


POLICY = Words(
    """\
# 条款

{made}

厦工教〔2020〕39号的每一条，用我们自己的话概述；{core} 条由程序计算或检查，其余是谁该做什么。
`grep -rn '§3.5.2.2b' src/xmut_rules/policy src/xmut_rules/rules tests/spec` 找出一条的概述、解读、代码和测试。
命令 `xmut-rules clauses 3.5.2.2b` 显示同样的内容。
""",
    """\
# Clauses

{made}

Every provision of 厦工教〔2020〕39号 in our own words; {core} are computed or tested, the others say who does what.
`grep -rn '§3.5.2.2b' src/xmut_rules/policy src/xmut_rules/rules tests/spec` finds a clause's text, readings, code and tests.
The command `xmut-rules clauses 3.5.2.2b --lang en` shows the same.
""",
)
PARTS: Mapping[str, Words] = {
    "§0": Words("发文与引言", "Issue and preamble"),
    "§1": Words("目标与试点", "Aims and pilot"),
    "§2": Words("组织与职责", "Bodies and duties"),
    "§3.1": Words("资源与师资", "Resources and teachers"),
    "§3.3": Words("经费", "Funds"),
    "§3.4": Words("学分", "Credits"),
    "§3.5.1": Words("考务与收费", "Exam business and fees"),
    "§3.5.2": Words("课酬与考务费", "Training pay and duty pay"),
    "§3.5.3": Words("结余与奖励", "Surplus and award"),
    "§3.5.4": Words("考务组织与计划", "Exam organization and plan"),
}
"""Where a part of the page begins: by the first clause that has this prefix."""

KIND_NAMES: Mapping[Kind, Words] = {
    "param": Words("数额", "figure"),
    "calc": Words("计算", "computation"),
    "constraint": Words("限制", "limit"),
    "duty": Words("职责", "duty"),
    "org": Words("机构", "body"),
    "principle": Words("原则", "principle"),
}
COLON, COMMA, STOP = Words("：", ": "), Words("、", ", "), Words("。", ".")


def policy_page(lang: Language) -> str:
    """Return the page of provisions: each with its readings, code and tests."""
    code, tests = _texts("src/xmut_rules/rules"), _texts("tests/spec")
    lines = [POLICY.filled(made=MADE, core=sum(clause.core for clause in CLAUSES)).to(lang)]
    part = ""
    for clause in CLAUSES:
        begun = max((name for name in PARTS if clause.id.startswith(name)), key=len, default=part)
        if begun != part:
            part = begun
            lines += [f"## {PARTS[part].to(lang)}", ""]
        lines += _clause_card(clause, code, tests, lang)
    lines += [f"## {Words('原文自身的疑点', 'What reads oddly in the document itself').to(lang)}", ""]
    lines += [f"- **{slip.place}**{COLON.to(lang)}{slip.what.to(lang)}" for slip in SLIPS]
    return "\n".join(lines) + "\n"


def _clause_card(clause: Clause, code: dict[str, str], tests: dict[str, str], lang: Language) -> Iterator[str]:
    kinds = COMMA.to(lang).join(KIND_NAMES[kind].to(lang) for kind in clause.kinds)
    bound = COMMA.to(lang).join(office(name).name.to(lang) for name in clause.bound)
    readings = ", ".join(f"[{row.id}](interpretations.md#{slug(row.id)})" for row in find_readings(clause=clause.id))
    found = (_where(clause.id, code), _where(clause.id, tests)) if clause.core else ("", "")
    rows = (
        (Words("位置", "place"), f"{clause.section} · {kinds}"),
        (Words("约束", "binds"), bound),
        (Words("未明确", "left open"), clause.unclear.to(lang) if clause.unclear else ""),
        (Words("解读", "readings"), readings),
        (Words("代码", "code"), found[0]),
        (Words("测试", "tests"), found[1]),
    )
    yield from (f"### {clause.id}", "", clause.summary.to(lang), "")
    yield from (f"- {name.to(lang)}{COLON.to(lang)}{text}" for name, text in rows if text)
    yield ""


_SETTLED: Mapping[Settled, Words] = {
    "field": Words("政策的字段，单位可以设定", "a field of the policy, which an office sets"),
    "fixed": Words("固定的解读", "a fixed reading"),
    "input": Words("由使用者的数据决定", "the caller's data decide"),
    "refused": Words("这样的输入不予受理", "such input is refused"),
}
_OTHERWISE: Sequence[tuple[str, object]] = (
    ("training.long_day", "capped"),
    ("training.day_and_hours", "day_only"),
    ("exams.day_rate_reading", "ceiling"),
    ("exams.day_rate_reading", "floor"),
    ("exams.day_scope", "person_and_project"),
    ("exams.split", "sessions"),
    ("exams.overlapping", "once"),
    ("surplus.rounding", "half_even"),
    ("surplus.rounding", "down"),
    ("credits.levels", "highest"),
    ("credits.before_enrolment", "accepted"),
    ("credits.earliest_issue", "2020-12-18"),
    ("credits.days_after_graduation", 366),
    ("credits.category_cap", "3"),
    ("credits.by_level", [{"level": "初级", "credits": "1"}, {"level": "中级", "credits": "2"}]),
    ("schedule.turnaround_minutes", 30),
    ("schedule.notice_days", 7),
    ("effective_from", "2021-04-01"),
)
"""Each field that is a reading, with another answer than the default; all but choices are examples."""

CHAPTERS: Mapping[str, Words] = {
    "A": Words("课酬", "Training pay"),
    "B": Words("考务费", "Duty pay"),
    "C": Words("结算", "Settlement"),
    "D": Words("学分", "Credits"),
    "E": Words("考务计划、工作量与生效", "Exam plan, workload and dates"),
}
INTERPRETATIONS = Words(
    """\
# 解读

{made}

原文未明确的问题，以及我们采用的解读。解读是我们的假定，未经学校确认。不出现的编号（C2、C8、C14、D13、E4）已并入别的问题。

| 处理方式 | 条数 |
| --- | ---: |
{counts}

属于字段的，各单位可以另选口径：

```python
from xmut_rules import PILOT_2020

ours = PILOT_2020.amended(exams={{"day_rate_reading": "ceiling"}})
assert ours.exams.day_rate_reading == "ceiling"
```

## 另选口径的影响

在[示例学期](../examples/messy/term.json)中，只把一个字段改为所列的值：酬金、奖励（元）和学分增减多少，问题多几条。
`xmut-rules impact` 给出同样的数字。各条解读之下另有最小的一例，以及示例学期中涉及的人员、学院和学生。

| 解读 | 字段 | 值 | 酬金 | 奖励 | 学分 | 问题 |
| --- | --- | --- | ---: | ---: | ---: | ---: |
{effects}
""",
    """\
# Interpretations

{made}

The questions that the text leaves open, with the reading adopted. Readings are assumptions, not confirmed by the
school. Ids that do not occur (C2, C8, C14, D13, E4) were merged into others.

| how it is settled | number |
| --- | ---: |
{counts}

A field can be set by an office:

```python
from xmut_rules import PILOT_2020

ours = PILOT_2020.amended(exams={{"day_rate_reading": "ceiling"}})
assert ours.exams.day_rate_reading == "ceiling"
```

## The effect of another option

In the [example term](../examples/messy/term.json), with one field set otherwise: how much pay, awards (yuan) and credits
change, and how many more findings there are. `xmut-rules impact` gives the same figures. Each reading below has the smallest
case, and the people, colleges and students of the example term whom it concerns.

| reading | field | value | pay | awards | credits | findings |
| --- | --- | --- | ---: | ---: | ---: | ---: |
{effects}
""",
)


@dataclass(frozen=True)
class Effect:
    """What another option of a field does: to the smallest case, and to the example term."""

    reading: str
    field: str
    value: str
    smallest: SmallestExample
    moved: Impact
    findings: int


@cache
def effects() -> tuple[Effect, ...]:
    """Return the effect of every option other than the default, as the commands of the library find it."""
    term = read_term(DOCS / "examples" / "messy" / "term.json")
    usual = len(check_term(term, policy=PILOT_2020))
    found: list[Effect] = []
    for field, value in _OTHERWISE:
        part, _, name = field.partition(".")
        policy = PILOT_2020.amended(**{part: {name: value} if name else value})
        (known,) = find_readings(field=field)
        shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        more = len(check_term(term, policy=policy)) - usual
        smallest = smallest_example(PILOT_2020, policy)
        found.append(Effect(known.id, field, shown, smallest, impact(term, PILOT_2020, policy), more))
    return tuple(found)


def _effect_row(effect: Effect) -> str:
    figures = (effect.moved.pay.more, effect.moved.awards.more, effect.moved.credits.more, effect.findings)
    link = f"[{effect.reading}](#{slug(effect.reading)})"
    return f"| {link} | `{effect.field}` | `{effect.value}` | {' | '.join(f'{figure}' for figure in figures)} |"


def interpretations_page(lang: Language) -> str:
    """Return the page of open questions: each with its options, a worked case and whom it concerns."""
    counts = [f"| {words.to(lang)} | {len(find_readings(settled=kind))} |" for kind, words in _SETTLED.items()]
    rows = [_effect_row(effect) for effect in effects()]
    text = INTERPRETATIONS.filled(made=MADE, counts="\n".join(counts), effects="\n".join(rows))
    lines = [text.to(lang)]
    chapter = ""
    for reading in READINGS:
        if reading.id[0] != chapter:
            chapter = reading.id[0]
            lines += [f"## {chapter} · {CHAPTERS[chapter].to(lang)}", ""]
        lines += _reading_record(reading, lang)
    return "\n".join(lines)


def _reading_record(reading: Reading, lang: Language) -> Iterator[str]:
    place = f"[{reading.clause}](policy.md#{slug(reading.clause)}) {cited(reading.clause).partition(' ')[2]}"
    field = f" · `{reading.field}`" if reading.field else ""
    yield from (f"### {reading.id}", "", f"{reading.question.to(lang)}", "", f"{place}{field}", "")
    for number, option in enumerate(reading.options):
        taken = "**" if number == 0 else ""
        value = f"`{option.value}`{COLON.to(lang)}" if reading.field else ""
        yield f"- {taken}{value}{option.meaning.to(lang)}{taken}"
    yield ""
    if reading.field:
        yield from _worked_options(reading, lang)
    elif vector := worked_vector(reading.id):
        yield from (f"{Words('例', 'Example').to(lang)}{COLON.to(lang)}{vector[lang]} (`{vector['id']}`)", "")


WORKED_HEADS = Words(
    "| 改为 | 最小的一例 | 默认 | 改后 | 示例学期中 |",
    "| set to | smallest case | default | then | in the example term |",
)


def _worked_options(reading: Reading, lang: Language) -> Iterator[str]:
    yield from (WORKED_HEADS.to(lang), "| --- | --- | --- | --- | --- |")
    for effect in effects():
        if effect.reading == reading.id:
            case, old, new = _case_words(effect.smallest, lang)
            yield f"| `{effect.value}` | {case} | {old} | {new} | {_concerned(effect.moved, lang)} |"
    yield ""


def _case_words(smallest: SmallestExample, lang: Language) -> tuple[str, str, str]:
    """Return a smallest case, and what it gives before and after, from the message that shows it."""
    case, _, figures = smallest.message(lang).rpartition(COLON.to(lang))
    old, _, new = re.sub(r"\s*[(（]§.*[)）]$", "", figures).partition(Words(" → ", " -> ").to(lang))
    return case, old, new


def _concerned(moved: Impact, lang: Language) -> str:
    shown = [f"{row.id} {row.more:+}" for row in (*moved.persons, *moved.colleges, *moved.students)]
    return COMMA.to(lang).join(shown) or Words("无人涉及", "nobody").to(lang)


@cache
def _vectors() -> tuple[Mapping[str, Any], ...]:
    return tuple(json.loads((DOCS / "conformance" / "vectors.json").read_text("utf-8"))["vectors"])


def worked_vector(reading: str) -> Mapping[str, Any] | None:
    """Return the test vector that shows a reading best: under the 2020 policy, in force, and for few readings else."""
    citing = [vector for vector in _vectors() if reading in vector["readings"]]
    return min(
        citing,
        key=lambda vector: (
            vector["policies"] != ["pilot"],
            "not-in-force" in vector["id"] or "in-force" in vector["id"],
            vector["readings"][0] != reading,
            len(vector["readings"]),
            vector["id"],
        ),
        default=None,
    )


INPUT = Words(
    """\
# 输入

{made}

学期可以是一个 JSON 文件，一个文件夹（每张表一个 CSV 文件：`term.csv` 和下列各表），或一个工作簿（.xlsx，需 `xmut_rules[excel]`）。
`xmut-rules template 学期.xlsx` 给出空白表格，加 `--example` 附示例数据；`xmut-rules convert 学期.xlsx 学期.json` 在三种格式之间转换。
两个完整的例子：[clean](../examples/clean/term.json) 和 [messy](../examples/messy/term.json)。

- 工作簿：一张工作表一张表，表名、列名、选项用中文或英文。数字取电子表格所保留的 15 位，日期和时间用单元格格式或文本。
  公式、错误值、部分带删除线的单元格、按百分数或千位显示的数、合并单元格、隐藏工作表、宏、密码和展开后超过 128 MiB 的文件不予读取；
  被筛选隐藏的行照常读取；没有显示的秒数和小数照计，并给出提示。
- CSV：UTF-8（有无 BOM 均可）、带 BOM 的 UTF-16，或 GB18030；一个文件夹一种编码；列间用逗号、分号或制表符，首行可以是 `sep=;`。空单元格即为空。
- 日期写作 `2021-03-06`，也读 `2021/3/6`、`2021.3.6`、`2021年3月6日`；时间写作 `08:30`，也读 `8:30`；两者合写作 `2021-05-29T08:30`，
  也读 `2021/5/29 8:30`。年份不在最前的日期不予读取。
- 金额写作 `120.00`，也读 `¥1,200.00`；学时写作 `1.5`。小数点用逗号的不予读取。
- 是/否：`是 否 √ × yes no y n true false`，大小写不拘。列表用 `;` 分隔；学院权重写作 `C01:60;C02:40`，也读逗号。
- 单元格首尾的空格不计；表头上方的标题行和末尾的合计行略过，并给出提示；空白的工作表略过。
- 编号、场地、账户、证书号码一栏里的日期、逻辑值和带格式的数字（`000123` 除外）、`NULL`、`#N/A`、`3.5E+17` 不予读取。
- 一份数据的时间要么都带时区（如 `+08:00`），要么都不带（即当地时间）。JSON 只读规定的写法。
- 找不到的编号、重复的编号、无法识别的列，都注明文件、行和列。
""",
    """\
# Input

{made}

A term is a JSON file, a folder with one CSV file per table (`term.csv` and those below), or a workbook (.xlsx, needs `xmut_rules[excel]`).
`xmut-rules template term.xlsx` gives empty tables, with `--example` a made-up term in them; `xmut-rules convert term.xlsx term.json`
converts between the three formats. Two complete examples: [clean](../examples/clean/term.json) and [messy](../examples/messy/term.json).

- Workbook: one sheet per table; names, heads and words are English or Chinese. A number has the 15 digits that a spreadsheet keeps, dates and
  times are date cells or text. Formulas, error values, cells struck out in part, numbers shown in percent or in thousands, merged cells,
  hidden sheets, macros, passwords and files that unpack to more than 128 MiB are refused. Rows hidden by a filter are read; seconds and
  decimals that are not shown count, with a hint.
- CSV is UTF-8 with or without mark, UTF-16 with its mark, or GB18030, one encoding per folder; separated by comma, semicolon or tab, with `sep=;`
  in the first line or without. An empty cell is null.
- Dates are `2021-03-06`; `2021/3/6`, `2021.3.6` and `2021年3月6日` are read too. Times are `08:30` or `8:30`, dates with times `2021-05-29T08:30`
  or `2021/5/29 8:30`. A date that does not begin with the year is refused.
- Amounts are `120.00`; `¥1,200.00` is read too. Class hours are `1.5`. A decimal comma is refused.
- Yes and no: `是 否 √ × yes no y n true false` in either case. Lists use `;`, weights are `C01:60;C02:40`, or with commas.
- Spaces around a cell do not count. A title above the heads and a row of totals at the end are skipped with a hint, empty sheets
  without one.
- In ids, rooms, accounts and numbers of certificates, dates, yes or no, formatted numbers (but `000123`), `NULL`, `#N/A` and `3.5E+17` are
  refused.
- The times of one input must all have a time zone (such as `+08:00`) or all have none (local time). JSON is accepted only as specified.
- Ids that do not exist or repeat, and unknown columns, are reported with file, row and column.
""",
)
INPUT_HEADS = Words(
    "| 列名 | JSON 与英文列名 | 可空 | 内容 | 例 | 含义 |",
    "| head | Chinese | may be empty | form | example | meaning |",
)


def input_page(lang: Language) -> str:
    """Return the page of tables, columns and words of the input, in a language."""
    lines = [INPUT.filled(made=MADE).to(lang).rstrip(), ""]
    for table in TABLES:
        is_optional = table != "term" and not Term.model_fields[table].is_required()
        title = Words(f"{TABLES[table]} · {table}", table).to(lang)
        lines += [f"## {title}{Words('（可省略）', ' (optional)').to(lang) if is_optional else ''}", ""]
        lines += [INPUT_HEADS.to(lang), "| --- | --- | --- | --- | --- | --- |"]
        lines += [_column_row(table, field, lang) for field in COLUMNS[table]]
        lines.append("")
    return "\n".join(lines)


def _column_row(table: str, field: str, lang: Language) -> str:
    column, info = COLUMNS[table][field], fields_of(table)[field]
    names = (f"`{field}`", column.head) if lang == "en" else (column.head, f"`{field}`")
    is_required = info.is_required() and field != "format"
    words = [
        f"`{word}`" if lang == "en" or other == word else f"{word} `{other}`"
        for word, other in zip(column_words(field, info, lang), words_of(field, info), strict=True)
    ]
    form = form_of(field, info).to(lang)
    cells = (
        *names,
        "-" if is_required else Words("可空", "yes").to(lang),
        Words("：", ": ").to(lang).join([form, Words("、", ", ").to(lang).join(words)]) if words else form,
        f"`{example_of(table, field, lang)}`",
        column.meaning.to(lang),
    )
    return f"| {' | '.join(cells)} |"


CODES = Words(
    """\
# 代码

{made}

每条检查、学分结论、输入问题和政策疑点都有一个代码，写在消息末尾；点开代码，看它的含义、处理办法和一个例子。
命令 `xmut-rules codes 代码` 显示同样的说明。
""",
    """\
# Codes

{made}

Every finding, credit outcome, input problem and inconsistency of a policy has a code, at the end of its message. Follow a code to
its meaning, what to do about it and an example. The command `xmut-rules codes CODE --lang en` shows the same.
""",
)
CODE_EXAMPLES = Words(
    "例子都是对[示例学期](../examples/clean/term.json)的一处改动（`表.行.字段: 值`，行从 0 数起）或对 2020 年政策的改动，和随后的消息。",
    "Each example is one change of the [example term](../examples/clean/term.json) (`table.row.field: value`, rows counted from 0)\n"
    "or of the 2020 policy, and the message that follows.",
)
CODE_HEADS = Words("| 代码 | 含义 |", "| code | meaning |")


class Codes(NamedTuple):
    """The codes of one kind: the page they stand on, its title, and which of a code's meanings is meant."""

    title: Words
    examples: Callable[[], Iterator[tuple[str, code_examples.Example]]]
    place: int = -1


CODE_PAGES: Mapping[str, Codes] = {
    "codes-findings": Codes(Words("检查", "Findings"), code_examples.findings, 0),
    "codes-outcomes": Codes(Words("学分结论", "Credit outcomes"), code_examples.outcomes),
    "codes-input": Codes(Words("输入问题", "Input problems"), code_examples.problems),
    "codes-policies": Codes(Words("政策疑点", "Inconsistencies of a policy"), code_examples.observations),
}


def codes_index(lang: Language) -> str:
    """Return the index of all codes, each with a line on what it means."""
    lines = [CODES.filled(made=MADE).to(lang)]
    for page, kind in CODE_PAGES.items():
        lines += [f"## [{kind.title.to(lang)}]({page}.md)", "", CODE_HEADS.to(lang), "| --- | --- |"]
        for code, _ in kind.examples():
            meaning = _shown_text(described_as(code, kind.place, lang)[1])
            lines.append(f"| [`{code}`]({page}.md#{_anchor(page, code)}) | {meaning} |")
        lines.append("")
    return "\n".join(lines)


def codes_page(page: str, lang: Language) -> str:
    """Return the page of the codes of a kind: what each means, what to do, and an example that gives it."""
    kind = CODE_PAGES[page]
    lines = [f"# {kind.title.to(lang)}", "", MADE, "", CODE_EXAMPLES.to(lang), ""]
    for code, example in kind.examples():
        lines += _code_section(_anchor(page, code), described_as(code, kind.place, lang), example, lang)
    return "\n".join(lines)


def _anchor(page: str, code: str) -> str:
    """Return the heading of a code; one that is a finding too has another as an outcome."""
    return f"outcome-{code}" if page == "codes-outcomes" and code == "not-in-force" else code


def described_as(code: str, place: int, lang: Language) -> list[str]:
    """Return what the command says of a code in a language; `place` chooses where two things share one."""
    parts: list[list[str]] = []
    for line in described(code, lang):
        if line.startswith(" "):
            parts[-1].append(line.strip())
        else:
            parts.append([line.removeprefix(code).strip()])
    return parts[place]


def _shown_text(line: str) -> str:
    return line.replace("<", "&lt;").replace("|", "\\|")


def _code_section(anchor: str, words: list[str], example: code_examples.Example, lang: Language) -> Iterator[str]:
    kind, *said = words
    yield from (f"## {anchor}", "", f"*{_shown_text(kind)}*", "", "<br>".join(map(_shown_text, said)), "")
    yield from ("```text", example.shown)
    yield from (f"→ {line}" for line in example.messages(lang)[:1])
    yield from ("```", "")


def schema_file(document: str) -> str:
    """Return a JSON Schema as its versioned file."""
    return json.dumps(schema_of(document), ensure_ascii=False, indent=1) + "\n"


def waterfall_file(lang: Language) -> str:
    """Return the settlement of a project of the example term as a picture, for the first page."""
    term = read_term(DOCS / "examples" / "clean" / "term.json")
    settled = settle_term(term, policy=PILOT_2020).settlements[0]
    return waterfall(settled, lang=lang) + "\n"


LLMS = """\
# xmut_rules

> The 1+X pilot policy of Xiamen Institute of Technology (厦门工学院, 厦工教〔2020〕39号) as a pure-Python library: credits for
> certificates, pay for trainers and exam duty, settlement of projects, exam plans. Amounts are exact to the fen and cite
> their clause. Readings of open questions are assumptions, not confirmed by the school.

- Install from the repository, Python 3.11 or newer: pip install .
- In code: from xmut_rules import PILOT_2020, read_term, settle_term; settle_term(read_term(path), policy=PILOT_2020)
- On the command line: xmut-rules check TERM, settle TERM, explain TERM, clauses ID, codes CODE
- Every text is in Chinese (the root) and in English (en/); the addresses below are those of the English pages.

## Pages

"""


def llms_file() -> str:
    """Return the overview for language models: the pages, every clause and every reading with its default."""
    lines = [LLMS.rstrip("\n")]
    for page in sorted((DOCS / "en").glob("*.md")):
        title = page.read_text("utf-8").partition("\n")[0].removeprefix("# ")
        lines.append(f"- [{title}](en/{page.stem}.html)")
    lines += ["", "## Clauses", ""]
    for clause in CLAUSES:
        mark = " (computed)" if clause.core else ""
        lines.append(f"- [{clause.id}](en/policy.html#{slug(clause.id)}){mark} {clause.section}: {clause.summary.en}")
    lines += ["", "## Readings of open questions, the answer adopted", ""]
    for reading in READINGS:
        field = f" [{reading.field} = {reading.taken.value}]" if reading.field else ""
        link = f"[{reading.id}](en/interpretations.html#{slug(reading.id)})"
        lines.append(f"- {link} {reading.clause}{field} {reading.question.en} {reading.taken.meaning.en}")
    return "\n".join(lines) + "\n"


def api_page(lang: Language) -> str:
    """Return the page of the public functions and types, which the site fills from their docstrings."""
    head = Words(
        "# 函数与类型\n\n{made}\n\n正门和各翼门面的全部公开名称。网站在这里显示各自的文档字符串（英文）：含义、单位、异常和条款；"
        "按任务查找见[参考](reference.md)。\n",
        "# Functions and types\n\n{made}\n\nAll public names of the front door and of the faces. On the site each shows its docstring: "
        "meaning, units, errors\nand clause. To look up by task see the [reference](reference.md).\n",
    )
    lines = [head.filled(made=MADE).to(lang)]
    shown: set[int] = set()
    for face in FACES:
        module = importlib.import_module(face)
        things = {name: getattr(module, name) for name in module.__all__}
        lines += [f"## {face}", "", "```{eval-rst}", f".. currentmodule:: {face}"]
        lines += [f".. {_directive(thing)}:: {name}" for name, thing in things.items() if id(thing) not in shown]
        lines += ["```", ""]
        shown |= {id(thing) for thing in things.values()}
    return "\n".join(lines)


def _directive(thing: object) -> str:
    if inspect.isclass(thing):
        return "autoexception" if issubclass(thing, BaseException) else "autoclass"
    return "autofunction" if inspect.isfunction(thing) else "py:data"


FACES = (
    "xmut_rules",
    *(f"xmut_rules.{name}" for name in ("policy", "rules", "explain", "files", "changes", "testing", "frames")),
)


def rooms_file(lang: Language) -> str:
    """Return the exam plan of the example term with clashes as a picture of rooms by time."""
    term = read_term(DOCS / "examples" / "messy" / "term.json")
    return plan_picture(exam_plan(term, policy=PILOT_2020), lang=lang, audience="office").rstrip("\n") + "\n"


LANGUAGES: Sequence[Language] = ("zh", "en")
MAKERS: Mapping[str, Callable[[Language], str]] = {
    "codes.md": codes_index,
    **{f"{page}.md": partial(codes_page, page) for page in CODE_PAGES},
    "policy.md": policy_page,
    "interpretations.md": interpretations_page,
    "input.md": input_page,
    "api.md": api_page,
    "waterfall.svg": waterfall_file,
    "layers.svg": layers.layers,
    "rooms.svg": rooms_file,
}
PAGES: Mapping[str, Callable[[], str]] = {
    **{f"schemas/{name}.1.json": partial(schema_file, name) for name in DOCUMENTS},
    "llms.txt": llms_file,
    **{f"{lang}/{file}": partial(page, lang) for lang in LANGUAGES for file, page in MAKERS.items()},
}

if __name__ == "__main__":
    for file, page in PAGES.items():
        (DOCS / file).write_text(page(), "utf-8")
