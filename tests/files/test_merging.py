"""Several files of one term: they become one term, or every conflict between them is reported at once."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.files.test_terms import CHINESE, ENGLISH, Document, Tables, Told, document, written
from xmut_rules import PILOT_2020, Term, describe, read_term, settle_term
from xmut_rules.files import merge_terms
from xmut_rules.files.conversion import term_sheets
from xmut_rules.formats.workbook_writer import workbook
from xmut_rules.rules.term import ID_FIELDS
from xmut_rules.testing.strategies import terms

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
MASTER = ("colleges", "staff", "projects", "students")
"""The tables that every college has whole."""
OTHERS = tuple(table for table in ID_FIELDS if table not in MASTER)
IDENTITY = "110101199003070000"


def in_order(term: Term) -> Term:
    """Return a term with its rows in order of their ids, and its accounts in theirs."""
    tables = {
        table: sorted(getattr(term, table), key=lambda row: getattr(row, key)) for table, key in ID_FIELDS.items()
    }
    return term.model_copy(update={**tables, "designated_accounts": sorted(term.designated_accounts)})


def no_rows(tables: Iterable[str]) -> dict[str, list[Document]]:
    """Return tables without rows."""
    return {table: [] for table in tables}


def split(term: Term, count: int, places: Iterator[int]) -> list[Document]:
    """Return documents that have the master data each, and every other row of a term in one of them."""
    whole = json.loads(term.model_dump_json())
    parts: list[Document] = [{**whole, **no_rows(OTHERS)} for _ in range(count)]
    for table in OTHERS:
        for row in whole[table]:
            parts[next(places) % count][table].append(row)
    return parts


def merged(documents: Sequence[Mapping[str, object]]) -> Term:
    """Return what JSON files of documents are together."""
    with TemporaryDirectory() as folder:
        return merge_terms(saved(Path(folder), documents))


def saved(folder: Path, documents: Sequence[Mapping[str, object]]) -> list[Path]:
    """Write documents as 1.json, 2.json and so on."""
    paths = [folder / f"{number}.json" for number in range(1, len(documents) + 1)]
    for path, value in zip(paths, documents, strict=True):
        path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    return paths


def told(*paths: Path | str) -> Told:
    """Return the code and place of everything wrong with files, each file by its name alone."""
    with pytest.raises(ValidationError) as caught:
        merge_terms(paths)
    found = [(detail["type"], detail["loc"]) for detail in caught.value.errors(include_url=False)]
    return [(code, (Path(str(place[0])).name, *place[1:]) if place else ()) for code, place in found]


def lines(*paths: Path | str, lang: Literal["zh", "en"] = "en") -> list[str]:
    """Return the lines on everything wrong with files, each file by its name alone."""
    with pytest.raises(ValidationError) as caught:
        merge_terms(paths)
    folder = f"{Path(paths[0]).parent}/"
    return [line.replace(folder, "") for line in describe(caught.value, lang=lang)]


def table_of(text: str, **changes: str) -> str:
    """Return a CSV table of which the rows that begin with an id are replaced."""
    rows = [changes.get(row.split(",")[0], row) for row in text.splitlines()]
    return "".join(f"{row}\n" for row in rows if row)


@pytest.mark.parametrize("example", ["clean", "messy"])
@pytest.mark.parametrize("count", [2, 3, 7])
def test_an_example_taken_apart_is_one_term_again(example: str, count: int) -> None:
    """However rows fall on files, merging gives the term up to the order of rows, and the same report byte for byte."""
    term = read_term(EXAMPLES / example / "term.json")
    chance = Random(count)
    parts = split(term, count, iter(lambda: chance.randrange(count), None))
    together = merged(parts)
    assert together == in_order(term)
    assert settle_term(together, policy=PILOT_2020).to_json() == settle_term(term, policy=PILOT_2020).to_json()


@given(term=terms(), count=st.integers(2, 4), chance=st.randoms(use_true_random=False))
def test_any_term_taken_apart_is_one_term_again(term: Term, count: int, chance: Random) -> None:
    """The law of the examples holds for every term, whatever its rows and readings."""
    together = merged(split(term, count, iter(lambda: chance.randrange(count), None)))
    assert together == in_order(term)
    assert settle_term(together, policy=PILOT_2020).to_json() == settle_term(term, policy=PILOT_2020).to_json()
    assert Term.model_validate_json(together.model_dump_json(indent=1)) == together


@given(term=terms(), chance=st.randoms(use_true_random=False))
def test_files_may_be_given_in_any_order(term: Term, chance: Random) -> None:
    """Three files give the same bytes in each of their six orders."""
    parts = split(term, 3, iter(lambda: chance.randrange(3), None))
    parts[1]["designated_accounts"] = ["ACC-B", "ACC-A"]
    with TemporaryDirectory() as folder:
        paths = saved(Path(folder), parts)
        assert len({merge_terms(order).model_dump_json() for order in permutations(paths)}) == 1
        assert merge_terms(paths).designated_accounts == tuple(sorted({*term.designated_accounts, "ACC-A", "ACC-B"}))


def test_a_file_and_its_copy_are_that_file(tmp_path: Path) -> None:
    """Rows that are the same in both count once, so that a copy adds nothing."""
    path = EXAMPLES / "messy" / "term.json"
    copy = tmp_path / "copy.json"
    copy.write_bytes(path.read_bytes())
    assert merge_terms([path, copy]) == in_order(read_term(path))


def one_day(*sessions: tuple[str, str]) -> Document:
    """Return the small term with two-hour sessions on one day and 教师甲 on duty at each."""
    value: Document = {**document(), **no_rows(["training", "series", "bookings", "receipts", "costs"])}
    rows = [{"session_id": name, "project_id": "P1", "start": f"2021-05-29T{hour}:00"} for name, hour in sessions]
    value["sessions"] = [row | {"end": f"{row['start'][:11]}{int(row['start'][11:13]) + 2:02}:00"} for row in rows]
    value["duties"] = [{"duty_id": f"D{name}", "session_id": name, "staff_id": "T1"} for name, _ in sessions]
    return value


def test_three_sessions_in_two_files_are_a_day(tmp_path: Path) -> None:
    """One session in a file and two in another pay 150.00 and 300.00 by themselves; together they are a day: 500.00."""
    paths = saved(tmp_path, [one_day(("S1", "08")), one_day(("S2", "11"), ("S3", "15"))])
    alone = [settle_term(read_term(path), policy=PILOT_2020).exams.total for path in paths]
    assert alone == [Decimal("150.00"), Decimal("300.00")]
    (day,) = settle_term(merge_terms(paths), policy=PILOT_2020).exams.days
    assert (day.staff_id, day.rule, day.amount) == ("T1", "day-rate", Decimal("500.00"))


def test_a_clash_between_files_shows_in_the_merged_term(tmp_path: Path) -> None:
    """Two sessions at once in two files are no finding in either, and one of 教师甲 in the term of both."""
    paths = saved(tmp_path, [one_day(("S1", "08")), one_day(("S2", "09"))])
    findings = [settle_term(read_term(path), policy=PILOT_2020).findings for path in paths]
    assert [row for found in findings for row in found if row.code == "person-overlap"] == []
    together = settle_term(merge_terms(paths), policy=PILOT_2020).findings
    assert [row.refs for row in together if row.code == "person-overlap"] == [("S1", "S2")]


def test_a_row_may_refer_to_a_row_of_another_file(tmp_path: Path) -> None:
    """A file that is no term by itself, since its ids stand in another, is read with that other."""
    whole = document()
    paths = saved(tmp_path, [{**whole, **no_rows(MASTER)}, {**whole, **no_rows(OTHERS)}])
    with pytest.raises(ValidationError):
        read_term(paths[0])
    assert merge_terms(paths) == in_order(Term.model_validate_json(json.dumps(whole)))


def test_forms_may_be_mixed(tmp_path: Path) -> None:
    """A folder of Chinese tables, a workbook and a JSON document are one term, whichever holds which rows."""
    term = Term.model_validate_json(json.dumps(document()))
    parts = split(term, 3, iter(range(1000)))
    folder = tmp_path / "甲院"
    folder.mkdir()
    for table, text in CHINESE.items():
        rows = [row for row in csv.reader(io.StringIO(text)) if row]
        kept = rows[:1] + [row for row in rows[1:] if table in {"term", *MASTER} or is_in(parts[0], table, row[0])]
        out = io.StringIO()
        csv.writer(out).writerows(kept)
        (folder / f"{table}.csv").write_text(out.getvalue(), "gb18030", newline="")
    book = tmp_path / "乙院.xlsx"
    book.write_bytes(workbook(term_sheets(rows_of(parts[1]), lang="zh")))
    paths = [folder, book, *saved(tmp_path, [parts[2]])]
    assert merge_terms(paths) == merge_terms([str(path) for path in reversed(paths)]) == in_order(term)


def is_in(part: Document, table: str, row_id: str) -> bool:
    """Return whether a part of a term has a row."""
    return row_id in {row[ID_FIELDS[table]] for row in part[table]}


def rows_of(part: Document) -> Term:
    """Return a part of a term whose ids may stand in other parts."""
    return Term.model_validate_json(json.dumps(part), context="rows-alone")


def test_every_conflict_is_reported_at_once(tmp_path: Path) -> None:
    """Rows, ids that repeat, ids that no file has, lessons and zones: each at its file, in order."""
    first, second = document(), document()
    second["designated_accounts"] = ["A3"]
    second["staff"][0]["name"] = "教师乙"
    second["costs"] = [{**second["costs"][0], "amount": "12.35", "note": None}]
    second["training"] = [{**second["training"][1], "record_id": "W1-20210308"}]
    second["series"] = []
    second["students"].append(second["students"][0])
    second["duties"] = [{"duty_id": "D9", "session_id": "E9", "staff_id": "T1"}]
    second["sessions"] = []
    second["bookings"] = [
        {"booking_id": "B9", "people": ["T8"], "start": "2021-06-05T08:00Z", "end": "2021-06-05T09:00Z"}
    ]
    second["certificates"] = []
    second["projects"][1]["colleges"] = {"C7": 1}
    assert told(*saved(tmp_path, [first, second])) == [
        ("lesson-elsewhere", ("1.json", "series", 0, "series_id")),
        ("rows-differ", ("2.json", "staff", 0)),
        ("rows-differ", ("2.json", "projects", 1)),
        ("unknown-id", ("2.json", "projects", 1, "colleges")),
        ("unknown-id", ("2.json", "duties", 0, "session_id")),
        ("rows-differ", ("2.json", "costs", 0)),
        ("repeated-id", ("2.json", "students", 2, "student_id")),
        ("unknown-id", ("2.json", "bookings", 0, "people")),
        ("mixed-clocks", ("2.json", "bookings", 0, "start")),
    ]
    assert lines(tmp_path / "1.json", tmp_path / "2.json")[1] == (
        "2.json: staff[0]: the id T1 is also in 1.json staff (row 1), but these fields differ: name; "
        "make the two rows equal if they are the same entry, or change one of the ids [rows-differ]"
    )


def test_files_of_different_terms_are_reported_with_both_values_alone(tmp_path: Path) -> None:
    """Where the term or the day differs, both values are shown for each later file, and no row is compared."""
    first, second, third = document(), document(), document()
    second |= {"term": "2021-2022-1", "as_of": "2022-01-31"}
    third |= {"as_of": "2021-08-31"}
    second["staff"][0]["name"] = "教师丙"
    found = lines(*saved(tmp_path, [first, second, third]))
    todo = "make them equal if both files are of the same term, or settle them separately [heading-differs]"
    assert found == [
        f"2.json: term: 2021-2022-1 here, but 2020-2021-2 in 1.json; {todo}",
        f"2.json: as_of: 2022-01-31 here, but 2021-07-31 in 1.json; {todo}",
        f"3.json: as_of: 2021-08-31 here, but 2021-07-31 in 1.json; {todo}",
    ]


def college(folder: Path, name: str, tables: Tables) -> Path:
    """Write the tables of a college into a folder of its own."""
    (folder / name).mkdir()
    return written(folder / name, tables)


def test_conflicts_of_tables_have_their_rows_and_heads(tmp_path: Path) -> None:
    """In tables a conflict names the file, its row, the heads as they are written there, and the earlier row."""
    first = college(tmp_path, "甲院", CHINESE)
    students = table_of(CHINESE["students"], U1="\nU1,学生01,2018-09-02,2021-06-25")
    term = CHINESE["term"].replace("2021-07-31", "2021-08-31")
    second = college(tmp_path, "乙院", {**CHINESE, "students": students})
    other = college(tmp_path, "丙院", {**CHINESE, "students": students, "term": term})
    (heading,) = lines(first, other, lang="zh")
    told_of = "若是同一学期请改成一致，否则请分别结算 [heading-differs]"
    assert heading == f"丙院: term.csv 第 2 行 结算日: 此处为 2021-08-31，而 甲院 中为 2021-07-31；{told_of}"
    (row,) = lines(first, second, lang="zh")
    told_of = "但以下各项不一致：姓名、入学日期；若是同一条请改成一致，否则请改号 [rows-differ]"
    assert row == f"乙院: students.csv 第 3 行: 编号 U1 在 甲院 students.csv 第 2 行已有，{told_of}"
    (heading,) = [line.partition(";")[0] for line in lines(first, other)]
    assert heading == "丙院: term.csv row 2 结算日: 2021-08-31 here, but 2021-07-31 in 甲院"
    (row,) = [line.partition(";")[0] for line in lines(first, second)]
    told_of = "the id U1 is also in 甲院 students.csv (row 2), but these fields differ: 姓名, 入学日期"
    assert row == f"乙院: students.csv row 3: {told_of}"


def test_a_head_that_a_file_leaves_out_is_named_in_both_languages(tmp_path: Path) -> None:
    """Where the later file has no such column, the field is named as both languages write it."""
    first = college(tmp_path, "甲院", ENGLISH)
    staff = "人员编号,名称\nT1,教师甲\nT2,教师乙\n"
    second = college(tmp_path, "乙院", {**CHINESE, "staff": staff})
    (line,) = lines(first, second)
    assert "these fields differ: college_id;" in line
    (line,) = lines(first, second, lang="zh")
    assert "以下各项不一致：学院编号（college_id）；" in line


def test_conflicts_of_a_workbook_have_its_sheets(tmp_path: Path) -> None:
    """A row of a workbook is named by its sheet, as the place and as the earlier row."""
    value = document()
    book = tmp_path / "甲院.xlsx"
    book.write_bytes(workbook(term_sheets(rows_of(value), lang="zh")))
    value["receipts"][1]["amount"] = "-31.50"
    (path,) = saved(tmp_path, [value])
    assert told(path, book) == [("rows-differ", ("甲院.xlsx", "[收入]", 3))]
    (line,) = lines(book, path)
    assert line.startswith(
        "1.json: receipts[1]: the id I2 is also in 甲院.xlsx [收入] (row 3), but these fields differ: amount;"
    )


@pytest.mark.parametrize("table", ID_FIELDS)
def test_every_table_has_its_conflicts(tmp_path: Path, table: str) -> None:
    """One field of one row made different is one conflict in each table, and it names that field."""
    different = {"colleges": "name", "staff": "name", "projects": "name", "training": "room", "series": "room"}
    different |= {"sessions": "subject", "duties": "role", "receipts": "note", "costs": "note", "students": "name"}
    different |= {"certificates": "number", "bookings": "room"}
    first, second = document(), document()
    second[table][1][different[table]] = "Q9"
    paths = saved(tmp_path, [first, second])
    assert told(*paths) == [("rows-differ", ("2.json", table, 1))]
    assert f"differ: {different[table]};" in lines(*paths)[0]


def test_each_later_file_is_held_against_the_first_that_has_the_row(tmp_path: Path) -> None:
    """Of three files with one id, two differ from the first and are reported; the values themselves are not."""
    documents = [document(), document(), document()]
    for value, name in zip(documents, (IDENTITY, "教师乙", "教师丙"), strict=True):
        value["staff"].append({"staff_id": IDENTITY, "name": name})
    found = lines(*saved(tmp_path, documents))
    assert [line.partition(", but")[0] for line in found] == [
        "2.json: staff[2]: the id 11…00 is also in 1.json staff (row 3)",
        "3.json: staff[2]: the id 11…00 is also in 1.json staff (row 3)",
    ]
    assert not any(text in line for line in found for text in (IDENTITY, "教师乙", "教师丙"))


def test_equal_rows_with_one_id_inside_one_file_stay_repeated(tmp_path: Path) -> None:
    """A row that stands twice in one file is a repeated id there, even where another file has it too."""
    tables = {**ENGLISH, "duties": f"{ENGLISH['duties']}D1,E1,T1,主考\n"}
    first, second = college(tmp_path, "甲院", ENGLISH), college(tmp_path, "乙院", tables)
    assert told(first, second) == [("repeated-id", ("乙院", "duties.csv", 4, "duty_id"))]
    assert "the id D1 is repeated (first in row 2)" in lines(second, first)[0]


def test_an_id_that_no_file_has_is_reported_in_every_file_that_names_it(tmp_path: Path) -> None:
    """A shared row with an unknown id is reported wherever it stands, so that each file can be corrected."""
    tables = {**ENGLISH, "staff": table_of(ENGLISH["staff"], T1="T1,教师甲,C9")}
    paths = college(tmp_path, "甲院", tables), college(tmp_path, "乙院", tables)
    assert told(*paths) == [
        ("unknown-id", ("甲院", "staff.csv", 2, "college_id")),
        ("unknown-id", ("乙院", "staff.csv", 2, "college_id")),
    ]


def test_a_lessons_id_is_no_records_in_any_file(tmp_path: Path) -> None:
    """A lesson with a record's id is reported with the record's row, in its own file as in another."""
    records = table_of(ENGLISH["training"], R2="W1-20210308,P1,T1,2021-03-07,day,1,,,,")
    own = college(tmp_path, "甲院", {**ENGLISH, "training": records})
    other = college(tmp_path, "乙院", ENGLISH)
    first, second = [line.partition(";")[0] for line in lines(own, other)]
    assert first == "甲院: series.csv row 2 series_id: the id W1-20210308 is repeated (first in row 3)"
    told_of = "the lesson id W1-20210308 is also the id of a training record in 甲院 training.csv (row 3)"
    assert second == f"乙院: series.csv row 2 series_id: {told_of}"


@pytest.mark.parametrize("zone", ["", "+08:00"])
def test_times_are_of_one_kind_in_all_files(tmp_path: Path, zone: str) -> None:
    """Where one file's times have a zone and two others' have none, or the reverse, the one file's are reported."""
    plain, zoned = one_day(("S1", "08"), ("S2", "11")), one_day(("S3", "08"))
    documents = [plain, zoned] if zone == "+08:00" else [zoned, plain]
    for row in documents[1]["sessions"]:
        row |= {"start": f"{row['start']}+08:00", "end": f"{row['end']}+08:00"}
    odd = f"{documents.index(zoned) + 1}.json"
    assert told(*saved(tmp_path, documents)) == [("mixed-clocks", (odd, "sessions", 0, "start"))]


