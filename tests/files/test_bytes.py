"""Bytes as files: encodings, line ends, size, and the bytes of a JSON document that no parser may pass over."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

import pytest

from tests.files.test_terms import CHINESE, ENGLISH, JSON, document, lines, told, written
from xmut_rules import PILOT_2020
from xmut_rules.files.policies import read_policy
from xmut_rules.files.terms import parse_term, read_term
from xmut_rules.formats import json_text

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")
UNREADABLE = (
    *("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"),
    *("nul", "private-e000", "private-f8ff", "private-f0000", "private-10ffff", "private-gb18030"),
    *("undecodable-80", "undecodable-ff", "cut-character"),
)


def unreadable(text: str, how: str) -> bytes:
    """Return text as bytes that are no text in UTF-8 or GB18030."""
    kind, _, detail = how.partition("-")
    if kind == "utf":
        return text.encode(how)
    if kind == "private":
        odd = b"\xaa\xa1" if detail == "gb18030" else chr(int(detail, 16)).encode()
        base = text.encode("gb18030" if detail == "gb18030" else "utf-8")
        return base.replace(b"T1", b"T" + odd, 1)
    if kind == "undecodable":
        return text.encode("gb18030").replace(b"T1", b"T" + bytes.fromhex(detail) + b"\n", 1)
    return text.encode().replace(b"T1", b"T\x00", 1) if kind == "nul" else text.encode() + "\u7532".encode()[:1]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_each_encoding_gives_the_same_term(tmp_path: Path, encoding: str) -> None:
    """UTF-8 with and without mark and GB18030 are read alike, tables and documents."""
    expected = parse_term(JSON.encode())
    assert read_term(written(tmp_path, CHINESE, encoding)) == expected
    file = tmp_path / "term.json"
    file.write_bytes(JSON.encode(encoding))
    assert read_term(file) == expected
    assert read_term(str(file)) == expected


def test_tables_with_and_without_mark_may_be_mixed_and_encodings_may_not(tmp_path: Path) -> None:
    """A mark changes nothing; a table in GB18030 among tables in UTF-8 was saved by itself, and is reported."""
    for place, (table, text) in enumerate(CHINESE.items()):
        written(tmp_path, {table: text}, ENCODINGS[place % 2])
    assert read_term(tmp_path) == parse_term(JSON.encode())
    written(tmp_path, {"staff": CHINESE["staff"]}, "gb18030")
    assert told(tmp_path) == [("file-encodings", ("staff.csv",))]
    (line,) = lines(tmp_path)
    assert line.startswith("staff.csv: this file is in GB18030 and ")


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("last", ["", "\n", "\n\n", "\n,,,\n"])
def test_line_ends_do_not_matter(tmp_path: Path, ending: str, last: str) -> None:
    """Lines may end in the way of any system, with or without blank rows after the last."""
    tables = {table: (text.rstrip("\n") + last).replace("\n", ending) for table, text in ENGLISH.items()}
    assert read_term(written(tmp_path, tables)) == parse_term(JSON.encode())


def reported(how: str) -> str:
    """Return the code of text that is unreadable in some way."""
    if how.startswith("private") and how != "private-gb18030":
        return "file-character"
    return "file-bytes" if how == "cut-character" else "file-encoding"


@pytest.mark.parametrize("how", UNREADABLE)
def test_a_document_in_another_encoding_is_refused(how: str) -> None:
    """Other encodings, NUL and private-use characters are reported as one problem of the file, without a place."""
    assert told(unreadable(JSON, how)) == [(reported(how), ())]


def test_the_lines_of_unreadable_bytes_say_where_and_what() -> None:
    """A character that does not fit is named with its row, and so are bytes of another encoding."""
    data = JSON.encode().replace(b"T1", "T\ue000".encode(), 1)
    row = JSON[: JSON.index("T1")].count("\n") + 1
    assert lines(data) == (f"row {row} contains the private-use character U+E000; delete it and enter the cell again",)
    cut = JSON.encode().replace("教师乙".encode(), "教师乙".encode("gbk"), 1)
    row = JSON[: JSON.index("教师乙")].count("\n") + 1
    assert lines(cut)[0].startswith(f"the file is UTF-8, but row {row} contains invalid bytes ")
    assert lines(unreadable(JSON, "nul")) == (
        "not readable as UTF-8 or GB18030 (or contains NUL or private-use characters); save it again as UTF-8",
    )


def test_one_character_in_utf_8_beside_one_that_was_cut_is_utf_8() -> None:
    """`课` and two bytes of `酬` are a file that was cut off; read as GB18030 it would be other words."""
    assert told('{"term": "课'.encode() + "酬".encode()[:2]) == [("file-bytes", ())]


@pytest.mark.parametrize("how", UNREADABLE)
def test_a_table_in_another_encoding_is_refused(tmp_path: Path, how: str) -> None:
    """One unreadable table is reported by its file, and what stands in the others is not hidden by it."""
    folder = written(tmp_path, {**CHINESE, "duties": CHINESE["duties"].replace("主考", "主" * 501)})
    (folder / "training.csv").write_bytes(unreadable(CHINESE["training"], how))
    of_table = [(reported(how), ("training.csv",))] if how != "utf-16" else []
    assert told(folder) == [*of_table, ("text", ("duties.csv", 2, "考务岗位"))]


def test_big5_tables_never_become_a_term(tmp_path: Path) -> None:
    """Big5 that happens to decode as GB18030 gives heads that nobody knows, each of them told."""
    folder = written(tmp_path, CHINESE)
    (folder / "colleges.csv").write_bytes("學院編號,名稱\nC1,甲院\nC2,乙院\n".encode("big5"))
    problems = told(folder)
    assert {code for code, _ in problems} <= {"file-encoding", "column-unknown", "column-missing"}
    assert {place[0] for _, place in problems} == {"colleges.csv"}


@pytest.mark.parametrize("letter", ["\uf900", "\U0001f68c", "\U00020000"])
def test_characters_beside_private_use_are_text(letter: str) -> None:
    """Rare Chinese characters and symbols that are not for private use are names like any other."""
    assert parse_term(JSON.replace("教师甲", letter).encode()).staff[0].name == letter


@pytest.mark.parametrize("data", [b"", b" ", b"\n\t\r\n", codecs.BOM_UTF8, codecs.BOM_UTF8 + b"\n"])
def test_an_empty_file_is_reported(tmp_path: Path, data: bytes) -> None:
    """An empty file, or one of white space alone, is reported as empty, as a document and as a table."""
    assert told(data) == [("file-empty", ())]
    folder = written(tmp_path, ENGLISH)
    (folder / "staff.csv").write_bytes(data)
    assert told(folder) == [("file-empty", ("staff.csv",))]


def test_a_file_is_read_up_to_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of exactly the most bytes is read and one byte more is refused; the limit is 512 MiB."""
    assert json_text.MOST_BYTES == 536_870_912
    data = JSON.encode()
    file = tmp_path / "term.json"
    file.write_bytes(data)
    monkeypatch.setattr(json_text, "MOST_BYTES", len(data))
    assert read_term(file) == parse_term(data)
    file.write_bytes(data + b"\n")
    assert told(file) == [("file-size", ())]
    assert told(data + b"\n") == [("file-size", ())]


