"""Terms that cannot be used: every problem is reported with file, row and field, and nothing is guessed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.files.test_terms import CHINESE, ENGLISH, JSON, Tables, Told, document, lines, told, without, written
from xmut_rules.files.terms import read_term
from xmut_rules.files.words import TABLES


def changed(tables: Tables, table: str, old: str, new: str) -> Tables:
    """Change one place of one table, which must be there once."""
    assert tables[table].count(old) == 1, (table, old)
    return {**tables, table: tables[table].replace(old, new)}


def put(path: tuple[str | int, ...], value: Any) -> bytes:
    """Return the document with one value changed or, where the last key is new, added."""
    whole = document()
    node: Any = whole
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    return json.dumps(whole, ensure_ascii=False).encode()


def raw(old: str, new: str) -> bytes:
    """Return the document's text with one place changed."""
    assert JSON.count(old) == 1, old
    return JSON.replace(old, new).encode()


CELLS: tuple[tuple[str, str, str, str, str], ...] = (
    ("term", "2020-2021-2", "'2020", "id", "学期"),
    ("term", "2021-07-31", "31.07.2021", "day-first", "结算日"),
    ("term", "2021-07-31", "", "missing", "结算日"),
    ("term", "A1;A2", "", "missing", "指定账户"),
    ("term", "A1;A2", "A1;;A2", "id", "指定账户"),
    ("term", "xmut-rules/term/1", "xmut-rules/term/2", "literal_error", "格式"),
    ("colleges", "C2,乙院", ",乙院", "missing", "学院编号"),
    ("colleges", "乙院", "乙" * 501, "text", "学院名称"),
    ("projects", "C1:1,", "C1,", "weights", "学院权重"),
    ("projects", "C1:1,", ":1,", "weights", "学院权重"),
    ("projects", "C1:1,", "C1:1;,", "weights", "学院权重"),
    ("projects", "C1:1,", "C1:1;C1:2,", "weights", "学院权重"),
    ("projects", "C1:1,", "C1:,", "int_type", "学院权重"),
    ("projects", "C1:1,", "C1:1.0,", "int_type", "学院权重"),
    ("projects", "C1:1,", "C1:１,", "int_type", "学院权重"),
    ("projects", "C1:1,", "C1:-1,", "int_type", "学院权重"),
    ("projects", "C1:1,", "C1:0,", "greater_than_equal", "学院权重"),
    ("projects", "C1:1,", "C1:1000001,", "less_than_equal", "学院权重"),
    ("projects", "C1:1,", ",", "missing", "学院权重"),
    ("projects", "项目二,,,C1:1,", "项目二,,低级,C1:1,", "literal_error", "等级"),
    ("projects", "项目二,,,C1:1,", "项目二,,,C1:1,-1", "amount-negative", "以前亏损"),
    ("training", "2021-03-07", "2021-3-32", "day", "日期"),
    ("training", "2021-03-07", "2021-02-29", "day", "日期"),
    ("training", ",天,", ",日,", "literal_error", "计量单位"),
    ("training", ",天,", ",是,", "literal_error", "计量单位"),
    ("training", ",天,1,", ",天,１,", "hours", "数量"),
    ("training", ",天,1,", ",天,24.01,", "hours", "数量"),
    ("training", ",天,1,,,", ",天,1,8.30,12:00,", "clock-time", "开始时间"),
    ("series", "周日,2021-05-01,,3", "星期日,2021-05-01,,3", "literal_error", "星期"),
    ("series", "周日,2021-05-01,,3", "周日;,2021-05-01,,3", "literal_error", "星期"),
    ("series", "周日,2021-05-01,,3", "周日,2021-05-01,,三", "int_type", "次数"),
    ("series", "周日,2021-05-01,,3", "周日,2021-05-01,,0", "greater_than_equal", "次数"),
    ("series", "周日,2021-05-01,,3", "周日,2021-05-01,,3.0", "int_type", "次数"),
    ("sessions", "2021-05-30T11:30", "2021-05-30 11.30", "moment", "结束时间"),
    ("duties", "D2,E2,T2,", "D2,E2,T2," + "考" * 501, "text", "考务岗位"),
    ("receipts", "-30.50", "-30.505", "amount", "金额"),
    ("receipts", "-30.50", '"-30,5"', "decimal-comma", "金额"),
    ("receipts", "-30.50", "3e1", "amount", "金额"),
    ("receipts", ",退费,", ",退款,", "literal_error", "收入类别"),
    ("receipts", ",退费,", ",fees,", "literal_error", "收入类别"),
    ("costs", "k,1,专款", "k,-1,专款", "amount-negative", "金额"),
    ("costs", "k,1,专款", "Training,1,专款", "cost-category", "费用类别"),
    ("costs", ",认证,", ",有效,", "literal_error", "用途"),
    ("students", "学生二,,", "学生二,1999-12-31,", "day", "入学日期"),
    ("certificates", "N2,否", "N2,0", "bool_type", "评价组织是否获认定"),
    ("certificates", "N2,否", "N2,", "missing", "评价组织是否获认定"),
    ("certificates", "N2,否", "N2,j", "bool_type", "评价组织是否获认定"),
    ("certificates", ",撤销,", ",吊销,", "literal_error", "证书状态"),
    ("bookings", "T1;T2", "T1;", "id", "人员编号"),
)


