"""Write the pages that come from data: clauses, interpretations and input tables.

Run `python docs/pages.py` after a change of the data; a test tells when a page is behind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import code_examples  # beside this file

from xmut_rules import PILOT_2020, Term, check_term, find_readings, office, read_term, settle_term
from xmut_rules.base.language import Language, Words
from xmut_rules.changes import impact
from xmut_rules.cli.lookups import described
from xmut_rules.explain import waterfall
from xmut_rules.files.columns import COLUMNS, column_words, example_of, fields_of, form_of, words_of
from xmut_rules.files.schemas import DOCUMENTS, schema_of
from xmut_rules.files.words import TABLES
from xmut_rules.policy import CLAUSES, READINGS, SLIPS, Clause, cited
from xmut_rules.policy.readings import Settled

DOCS = Path(__file__).parent
ROOT = DOCS.parent
MADE = "<!-- made by docs/pages.py from the package's data -->"


def _where(clause: str, files: dict[str, str]) -> str:
    """Name the files that cite a clause."""
    token = re.compile(re.escape(clause) + r"(?![0-9a-z.])")
    return " ".join(f"[{Path(name).name}](../{name})" for name, text in files.items() if token.search(text)) or "-"


def _texts(place: str) -> dict[str, str]:
    files = sorted((ROOT / place).glob("*.py"))
    others = {"__init__.py", "builders.py", "findings.py", "report.py"}
    return {str(file.relative_to(ROOT)): file.read_text("utf-8") for file in files if file.name not in others}


def policy_page() -> str:
    """Return the page of provisions: each with its code and its test."""
    code, tests = _texts("src/xmut_rules/rules"), _texts("tests/spec")
    lines = [
        "# 条款 · Provisions",
        "",
        MADE,
        "",
        "厦工教〔2020〕39号的每一条，用我们自己的话概述；**粗体**的条款由程序计算或检查。",
        "Every provision of 厦工教〔2020〕39号 in our own words; those in **bold** are computed or tested.",
        "`grep -rn '§3.5.2.2b' src/xmut_rules/policy src/xmut_rules/rules tests/spec` finds a clause's text, readings, code and laws.",
        "",
        "| 条款 id | 原文位置 section | 概述 · summary | 约束谁 · binds | 未明确 · left open | 代码 code | 测试 test |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [_clause_row(clause, code, tests) for clause in CLAUSES]
    lines += [
        "",
        "## 原文自身的疑点 · What reads oddly in the document itself",
        "",
        "| 位置 place | 说明 | what |",
        "| --- | --- | --- |",
        *(f"| {slip.place} | {slip.what.zh} | {slip.what.en} |" for slip in SLIPS),
    ]
    return "\n".join(lines) + "\n"


def _clause_row(each: Clause, code: dict[str, str], tests: dict[str, str]) -> str:
    bound = "; ".join(" ".join(one.name) for one in map(office, each.bound)) or "-"
    name = f"**{each.id}**" if each.core else each.id
    unclear = "<br>".join(each.unclear) if each.unclear else "-"
    places = (_where(each.id, code), _where(each.id, tests)) if each.core else ("-", "-")
    return (
        f"| {name} | {each.section} | {'<br>'.join(each.summary)} | {bound} | {unclear} | {places[0]} | {places[1]} |"
    )


_SETTLED: Mapping[Settled, tuple[str, str]] = {
    "field": ("政策的字段，单位可以设定", "a field of the policy, which an office sets"),
    "fixed": ("固定的解读", "a fixed reading"),
    "input": ("由使用者的数据决定", "the caller's data decide"),
    "refused": ("这样的输入不予受理", "such input is refused"),
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


def _costs_of_readings() -> Iterator[str]:
    """Write what each reading costs on the messy example, as `impact` says."""
    term = read_term(DOCS / "examples" / "messy" / "term.json")
    yield "## 另选口径的影响 · The effect of another option"
    yield ""
    yield "在[示例学期](examples/messy/term.json)中，只把一个字段改为所列的值：酬金、奖励（元）和学分增减多少，问题多几条。"
    yield "In the [example term](examples/messy/term.json), with one field set otherwise: how much pay, awards (yuan) and credits"
    yield "change, and how many more findings there are. `xmut-rules impact` gives the same figures, and who is affected."
    yield ""
    yield "| 解读 reading | 字段 field | 值 value | 酬金 pay | 奖励 awards | 学分 credits | 问题 findings |"
    yield "| --- | --- | --- | ---: | ---: | ---: | ---: |"
    for field, value in _OTHERWISE:
        part, _, name = field.partition(".")
        policy = PILOT_2020.amended(**{part: {name: value} if name else value})
        moved = impact(term, PILOT_2020, policy)
        more = len(check_term(term, policy=policy)) - len(check_term(term, policy=PILOT_2020))
        (known,) = find_readings(field=field)
        shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        figures = (moved.pay.more, moved.awards.more, moved.credits.more, more)
        yield f"| {known.id} | `{field}` | `{shown}` | {' | '.join(f'{figure}' for figure in figures)} |"


def interpretations_page() -> str:
    """Return the page of open questions and the readings taken."""
    lines = [
        "# 解读 · Interpretations",
        "",
        MADE,
        "",
        "原文未明确的问题，以及我们采用的解读。解读是我们的假定，未经学校确认。不出现的编号（C2、C8、C14、D13、E4）已并入别的问题。",
        "The questions that the text leaves open, with the reading adopted. Readings are assumptions, not confirmed by the",
        "school. Ids that do not occur (C2, C8, C14, D13, E4) were merged into others.",
        "",
        "| 处理方式 | how it is settled | 条数 number |",
        "| --- | --- | ---: |",
        *(f"| {zh} | {en} | {len(find_readings(settled=kind))} |" for kind, (zh, en) in _SETTLED.items()),
        "",
        "属于字段的，各单位可以另选口径：",
        "A field can be set by an office:",
        "",
        "```python",
        "from xmut_rules import PILOT_2020",
        "",
        'ours = PILOT_2020.amended(exams={"day_rate_reading": "ceiling"})',
        'assert ours.exams.day_rate_reading == "ceiling"',
        "```",
        "",
    ]
    lines += [*_costs_of_readings(), ""]
    for reading in READINGS:
        field = f" · `{reading.field}`" if reading.field else ""
        lines += [f"### {reading.id} · {cited(reading.clause)}{field}", "", *reading.question, ""]
        for place, option in enumerate(reading.options):
            taken = "**" if place == 0 else ""
            value = f"`{option.value}`: " if reading.field else ""
            lines.append(f"- {taken}{value}{option.meaning.zh}{taken}<br>{option.meaning.en}")
        lines.append("")
    return "\n".join(lines)


INPUT = Words(
    """\