def test_a_table_is_read_up_to_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit holds for each table by itself."""
    folder = written(tmp_path, ENGLISH)
    sizes = {f"{table}.csv": len(text.encode()) for table, text in ENGLISH.items()}
    (_, second), (table, longest) = sorted(sizes.items(), key=lambda item: item[1])[-2:]
    assert second < longest
    expected = parse_term(JSON.encode())
    monkeypatch.setattr(json_text, "MOST_BYTES", longest)
    assert read_term(folder) == expected
    monkeypatch.setattr(json_text, "MOST_BYTES", longest - 1)
    assert told(folder) == [("file-size", (table,))]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("{", 1, 1), ('{"term":\n "a",\n', 3, 1), ("{} x", 1, 4), ("term", 1, 2), ('{"term": "a\tb"}', 1, 12)],
)
def test_broken_json_is_reported_with_its_place(text: str, line: int, column: int) -> None:
    """A document that was cut off, or is no JSON, is reported with line and column."""
    assert told(text.encode()) == [("json-syntax", ())]
    assert f"line {line}, column {column};" in lines(text.encode())[0]
    assert lines(text.encode(), "zh")[0].startswith(f"第 {line} 行第 {column} 列")


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.99])
def test_a_cut_document_is_reported(cut: float) -> None:
    """A document that ends early is reported as incomplete, wherever it ends."""
    assert told(JSON.encode()[: int(len(JSON) * cut)])[0][0] in {"json-syntax", "file-encoding"}


@pytest.mark.parametrize("text", ["[]", "[{}]", '"term"', "1", "1.5", "NaN", "null", "true"])
def test_a_document_is_an_object(text: str) -> None:
    """A document that is no object is reported as such."""
    assert told(text.encode()) == [("model_type", ())]


@pytest.mark.parametrize("depth", [250, 990, 5_000, 100_000])
def test_deep_nesting_is_reported(depth: int) -> None:
    """Nesting of any depth is reported and never ends the program."""
    nested = "[" * depth + "]" * depth
    for text in (nested, f'{{"term": {nested}}}', '{"a":' * depth + "1" + "}" * depth):
        assert told(text.encode())[0][0] == "json-depth"


@pytest.mark.parametrize("place", ["bare", "field"])
def test_a_number_of_too_many_digits_is_reported(place: str) -> None:
    """A whole number of more digits than Python reads is reported."""
    digits = "9" * 5_000
    assert told((digits if place == "bare" else f'{{"term": {digits}}}').encode()) == [("json-number", ())]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ('{"term": 1, "term": 2}', [("term",)]),
        ('{"staff": [{}, {"name": 1, "name": 1}]}', [("staff", 1, "name")]),
        ('{"projects": [{"colleges": {"C1": 1, "C1": 2}}]}', [("projects", 0, "colleges", "C1")]),
        ('{"a": 1, "a": 2, "a": 3}', [("a",), ("a",)]),
        ('[[{"a": {"b": 1, "b": 2}}], {"a": 1, "a": 1}]', [(0, 0, "a", "b"), (1, "a")]),
        ('{"a": {"b": 1, "b": 2}, "c": 1, "a": {"b": 1}}', [("a", "b"), ("a",)]),
        ('{"a": {"b": 1}, "c": {"b": 1}, "\\u0061": 1}', [("a",)]),
    ],
)
def test_every_duplicate_key_is_reported_with_its_place(text: str, places: list[tuple[int | str, ...]]) -> None:
    """A key that stands twice in one object is reported at any depth, all of them at once, equal values too."""
    repeats = [found for found in told(text.encode()) if found[0] == "json-duplicate-key"]
    assert repeats == [("json-duplicate-key", place) for place in places]


def test_shapes_are_reported_beside_duplicate_keys() -> None:
    """A duplicate key hides no wrong shape: both are reported at once."""
    text = json.dumps(document() | {"as_of": "2022-02-30"}).replace('"term":', '"term": "T0", "term":', 1)
    assert told(text.encode()) == [("json-duplicate-key", ("term",)), ("day", ("as_of",))]


def test_one_key_in_two_objects_is_no_duplicate() -> None:
    """Keys repeat from row to row, and that alone is no problem."""
    assert len(parse_term(JSON.encode()).staff) == 2


@pytest.mark.parametrize(
    ("rest", "code"),
    [(",", "json-syntax"), ("", "json-syntax"), ("," + "[" * 5_000, "json-depth"), ("," + "9" * 5_000, "json-number")],
)
def test_a_duplicate_key_before_other_trouble_leaves_that_trouble_told(rest: str, code: str) -> None:
    """A document that is broken after a duplicate key is reported as broken, by the same code on every interpreter."""
    assert told(f'[{{"a": 1, "a": 2}}{rest}'.encode()) == [(code, ())]


def test_half_a_character_is_reported() -> None:
    """Half of a surrogate pair, which Python's own parser takes, is reported as broken JSON."""
    assert told(b'{"term": "\\ud800"}') == [("json-syntax", ())]