@pytest.mark.parametrize(("table", "old", "new", "code", "head"), CELLS)
def test_a_bad_cell_is_reported_by_file_row_and_its_own_head(
    tmp_path: Path, table: str, old: str, new: str, code: str, head: str
) -> None:
    """A cell that is not of its column's form is the one problem told, under the head that the file uses."""
    tables = changed(CHINESE, table, old, new)
    row = CHINESE[table][: CHINESE[table].index(old)].count("\n") + 1
    folder = written(tmp_path, tables)
    assert told(folder) == [(code, (f"{table}.csv", row, head))]
    assert lines(folder)[0].startswith(f"{table}.csv row {row} {head}: ")
    assert lines(folder, "zh")[0].startswith(f"{table}.csv 第 {row} 行 {head}: ")


def test_a_cell_under_an_english_head_is_reported_by_it(tmp_path: Path) -> None:
    """The field of a problem is named in the language of the file's head, not in the reader's."""
    folder = written(tmp_path, changed(ENGLISH, "training", ",day,1,", ",day,x,"))
    assert lines(folder, "zh") == ("training.csv 第 3 行 quantity: 应为学时数：0 至 24，至多两位小数，格式如 1.5",)


SHAPES: tuple[tuple[str, str, str, Told], ...] = (
    ("training", "quantity", "quantiti", [("column-unknown", (1, "quantiti")), ("column-missing", (1,))]),
    ("training", "funded_by\n", "funded_by,color\n", [("column-unknown", (1, "color"))]),
    ("training", "room,", "数量,", [("column-repeated", (1, "数量"))]),
    ("training", "funded_by\n", "funded_by,room\n", [("column-repeated", (1, "room"))]),
    ("training", "start", "until", [("column-unknown", (1, "until"))]),
    ("training", "room,", "room ,", []),
    ("training", ",,,\n", ",,\n", []),
    ("training", ",,,\n", ",,,,\n", []),
    ("training", ",,,\n", ",,,,x\n", [("row-length", (3,))]),
    ("training", "R2,P1", 'R2,"P1', [("csv-quote", (3,))]),
    ("training", "R1,P1", '"R1"x,P1', [("csv-quote", (2,))]),
    ("training", "R1,P1", "R" * 140_000 + ",P1", [("csv-quote", (2,))]),
    ("term", "xmut-rules/term/1,", ",", []),
    ("term", "\nxmut-rules/term/1,2020-2021-2,2021-07-31,A1;A2", "", [("term-rows", ())]),
    ("term", "A1;A2\n", "A1;A2\n,b,2021-07-31,A1\n", [("term-rows", ())]),
    ("term", "A1;A2\n", "A1;A2\n,b,never,A1\n", [("term-rows", ())]),
)  # fmt: skip


@pytest.mark.parametrize(("table", "old", "new", "problems"), SHAPES)
def test_a_table_of_the_wrong_shape_is_reported(tmp_path: Path, table: str, old: str, new: str, problems: Told) -> None:
    """Unknown and repeated columns, rows of another length, quotes and the rows of term.csv are reported in place."""
    folder = written(tmp_path, changed(ENGLISH, table, old, new))
    if problems:
        assert told(folder) == [(code, (f"{table}.csv", *place)) for code, place in problems]
    else:
        assert read_term(folder).format == "xmut-rules/term/1"