def test_what_is_wrong_by_itself_comes_first_for_all_files(tmp_path: Path) -> None:
    """A file that is gone, one given twice, a broken one and wrong cells are reported together; conflicts wait."""
    value = document()
    value |= {"as_of": "2021-02-29", "staff": [{"staff_id": "T1", "nmae": "教师甲", "name": "x"}]}
    (path,) = saved(tmp_path, [value])
    tables = {**ENGLISH, "training": ENGLISH["training"].replace("R2,P1,T1,2021-03-07", "R2,P1,T1,3月7日")}
    folder = college(tmp_path, "甲院", tables)
    broken = tmp_path / "乙院.json"
    broken.write_text('{"term": ', "utf-8")
    gone = tmp_path / "丙院.xlsx"
    assert told(path, folder, gone, broken, f"{tmp_path}/./1.json") == [
        ("day", ("1.json", "as_of")),
        ("extra_forbidden", ("1.json", "staff", 0, "nmae")),
        ("day", ("甲院", "training.csv", 3, "date")),
        ("file-unreadable", ("丙院.xlsx",)),
        ("json-syntax", ("乙院.json",)),
        ("file-repeated", ("1.json",)),
    ]
    found = lines(path, folder, gone, broken, path)
    assert found[2].startswith("甲院: training.csv row 3 date: expected a valid date")
    told_of = "cannot read it (No such file or directory); check the file and its permissions [file-unreadable]"
    assert found[3] == f"丙院.xlsx: {told_of}"
    told_of = "无法读取（找不到文件或文件夹，请检查路径）；请检查文件与权限 [file-unreadable]"
    assert lines(path, gone, lang="zh")[-1] == f"丙院.xlsx: {told_of}"