def test_a_policy_file_is_read_as_carefully(tmp_path: Path) -> None:
    """A policy file is refused for duplicate keys and bad encodings with the same codes."""
    file = tmp_path / "policy.json"
    file.write_bytes(PILOT_2020.model_dump_json().replace('"short_rate":', '"long_rate":"1","short_rate":').encode())
    with pytest.raises(ValueError, match="more than once"):
        read_policy(file)
    file.write_bytes(PILOT_2020.model_dump_json().encode("utf-16"))
    with pytest.raises(ValueError, match="not readable"):
        read_policy(file)


def test_a_policy_is_read_from_its_own_json(tmp_path: Path) -> None:
    """A policy written as JSON is read back as the same policy, with a byte-order mark too."""
    file = tmp_path / "policy.json"
    capped = PILOT_2020.amended(training={"long_day": "capped"})
    file.write_bytes(codecs.BOM_UTF8 + capped.model_dump_json().encode())
    assert read_policy(file) == capped
    assert read_policy(str(file)) != PILOT_2020


def test_a_document_in_memory_keeps_json_only() -> None:
    """A term's own JSON is read back as the same term."""
    term = parse_term(json.dumps(document()).encode())
    assert parse_term(term.model_dump_json().encode()) == term


def test_what_cannot_be_opened_is_an_os_error(tmp_path: Path) -> None:
    """A file that is not there is Python's own error: nothing of it was read."""
    with pytest.raises(FileNotFoundError):
        read_term(tmp_path / "term.json")
    with pytest.raises(IsADirectoryError):
        read_policy(tmp_path)