def test_the_lines_of_a_wrong_shape_say_what_to_do(tmp_path: Path) -> None:
    """A misspelt head gets a hint, and a row of another length its two counts, in both languages."""
    tables = changed(ENGLISH, "training", "quantity", "quantiti")
    folder = written(tmp_path, changed(tables, "training", ",,,\n", ",,,,x\n"))
    assert lines(folder) == (
        "training.csv row 1 quantiti: not a known column (did you mean quantity?); correct its head or remove it",
        "training.csv row 1: the column quantity (数量) is missing; add it",
        "training.csv row 3: the row has 11 cells for 10 heads; check commas, quotes and cells beyond the heads",
    )
    assert lines(folder, "zh") == (
        "training.csv 第 1 行 quantiti: 无法识别的列（是否应为 quantity？）；请改正列名或删去该列",
        "training.csv 第 1 行: 缺少列 quantity（数量）；请补上",
        "training.csv 第 3 行: 本行有 11 个单元格，表头有 10 列；请检查逗号、引号和表头以外的单元格",
    )


@pytest.mark.parametrize("table", sorted(set(ENGLISH) - {"series", "bookings"}))
def test_a_missing_table_is_reported(tmp_path: Path, table: str) -> None:
    """Every table but the two optional ones must be there; a missing one is the one problem told."""
    folder = written(tmp_path, {name: text for name, text in ENGLISH.items() if name != table})
    assert told(folder) == [("table-missing", (f"{table}.csv",))]
    assert lines(folder, "zh")[0].startswith(f"{table}.csv: 缺少“{TABLES[table]}”表；")


def test_an_empty_folder_lacks_every_table(tmp_path: Path) -> None:
    """A folder without tables is reported table by table, each once."""
    assert sorted(told(tmp_path)) == sorted(
        ("table-missing", (f"{table}.csv",)) for table in set(ENGLISH) - {"series", "bookings"}
    )


def test_unknown_tables_are_reported_and_other_files_passed_over(tmp_path: Path) -> None:
    """A CSV file of an unknown name is reported, the name near a table's with a hint; other files are no tables."""
    folder = written(tmp_path, {**ENGLISH, "trainings": "a\n", "zzz": "a\n"})
    (folder / "TERM.CSV").write_text("a\n")
    (folder / "read.me").write_text("a\n")
    assert lines(folder) == (
        "TERM.CSV: not a known table; rename or remove it",
        "trainings.csv: not a known table (did you mean training.csv?); rename or remove it",
        "zzz.csv: not a known table; rename or remove it",
    )


@pytest.mark.parametrize(
    ("before", "row"),
    [("", 3), ("\n", 4), (",,,,,,,,\n\n", 5), ("\n\n\n", 6), ("\n,\n", 5)],
)
def test_row_numbers_count_blank_rows(tmp_path: Path, before: str, row: int) -> None:
    """Blank rows are passed over and counted, so that a row's number is the one a spreadsheet shows."""
    tables = changed(ENGLISH, "training", "R2,P1,T1,2021-03-07", f"{before}R2,P1,T1,2021-03-xx")
    assert told(written(tmp_path, tables)) == [("day", ("training.csv", row, "date"))]


def test_row_numbers_count_a_cell_of_several_lines_as_one_row(tmp_path: Path) -> None:
    """A quoted cell with line ends is one cell of one row; as text it is refused, and later rows keep their number."""
    tables = changed(ENGLISH, "receipts", '"甲,乙 ""丙"""', '"甲\r\n乙\n\n丙"')
    tables = changed(tables, "receipts", "-30.50", "30.5.0")
    assert told(written(tmp_path, tables)) == [
        ("text", ("receipts.csv", 2, "note")),
        ("amount", ("receipts.csv", 3, "amount")),
    ]


