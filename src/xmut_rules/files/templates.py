"""Tables for a clerk to fill in, empty or with an example: a workbook (extra `excel`), or CSV files with notes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic.fields import FieldInfo

from xmut_rules.base.arguments import Arguments, only
from xmut_rules.base.language import Language, Words, require_language
from xmut_rules.files.cells import types_of
from xmut_rules.files.columns import COLUMNS, column_words, example_of, fields_of, form_of, head_of
from xmut_rules.files.conversion import csv_table, term_sheets
from xmut_rules.files.words import NOTES, TABLES, table_titles
from xmut_rules.formats.json_text import shipped
from xmut_rules.formats.workbook_writer import AS_TEXT, CLOCK, DAY, MOMENT, Sheet, dress, fill, new_workbook, saved
from xmut_rules.rules.term import Term

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def example_term() -> Term:
    """Return a made-up term without errors, which uses every table."""
    return Term.model_validate_json(shipped(Path(__file__).with_name("example.json"), "examples/clean/term.json"))


def template_workbook(*, lang: Language = "zh", term: Term | None = None) -> bytes:
    """Write tables as a workbook to fill in: heads with notes, pick lists, formats, and a sheet that explains.

    Args:
        lang: the language of titles, heads and words.
        term: what the tables hold, such as `example_term()`; they are empty without it.

    Raises:
        ModuleNotFoundError: openpyxl is not there; it comes with the extra `excel`.
        ValueError: another language, or something else than a term.
    """
    _check(lang, term)
    book = new_workbook()
    notes = book.create_sheet(NOTES.to(lang))
    fill(notes, [[line.to(lang)] for line in _EXPLANATIONS])
    notes.column_dimensions["A"].width = 100
    for name, sheet in _sheets(term, lang).items():
        page = book.create_sheet(sheet.title)
        fill(page, [sheet.heads, *sheet.rows])
        for number, field in enumerate(_fields(name), start=1):
            _prepare(page, number, name, field, lang)
        dress(page, 1, len(sheet.rows) + 1, len(sheet.heads))
    return saved(book)


def _check(lang: str, term: object) -> None:
    with Arguments() as check:
        check(require_language, lang)
        if term is not None:
            check(only, term, Term, "term")


def _fields(table: str) -> Mapping[str, FieldInfo]:
    """Return the columns of a table that are filled in."""
    return {field: info for field, info in fields_of(table).items() if field != "format"}


def _sheets(term: Term | None, lang: Language) -> Mapping[str, Sheet]:
    """Return each table with its heads, and with the rows of a term where there is one."""
    titles = table_titles(lang)
    heads = {name: [head_of(name, field, lang) for field in _fields(name)] for name in titles}
    if term is None:
        return {name: Sheet(title, heads[name], [], {}) for name, title in titles.items()}
    filled = zip(titles, term_sheets(term, lang=lang), strict=True)
    return {  # the format comes first and is left out
        name: Sheet(sheet.title, heads[name], [row[-len(heads[name]) :] for row in sheet.rows], {})
        for name, sheet in filled
    }


_EXPLANATIONS = (
    Words(
        "每张工作表是一张表，第一行是列名，请从第二行起填写；没有内容的表保持只有列名。“学期”表只填一行。",
        "Each sheet is a table; row 1 holds the heads, write from row 2 on. A table without rows keeps its heads.",
    ),
    Words(
        "金额和学时填数字；日期、时间用单元格的日期格式，或写作 2021-03-06、2021-05-29T08:30。",
        "Amounts and class hours are numbers; days and times are date cells, or text: 2021-03-06, 2021-05-29T08:30.",
    ),
    Words(
        "编号一律按文本填写。列表用半角分号 ; 隔开；学院权重写作 C01:60;C02:40。",
        "Ids are always text. Lists use semicolons; weights are written C01:60;C02:40.",
    ),
    Words(
        "不要用公式、合并单元格、隐藏工作表或宏；这些均不予受理，并指明位置。",
        "No formulas, merged cells, hidden sheets or macros: they are refused, and their place is reported.",
    ),
    Words("本表（说明）不读取。", "This sheet (notes) is not read."),
)


def _prepare(page: Worksheet, number: int, table: str, field: str, lang: Language) -> None:
    """Write a column's note, its format and, where it accepts certain words, a pick list that admits no others."""
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    info = fields_of(table)[field]
    words = column_words(field, info, lang)
    page.cell(1, number).comment = Comment(_note(table, field, lang), "xmut_rules", height=120, width=300)
    letter, form = get_column_letter(number), _format_of(info)
    page.column_dimensions[letter].number_format = form
    for row in range(2, page.max_row + 1) if form == AS_TEXT else ():
        page.cell(row, number).number_format = form
    if words and field != "weekdays":
        picks: Any = DataValidation(
            type="list",
            formula1=f'"{",".join(words)}"',
            allow_blank=not info.is_required(),
            showErrorMessage=True,
            error=_NOT_LISTED.to(lang),
        )
        picks.add(f"{letter}2:{letter}1048576")
        page.add_data_validation(picks)


