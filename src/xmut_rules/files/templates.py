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
from xmut_rules.files.tables import column_words, columns, types_of
from xmut_rules.files.words import HEADS, NOTES, TABLES, table_titles
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
    fill(notes, [[line] for line in _explanations(lang)])
    notes.column_dimensions["A"].width = 100
    for name, title in table_titles(lang).items():
        page = book.create_sheet(title)
        fields = {field: info for field, info in columns(name).items() if field != "format"}
        fill(page, [[Words(HEADS[field], field).to(lang) for field in fields]])
        for number, (field, info) in enumerate(fields.items(), start=1):
            _prepare(page, number, field, info, lang)
        dress(page, len(fields))
    return saved(book)


def _explanations(lang: Language) -> Sequence[str]:
    zh = (
        "每张工作表是一张表，第一行是列名，请从第二行起填写；没有内容的表保持只有列名。“学期”表只填一行。",
        "金额和学时填数字；日期、时间用单元格的日期格式，或写作 2021-03-06、2021-05-29T08:30。",
        "编号一律是文本。列表用英文分号分隔；学院权重写作 C01:60;C02:40。",
        "不要用公式、合并单元格、隐藏工作表或宏；这些都会被拒绝，并说明位置。",
        "本表（说明）不读取。",
    )
    en = (
        "Each sheet is a table; row 1 holds the heads, write from row 2 on. A table without rows keeps its heads.",
        "Amounts and class hours are numbers; days and times are date cells, or text: 2021-03-06, 2021-05-29T08:30.",
        "Ids are always text. Lists use semicolons; weights are written C01:60;C02:40.",
        "No formulas, merged cells, hidden sheets or macros: they are refused, and their place is told.",
        "This sheet (notes) is not read.",
    )
    return zh if lang == "zh" else en


def _prepare(page: Worksheet, number: int, field: str, info: FieldInfo, lang: Language) -> None:
    """Give a column its note, its format and, where it takes certain words, a pick list."""
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


def _format_of(info: FieldInfo) -> str:
    kinds = [*types_of(info.annotation)]
    for kind, form in ((datetime, MOMENT), (date, DAY), (time, CLOCK), (Decimal, "General"), (int, "General")):
        if kind in kinds and tuple not in [getattr(each, "__origin__", None) for each in kinds]:
            return form
    return AS_TEXT


def _note(field: str, info: FieldInfo, words: Sequence[str], lang: Language) -> str:
    """Say what a column takes."""
    other = Words(field, HEADS[field]).to(lang)
    needed = Words("必填", "required").to(lang) if info.is_required() else Words("可空", "may be empty").to(lang)
    picks = Words("取值：", "one of: ").to(lang) + Words("、", ", ").to(lang).join(words) if words else ""
    return "\n".join(part for part in (other, needed, picks) if part)


def template_tables(*, lang: Language = "zh") -> Mapping[str, bytes]:
    """Give empty CSV tables by file name, with a text that says what each column takes.

    Args:
        lang: the language of heads and words; file names are English in both.

    Raises:
        ValueError: another language.
    """
    require_language(lang)
    files: dict[str, bytes] = {}
    notes = [*_explanations(lang)[1:3], ""]
    for name in ("term", *ID_FIELDS):
        fields = {field: info for field, info in columns(name).items() if field != "format"}
        out = io.StringIO()
        csv.writer(out).writerow([Words(HEADS[field], field).to(lang) for field in fields])
        files[f"{name}.csv"] = out.getvalue().encode("utf-8-sig")
        notes.append(f"{name}.csv  {TABLES[name]}")
        for field, info in fields.items():
            note = _note(field, info, column_words(field, info, lang), lang).replace("\n", "  ")
            notes.append(f"  {Words(HEADS[field], field).to(lang)}  {note}")
    files[Words("说明.txt", "notes.txt").to(lang)] = ("\n".join(notes) + "\n").encode("utf-8-sig")
    return files