LINKS: tuple[tuple[str, str, str, int, str, str], ...] = (
    ("staff", "教师甲,C1", "教师甲,C9", 2, "college_id", "colleges"),
    ("projects", "C1:60;C2:40", "C1:60;C9:40", 2, "colleges", "colleges"),
    ("training", "R2,P1", "R2,P9", 3, "project_id", "projects"),
    ("training", "R2,P1,T1", "R2,P1,T9", 3, "staff_id", "staff"),
    ("series", "W1,P1", "W1,P9", 2, "project_id", "projects"),
    ("series", "W2,P2,T2", "W2,P2,T9", 3, "staff_id", "staff"),
    ("sessions", "E2,P2", "E2,P9", 3, "project_id", "projects"),
    ("duties", "D2,E2", "D2,E9", 3, "session_id", "sessions"),
    ("duties", "D2,E2,T2", "D2,E2,T9", 3, "staff_id", "staff"),
    ("receipts", "I1,P1,C1", "I1,P1,C9", 2, "college_id", "colleges"),
    ("receipts", "I5,P2", "I5,P9", 6, "project_id", "projects"),
    ("costs", "X3,P1", "X3,P9", 4, "project_id", "projects"),
    ("certificates", "K3,U2", "K3,U9", 4, "student_id", "students"),
    ("bookings", "T1;T2", "T1;T9", 2, "people", "staff"),
)


@pytest.mark.parametrize(("table", "old", "new", "row", "field", "owner"), LINKS)
def test_an_id_that_is_not_there_is_reported(
    tmp_path: Path, table: str, old: str, new: str, row: int, field: str, owner: str
) -> None:
    """An id that names no row of its table is reported where it stands, with the table it is missing from."""
    folder = written(tmp_path, changed(ENGLISH, table, old, new))
    assert told(folder) == [("unknown-id", (f"{table}.csv", row, field))]
    missing = f"the id {new[-2:] if table != 'projects' else 'C9'} is not in the table {owner};"
    assert lines(folder)[0].startswith(f"{table}.csv row {row} {field}: {missing}")


FIRST_IDS = ("C1", "T1", "P1", "R1", "W1", "E1", "D1", "I1", "X1", "U1", "K1", "B1")


@pytest.mark.parametrize(("table", "first"), list(zip(list(ENGLISH)[1:], FIRST_IDS, strict=True)))
def test_an_id_that_repeats_is_reported(tmp_path: Path, table: str, first: str) -> None:
    """An id that stands twice in its table is reported at the later row, with the first one's place."""
    head, row = ENGLISH[table].split("\n")[:2]
    repeated = (ENGLISH[table] + row).rstrip("\n") + "\n"
    folder = written(tmp_path, {**ENGLISH, table: repeated})
    last = repeated.count("\n")
    assert told(folder) == [("repeated-id", (f"{table}.csv", last, head.split(",")[0]))]
    assert f"the id {first} is repeated (first in row 2)" in lines(folder)[0]


def test_a_lesson_with_a_records_id_is_reported_with_the_records_row(tmp_path: Path) -> None:
    """A lesson's id may be that of a record further down than its own table reaches; the record's row is named."""
    tables = changed(ENGLISH, "training", "R2,P1,", "W1-20210308,P1,")
    tables["series"] = "".join(tables["series"].splitlines(keepends=True)[:2])
    folder = written(tmp_path, tables)
    assert told(folder) == [("repeated-id", ("series.csv", 2, "series_id"))]
    assert "the id W1-20210308 is repeated (first in row 3)" in lines(folder)[0]


def test_contradictions_are_reported_together_with_bad_ids(tmp_path: Path) -> None:
    """Contradictions inside rows are reported with errors of form; once there are none, all bad ids of all tables."""
    tables = changed(ENGLISH, "duties", "D2,E2,T2", "D1,E9,T9")
    tables = changed(tables, "receipts", ",refund,-30.50,", ",refund,30.50,")
    tables = changed(tables, "training", ",day,1,,,", ",day,2,08:30,,")
    tables = changed(tables, "series", "2021-03-09;2021-03-10", "2021-03-09;2021-03-16")
    tables = changed(tables, "sessions", "2021-05-30T11:30", "2021-05-30T08:30")
    assert sorted(told(written(tmp_path, tables))) == [
        ("clock-pair", ("training.csv", 3, "end")),
        ("end-before-start", ("sessions.csv", 3, "end")),
        ("half-day", ("training.csv", 3, "quantity")),
        ("refund-sign", ("receipts.csv", 3, "amount")),
        ("series-excluded", ("series.csv", 2, "excluded_dates")),
    ]
    ids_alone, ids = changed(ENGLISH, "duties", "D2,E2,T2", "D1,E9,T9"), tmp_path / "ids"
    ids.mkdir()
    assert sorted(told(written(ids, ids_alone))) == [
        ("repeated-id", ("duties.csv", 3, "duty_id")),
        ("unknown-id", ("duties.csv", 3, "session_id")),
        ("unknown-id", ("duties.csv", 3, "staff_id")),
    ]