_NOT_LISTED = Words("请从下拉列表中选择。", "Choose one from the list.")
_FORMATS: Mapping[type, str] = {datetime: MOMENT, date: DAY, time: CLOCK, Decimal: "General", int: "General"}


def _format_of(info: FieldInfo) -> str:
    """Return the number format of a column; lists and everything else are text."""
    kinds = {*types_of(info.annotation)}
    if tuple in kinds:
        return AS_TEXT
    return next((form for kind, form in _FORMATS.items() if kind in kinds), AS_TEXT)


_REQUIRED, _OPTIONAL = Words("必填", "required"), Words("可空", "may be empty")
_FIRST_LINE = Words("{other}（{needed}）", "{other} ({needed})")
_ONE_OF = Words("{form}：{words}", "{form}: {words}")
_COMMA = Words("、", ", ")
_EXAMPLE = Words("例：{example}", "example: {example}")


def _note(table: str, field: str, lang: Language) -> str:
    """Write what a column is: its other name, whether it may be empty, its meaning, what it holds, an example."""
    info, column = fields_of(table)[field], COLUMNS[table][field]
    words, form = column_words(field, info, lang), form_of(field, info)
    needed = _REQUIRED if info.is_required() else _OPTIONAL
    other = Words(field, column.head).to(lang)
    if words:
        form = _ONE_OF.filled(form=form, words=_COMMA.to(lang).join(words))
    lines = (
        _FIRST_LINE.filled(other=other, needed=needed),
        column.meaning,
        form,
        _EXAMPLE.filled(example=example_of(table, field, lang)),
    )
    return "\n".join(line.to(lang) for line in lines)


def template_tables(*, lang: Language = "zh", term: Term | None = None) -> Mapping[str, bytes]:
    """Return CSV tables to fill in by file name, with a text on what each column accepts.

    Args:
        lang: the language of heads and words; file names are English in both.
        term: what the tables hold, such as `example_term()`; they are empty without it.

    Raises:
        ValueError: another language, or something else than a term.
    """
    _check(lang, term)
    files: dict[str, bytes] = {}
    notes = [*(line.to(lang) for line in _EXPLANATIONS[1:3])]
    for name, sheet in _sheets(term, lang).items():
        files[f"{name}.csv"] = csv_table([sheet.heads, *sheet.rows])
        notes += ["", f"{name}.csv  {TABLES[name]}"]
        for field, head in zip(_fields(name), sheet.heads, strict=True):
            notes.append(f"  {head}  " + _note(name, field, lang).replace("\n", "  "))
    files[Words("说明.txt", "notes.txt").to(lang)] = ("\n".join(notes) + "\n").encode("utf-8-sig")
    return files