def test_a_link_to_a_file_is_that_file(tmp_path: Path) -> None:
    """The same file under two names is given twice."""
    (path,) = saved(tmp_path, [document()])
    link = tmp_path / "link.json"
    link.symlink_to(path)
    assert told(path, link) == [("file-repeated", ("link.json",))]


def test_a_file_of_any_name_is_shown_by_it(tmp_path: Path) -> None:
    """A file's name is written out, however long and with however many digits; what steers a terminal is not."""
    (path,) = saved(tmp_path, [document()])
    name = tmp_path / f"2020-2021-2 {'二级学院' * 12} \x1b[2J.json"
    name.write_text("{", "utf-8")
    (line,) = lines(path, name)
    assert line.startswith(f"2020-2021-2 {'二级学院' * 12} ?[2J.json: not complete JSON")


def test_a_name_that_is_no_text_is_escaped(tmp_path: Path) -> None:
    """A name of bytes that are no UTF-8 stops no report: of a file that is gone, of the earlier or the later."""
    first, second = document(), document()
    second["staff"][0] = {"staff_id": "T1", "name": "教师丙"}
    plain, odd = saved(tmp_path, [first, second])
    odd = odd.rename(tmp_path / os.fsdecode(b"\xff.json"))
    assert told(plain, odd, tmp_path / os.fsdecode(b"\xfe.json")) == [("file-unreadable", ("\\udcfe.json",))]
    assert told(plain, odd) == [("rows-differ", ("\\udcff.json", "staff", 0))]
    assert told(odd, plain) == [("rows-differ", ("1.json", "staff", 0))]
    assert "the id T1 is also in \\udcff.json staff (row 1)" in lines(odd, plain)[0]


@pytest.mark.parametrize("count", [0, 1])
def test_merging_needs_two_files(tmp_path: Path, count: int) -> None:
    """Fewer than two paths are a mistake, reported in words of both languages before anything is read."""
    paths = [tmp_path / "gone.json"] * count
    with pytest.raises(ValueError, match="a merge needs at least two files") as caught:
        merge_terms(paths)
    assert describe(caught.value) == ("合并至少需要两份数据；请一并给出 [files-few]",)


@pytest.mark.parametrize("paths", ["ab", b"ab", 5, None])
def test_what_is_no_list_of_paths_is_refused(paths: Any) -> None:
    """One text is not taken for a path a character."""
    with pytest.raises(ValueError, match="paths: expected several paths, not"):
        merge_terms(paths)


def test_what_is_no_path_is_refused() -> None:
    """Each path is a text or a `Path`."""
    wrong: Any = ["a.json", 5, None]
    with pytest.raises(
        ValueError, match=r"^paths\[1\]: expected a path, not int; paths\[2\]: expected a path, not NoneType$"
    ):
        merge_terms(wrong)