def test_bad_shapes_are_reported_first_and_alone(tmp_path: Path) -> None:
    """While a file or a cell is wrong, ids and contradictions wait; every wrong file and cell is reported at once."""
    tables = changed(ENGLISH, "duties", "D2,E2,T2", "D1,E9,T9")
    tables = changed(tables, "receipts", ",refund,-30.50,", ",refund,x,")
    tables = changed(without(tables, "costs", "note"), "costs", "X1,P1,耗材,12.34", "X1,P1,耗材,a")
    tables = changed(tables, "term", "2021-07-31", "today")
    folder = written(tmp_path, {**tables, "notes": "a\n", "students": "student_id,nam\nU1,a\n"})
    (folder / "colleges.csv").unlink()
    assert sorted(told(folder)) == [
        ("amount", ("costs.csv", 2, "amount")),
        ("amount", ("receipts.csv", 3, "amount")),
        ("column-missing", ("students.csv", 1)),
        ("column-unknown", ("students.csv", 1, "B")),
        ("day", ("term.csv", 2, "as_of")),
        ("table-missing", ("colleges.csv",)),
        ("table-unknown", ("notes.csv",)),
    ]


VALUES: tuple[tuple[tuple[str | int, ...], Any, str], ...] = (
    (("format",), "xmut-rules/term/2", "literal_error"),
    (("format",), None, "literal_error"),
    (("as_of",), 20210731, "day"),
    (("designated_accounts",), "A1", "tuple_type"),
    (("designated_accounts",), {"A1": 1}, "tuple_type"),
    (("staff",), {}, "tuple_type"),
    (("staff", 1), "T2", "model_type"),
    (("staff", 1), None, "model_type"),
    (("staff", 1, "name"), 5, "text"),
    (("staff", 1, "name"), None, "text"),
    (("staff", 1, "nome"), "x", "extra_forbidden"),
    (("terms",), 1, "extra_forbidden"),
    (("projects", 1, "colleges"), {}, "weights"),
    (("projects", 1, "colleges"), "C1:1", "weights"),
    (("training", 0, "quantity"), 1.5, "float"),
    (("training", 0, "quantity"), True, "hours"),
    (("training", 0, "quantity"), "1e0", "hours"),
    (("training", 0, "start"), 830, "clock-time"),
    (("series", 1, "count"), True, "int_type"),
    (("series", 1, "count"), "3", "int_type"),
    (("series", 1, "count"), 3.0, "int_type"),
    (("series", 1, "count"), 10**30, "less_than_equal"),
    (("series", 1, "weekdays"), [], "too_short"),
    (("series", 1, "weekdays"), ["monday"] * 8, "too_long"),
    (("receipts", 0, "amount"), 900.5, "float"),
    (("receipts", 0, "amount"), 900.0, "float"),
    (("receipts", 0, "amount"), True, "amount"),
    (("receipts", 0, "amount"), False, "amount"),
    (("receipts", 0, "amount"), 10**13, "amount"),
    (("receipts", 0, "amount"), "1_000", "amount"),
    (("receipts", 0, "amount"), "９00", "amount"),
    (("receipts", 0, "amount"), "NaN", "amount"),
    (("receipts", 0, "amount"), " 9", "amount"),
    (("receipts", 0, "amount"), None, "amount"),
    (("certificates", 0, "issuer_recognized"), 1, "bool_type"),
    (("certificates", 0, "issuer_recognized"), "yes", "bool_type"),
    (("certificates", 0, "issuer_recognized"), None, "bool_type"),
)


