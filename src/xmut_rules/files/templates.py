"""Empty tables for a clerk to fill in: a workbook (extra `excel`), or CSV files with a text of notes."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic.fields import FieldInfo

from xmut_rules.base.language import Language, Words, require_language
from xmut_rules.files.cells import types_of
from xmut_rules.files.tables import column_words, columns
from xmut_rules.files.words import HEADS, NOTES, TABLES, in_language, table_titles
from xmut_rules.formats.workbook_writer import AS_TEXT, CLOCK, DAY, MOMENT, dress, fill, new_workbook, saved
from xmut_rules.rules.term import ID_FIELDS

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def template_workbook(*, lang: Language = "zh") -> bytes:
    """Write empty tables as a workbook: heads with notes, pick lists, formats, and a sheet that explains.

    Args:
        lang: the language of titles, heads and words.

    Raises:
        ModuleNotFoundError: openpyxl is not there; it comes with the extra `excel`.
        ValueError: another language.
    """
    require_language(lang)
    book = new_workbook()
    notes = book.create_sheet(NOTES.to(lang))
    fill(notes, [[line.to(lang)] for line in _EXPLANATIONS])
    notes.column_dimensions["A"].width = 100
    for name, title in table_titles(lang).items():
        page = book.create_sheet(title)
        fields = {field: info for field, info in columns(name).items() if field != "format"}
        fill(page, [[in_language(HEADS, field, lang) for field in fields]])
        for number, (field, info) in enumerate(fields.items(), start=1):
            _prepare(page, number, field, info, lang)
        dress(page, len(fields))
    return saved(book)


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
        "编号一律是文本。列表用英文分号分隔；学院权重写作 C01:60;C02:40。",
        "Ids are always text. Lists use semicolons; weights are written C01:60;C02:40.",
    ),
    Words(
        "不要用公式、合并单元格、隐藏工作表或宏；这些都会被拒绝，并说明位置。",
        "No formulas, merged cells, hidden sheets or macros: they are refused, and their place is told.",
    ),
    Words("本表（说明）不读取。", "This sheet (notes) is not read."),
)


def _prepare(page: Worksheet, number: int, field: str, info: FieldInfo, lang: Language) -> None:
    """Write a column's note, its format and, where it accepts certain words, a pick list."""
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    words = column_words(field, info, lang)
    page.cell(1, number).comment = Comment(_note(field, info, words, lang), "xmut_rules")
    letter = get_column_letter(number)
    form = _format_of(info)
    page.column_dimensions[letter].number_format = form
    if words and field != "weekdays":
        picks: Any = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=not info.is_required())
        picks.add(f"{letter}2:{letter}1048576")
        page.add_data_validation(picks)


_FORMATS: Mapping[type, str] = {datetime: MOMENT, date: DAY, time: CLOCK, Decimal: "General", int: "General"}


def _format_of(info: FieldInfo) -> str:
    """Return the number format of a column; lists and everything else are text."""
    kinds = {*types_of(info.annotation)}
    if tuple in kinds:
        return AS_TEXT
    return next((form for kind, form in _FORMATS.items() if kind in kinds), AS_TEXT)


_REQUIRED, _OPTIONAL = Words("必填", "required"), Words("可空", "may be empty")
_ONE_OF = Words("取值：", "one of: ")
_COMMA = Words("、", ", ")


def _note(field: str, info: FieldInfo, words: Sequence[str], lang: Language) -> str:
    """Write what a column accepts: its other name, whether it may be empty, and its words."""
    lines = [Words(field, HEADS[field]).to(lang), (_REQUIRED if info.is_required() else _OPTIONAL).to(lang)]
    if words:
        lines.append(_ONE_OF.to(lang) + _COMMA.to(lang).join(words))
    return "\n".join(lines)


def template_tables(*, lang: Language = "zh") -> Mapping[str, bytes]:
    """Return empty CSV tables by file name, with a text on what each column accepts.

    Args:
        lang: the language of heads and words; file names are English in both.

    Raises:
        ValueError: another language.
    """
    require_language(lang)
    files: dict[str, bytes] = {}
    notes = [*(line.to(lang) for line in _EXPLANATIONS[1:3]), ""]
    for name in ("term", *ID_FIELDS):
        fields = {field: info for field, info in columns(name).items() if field != "format"}
        out = io.StringIO()
        csv.writer(out).writerow([in_language(HEADS, field, lang) for field in fields])
        files[f"{name}.csv"] = out.getvalue().encode("utf-8-sig")
        notes.append(f"{name}.csv  {TABLES[name]}")
        for field, info in fields.items():
            note = _note(field, info, column_words(field, info, lang), lang).replace("\n", "  ")
            notes.append(f"  {in_language(HEADS, field, lang)}  {note}")
    files[Words("说明.txt", "notes.txt").to(lang)] = ("\n".join(notes) + "\n").encode("utf-8-sig")
    return files