# 输入

{made}

[English](input.md)

学期可以是一个 JSON 文件，一个文件夹（每张表一个 CSV 文件：`term.csv` 和下列各表），或一个工作簿（.xlsx，需 `xmut_rules[excel]`）。
`xmut-rules template 学期.xlsx` 给出空白表格，加 `--example` 附示例数据；`xmut-rules convert 学期.xlsx 学期.json` 在三种格式之间转换。
两个完整的例子：[clean](examples/clean) 和 [messy](examples/messy)。

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

[中文](input.zh-CN.md)

A term is a JSON file, a folder with one CSV file per table (`term.csv` and those below), or a workbook (.xlsx, needs `xmut_rules[excel]`).
`xmut-rules template term.xlsx` gives empty tables, with `--example` a made-up term in them; `xmut-rules convert term.xlsx term.json`
converts between the three formats. Two complete examples: [clean](examples/clean) and [messy](examples/messy).

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


def codes_page() -> str:
    """Return the page of codes: what each means, what to do, and an example that gives it."""
    lines = [
        "# 代码 · Codes",
        "",
        MADE,
        "",
        "每条检查、学分结论、输入问题和政策疑点都有一个代码，写在消息末尾；`xmut-rules codes 代码` 显示同样的说明。",
        "下面的例子都是对[示例学期](examples/clean/term.json)的一处改动（`表.行.字段: 值`，行从 0 数起）或对 2020 年政策的改动，和随后的消息。",
        "Every finding, credit outcome, input problem and inconsistency of a policy has a code, at the end of its message;",
        "`xmut-rules codes CODE` shows the same text. Each example is one change of the",
        "[example term](examples/clean/term.json) (`table.row.field: value`, rows counted from 0) or of the 2020 policy, and",
        "the message that follows.",
        "",
    ]
    lines += ["## 检查 · Findings", ""]
    for code, example in code_examples.findings():
        lines += _code_section(code, described_as(code, 0), example)
    lines += ["## 学分结论 · Credit outcomes", ""]
    for code, example in code_examples.outcomes():
        lines += _code_section(f"outcome-{code}" if code == "not-in-force" else code, described_as(code, -1), example)
    lines += ["## 输入问题 · Input problems", ""]
    for code, example in code_examples.problems():
        lines += _code_section(code, described_as(code, -1), example)
    lines += ["## 政策疑点 · Inconsistencies of a policy", ""]
    for code, example in code_examples.observations():
        lines += _code_section(code, described_as(code, -1), example)
    return "\n".join(lines)


def described_as(code: str, place: int) -> list[str]:
    """Return what the command says of a code, both languages; `place` chooses where two things share one."""
    words: list[str] = []
    for lang in ("zh", "en"):
        parts: list[list[str]] = []
        for line in described(code, lang):
            parts = parts if line.startswith(" ") else [*parts, []]
            parts[-1].append(line.strip().removeprefix(code).strip())
        words += parts[place]
    return words


def _code_section(anchor: str, words: list[str], example: code_examples.Example) -> Iterator[str]:
    yield from (f"### {anchor}", "", "<br>".join(line.replace("<", "&lt;") for line in words), "")
    yield from ("```text", example.shown)
    yield from (f"→ {line}" for lang in ("zh", "en") for line in example.messages(lang)[:1])
    yield from ("```", "")


def schema_file(document: str) -> str:
    """Return a JSON Schema as its versioned file."""
    return json.dumps(schema_of(document), ensure_ascii=False, indent=1) + "\n"


def waterfall_file(lang: Language) -> str:
    """Return the settlement of a project of the example term as a picture, for the first page."""
    term = read_term(DOCS / "examples" / "clean" / "term.json")
    settled = settle_term(term, policy=PILOT_2020).settlements[0]
    return waterfall(settled, lang=lang) + "\n"


PAGES = {
    **{f"schemas/{name}.1.json": partial(schema_file, name) for name in DOCUMENTS},
    "codes.md": codes_page,
    "policy.md": policy_page,
    "interpretations.md": interpretations_page,
    "input.md": partial(input_page, "en"),
    "input.zh-CN.md": partial(input_page, "zh"),
    "waterfall.svg": partial(waterfall_file, "en"),
    "waterfall.zh-CN.svg": partial(waterfall_file, "zh"),
}

if __name__ == "__main__":
    for file, page in PAGES.items():
        (DOCS / file).write_text(page(), "utf-8")