@pytest.mark.parametrize(("path", "value", "code"), VALUES)
def test_a_bad_value_of_the_document_is_reported_by_its_path(
    path: tuple[str | int, ...], value: Any, code: str
) -> None:
    """A JSON value that is not of its field's form is the one problem told, with its path."""
    data = put(path, value)
    assert told(data) == [(code, path)]
    shown = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)[1:]
    assert lines(data)[0].startswith(f"{shown}: ")
    assert lines(data, "zh")[0].startswith(f"{shown}: ")


@pytest.mark.parametrize("number", ["Infinity", "-Infinity", "1e400", "9.00", "-0.0"])
def test_a_number_that_is_not_whole_is_no_amount(number: str) -> None:
    """Infinities, numbers beyond floats and numbers with a fraction are refused as amounts."""
    assert told(raw('"900.00"', number)) == [("float", ("receipts", 0, "amount"))]


def test_no_number_at_all_is_no_amount() -> None:
    """NaN, as programs write it where there is no value, is refused as that."""
    assert told(raw('"900.00"', "NaN")) == [("value-nothing", ("receipts", 0, "amount"))]


def test_a_missing_field_of_the_document_is_reported() -> None:
    """Missing fields and missing tables are reported, all at once."""
    whole = document()
    del whole["staff"], whole["receipts"][0]["kind"], whole["as_of"]
    assert sorted(told(json.dumps(whole).encode())) == [
        ("missing", ("as_of",)),
        ("missing", ("receipts", 0, "kind")),
        ("missing", ("staff",)),
    ]


def test_a_misspelt_field_of_the_document_gets_no_row_but_a_path() -> None:
    """Bad ids of a document are reported with paths, after its errors of form and its contradictions inside a row."""
    whole = document()
    whole["duties"][1] = {"duty_id": "D1", "session_id": "E9", "staff_id": "T1"}
    whole["students"][0]["graduated_on"] = "2018-08-31"
    first = [("graduated-first", ("students", 0, "graduated_on"))]
    assert told(json.dumps(whole).encode()) == first
    whole["students"][0]["graduated_on"] = None
    late = [("repeated-id", ("duties", 1, "duty_id")), ("unknown-id", ("duties", 1, "session_id"))]
    assert sorted(told(json.dumps(whole).encode())) == late
    whole["term"] = 5
    assert told(json.dumps(whole).encode()) == [("id", ("term",))]


def test_a_table_that_cannot_be_read_hides_no_other_problem(tmp_path: Path) -> None:
    """A folder in the place of a file is reported under the file's name, with everything else that is wrong."""
    folder = written(tmp_path, {name: text for name, text in ENGLISH.items() if name != "term"})
    (folder / "staff.csv").unlink()
    (folder / "staff.csv").mkdir()
    assert told(folder) == [("table-missing", ("term.csv",)), ("file-unreadable", ("staff.csv",))]
    assert lines(folder)[1] == "staff.csv: cannot read it (Is a directory); check the file and its permissions"


def test_words_are_reported_as_a_clerk_writes_them(tmp_path: Path) -> None:
    """A cell that takes certain words names them in the language of its head, whatever the message is in."""
    folder = written(tmp_path, changed(CHINESE, "certificates", "过期,,", "好,,"))
    assert lines(folder) == ("certificates.csv row 4 证书状态: expected one of: 有效, 撤销, 过期, 暂扣",)
    folder = written(tmp_path, {**ENGLISH, "series": ENGLISH["series"].replace(",sunday,", ",周八,")})
    weekdays = "monday、tuesday、wednesday、thursday、friday、saturday、sunday"
    assert lines(folder, "zh") == (f"series.csv 第 3 行 weekdays: 应为以下之一：{weekdays}",)


@pytest.mark.parametrize(
    "head", ["11010 11990 03070 000X", "１１０１０１１９９００３０７００００", "1101.0119.9003.0700"]
)
def test_a_head_that_may_be_an_identity_number_is_masked(tmp_path: Path, head: str) -> None:
    """However its digits are written, an identity number in the head row is not echoed."""
    folder = written(tmp_path, changed(ENGLISH, "colleges", "college_id,", f"{head},"))
    assert [line for line in lines(folder) if head in line] == []
