"""Files as offices save them: what can mean one thing is read, what cannot is refused, and nothing is read wrongly.

Every case is changed in the one small term of the tests; its right value stands beside it.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from pydantic import ValidationError

from tests.files.test_tables import changed
from tests.files.test_terms import CHINESE, ENGLISH, JSON, Told, lines, told, written
from xmut_rules import PILOT_2020, Term, check_term, describe, settle_term
from xmut_rules.files.terms import parse_term, read_rows, read_term

EXPECTED = parse_term(JSON.encode())

READ: tuple[tuple[str, str, str], ...] = (
    ("training", "2021-03-07", "2021/3/7"),
    ("training", "2021-03-07", "2021.3.7"),
    ("training", "2021-03-07", "2021-3-7"),
    ("training", "2021-03-07", "2021年3月7日"),
    ("training", "2021-03-07", "2021/3/7 0:00"),
    ("training", "2021-03-07", "2021-03-07T00:00"),
    ("training", "2021-03-07", " 2021-03-07\u3000"),
    ("sessions", "2021-05-30T11:30", "2021-05-30 11:30"),
    ("sessions", "2021-05-30T11:30", "2021/5/30 11:30"),
    ("sessions", "2021-05-30T11:30", "2021/5/30 11:30:00"),
    ("sessions", "2021-05-30T11:30", "2021年5月30日 11：30"),
    ("sessions", "2021-05-30T08:30", "2021.5.30 8:30"),
    ("sessions", "2021-05-30T08:30", "2021-05-30T08:30:00.0000000"),
    ("training", "08:30,10:00", "8:30,10：00"),
    ("training", "08:30,10:00", "8:30:00,10:00"),
    ("receipts", "900.00", "¥900.00"),
    ("receipts", "900.00", "￥900"),
    ("receipts", "-30.50", "-¥30.50"),
    ("certificates", "N2,否", "N2,×"),
    ("certificates", "N2,否", "N2,NO"),
    ("certificates", "N1,是", "N1,√"),
    ("certificates", "N1,是", "N1,Yes"),
    ("training", ",天,1", ", 天 ,1 "),
    ("training", ",天,1", ",DAY,1"),
    ("projects", "C1:60;C2:40", '"C1:60,C2:40"'),
    ("projects", "C1:60;C2:40", "C1:60; C2:40"),
    ("receipts", ",A1,", ',"=""A1""",'),
    ("term", "A1;A2", "A1; A2"),
)


@pytest.mark.parametrize(("table", "old", "new"), READ)
def test_what_can_mean_one_thing_is_read(tmp_path: Path, table: str, old: str, new: str) -> None:
    """A day with its year first, a clock time, an amount and a word are read as offices write them."""
    assert read_term(written(tmp_path, changed(CHINESE, table, old, new))) == EXPECTED


def test_thousands_are_grouped_by_commas(tmp_path: Path) -> None:
    """`"1,234,567.80"` is one amount, beside `"900.00"` of the small term."""
    for text, amount in (('"1,234,567.80"', "1234567.80"), ('"1,234"', "1234.00"), ('"-1,000.5"', None)):
        folder = written(tmp_path, changed(ENGLISH, "receipts", "900.00", text))
        if amount is None:
            assert told(folder) == [("income-sign", ("receipts.csv", 2, "amount"))]
        else:
            assert str(read_term(folder).receipts[0].amount) == amount


REFUSED: tuple[tuple[str, str, str, str, str], ...] = (
    ("training", "2021-03-07", "07/03/2021", "day-first", "日期"),
    ("training", "2021-03-07", "7.3.2021", "day-first", "日期"),
    ("training", "2021-03-07", "3-7-21", "day-first", "日期"),
    ("training", "2021-03-07", "2021/3-7", "day", "日期"),
    ("training", "2021-03-07", "2021/2/29", "day", "日期"),
    ("training", "2021-03-07", "2021/3/7 8:30", "day", "日期"),
    ("training", "2021-03-07", "44262", "day", "日期"),
    ("sessions", "2021-05-30T11:30", "30/05/2021 11:30", "day-first", "结束"),
    ("sessions", "2021-05-30T11:30", "2021/5/30", "moment", "结束"),
    ("sessions", "2021-05-30T11:30", "2021/5/30x11:30", "moment", "结束"),
    ("sessions", "2021-05-30T11:30", "2021/5/30 11:30:00.0000001", "moment", "结束"),
    ("receipts", "900.00", '"1.234,56"', "decimal-comma", "金额"),
    ("receipts", "900.00", '"900,5"', "decimal-comma", "金额"),
    ("receipts", "900.00", "1.234.567", "decimal-comma", "金额"),
    ("receipts", "900.00", '"1,23,456"', "amount", "金额"),
    ("receipts", "900.00", "900元", "amount", "金额"),
    ("receipts", ",A1,", ",'A1,", "id", "账户"),
    ("receipts", ",A1,", ",#N/A,", "cell-error", "账户"),
    ("training", ",Q1,", ",#REF!,", "cell-error", "场地"),
    ("term", "A1;A2", "A1；A2", "cell-list", "指定账户"),
    ("term", "A1;A2", "A1、A2", "cell-list", "指定账户"),
    ("term", "A1;A2", "A1，A2", "cell-list", "指定账户"),
)


@pytest.mark.parametrize(("table", "old", "new", "code", "head"), REFUSED)
def test_what_could_mean_two_things_is_refused(
    tmp_path: Path, table: str, old: str, new: str, code: str, head: str
) -> None:
    """Day-first days, decimal commas, errors of a spreadsheet and other separators are refused with the reason."""
    row = CHINESE[table][: CHINESE[table].index(old)].count("\n") + 1
    folder = written(tmp_path, changed(CHINESE, table, old, new))
    assert told(folder) == [(code, (f"{table}.csv", row, head))]


KEYS: tuple[tuple[str, str, str], ...] = (
    ("training", "room", "NULL"),
    ("training", "room", "nan"),
    ("sessions", "room", "None"),
    ("receipts", "account", "#N/A"),
    ("certificates", "number", "N/A"),
    ("certificates", "name", "null"),
    ("staff", "staff_id", "NaN"),
)


@pytest.mark.parametrize(("table", "field", "word"), KEYS)
def test_a_word_for_nothing_is_no_key_in_any_format(tmp_path: Path, table: str, field: str, word: str) -> None:
    """Two rows without a room would clash in the room `nan`: such a word is refused in JSON as in tables."""
    term = EXPECTED.model_dump(mode="json")
    term[table][0][field] = word
    if table == "staff":
        term["staff"].append({"staff_id": "T1", "name": "教师甲"})
    assert ("value-nothing", (table, 0, field)) in told(_json(term))


@pytest.mark.parametrize("number", ["3.50203E+17", "1e+05", "-2.5E+3"])
def test_a_key_that_has_lost_digits_is_refused_in_any_format(tmp_path: Path, number: str) -> None:
    """A spreadsheet that saved an identity number as 3.50203E+17 has lost it; 1E10 is a room."""
    term = EXPECTED.model_dump(mode="json")
    term["certificates"][0]["number"] = number
    assert told(_json(term)) == [("cell-digits", ("certificates", 0, "number"))]
    folder = written(tmp_path, changed(ENGLISH, "certificates", ",N1,", f",{number},"))
    assert told(folder) == [("cell-digits", ("certificates.csv", 2, "number"))]
    folder = written(tmp_path, changed(ENGLISH, "training", ",Q1,", ",1E10,"))
    assert read_term(folder).training[0].room == "1E10"


def _json(term: Any) -> bytes:

    return json.dumps(term, ensure_ascii=False).encode()
