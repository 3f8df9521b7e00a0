"""Small inputs that ask for much; as a script it reads one group of them, and says how each was refused.

It prints a JSON line for each: its name, the exception's type, the number of lines that describe it, the longest of
them, whether all print, and how long the exception's own text is for each byte of the input.
"""

from __future__ import annotations

import atexit
import io
import json
import shutil
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from xmut_rules import Term, describe, read_policy, read_term
from xmut_rules.files.policies import read_amendment
from xmut_rules.files.templates import template_workbook
from xmut_rules.files.terms import parse_term

EXAMPLES = Path(__file__).parent.parent.parent / "docs" / "examples"
FOLDER = Path(tempfile.mkdtemp())
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
WHOLE: dict[str, Any] = json.loads((EXAMPLES / "messy" / "term.json").read_bytes())
SHEET = "xl/worksheets/sheet2.xml"
MANY = 15_000

Bomb = tuple[bytes, Callable[[bytes], object]]


def policy_file(name: str) -> Callable[[bytes], object]:
    """Read bytes as a policy file of a name, as the commands do: an amendment or not, then the policy."""

    def read(data: bytes) -> object:
        (FOLDER / name).write_bytes(data)
        return read_amendment(FOLDER / name), read_policy(FOLDER / name)

    return read


def table(name: str) -> Callable[[bytes], object]:
    """Read bytes as one table of the example, whose other tables are sound."""

    def read(data: bytes) -> object:
        for file in (EXAMPLES / "messy" / "csv").iterdir():
            (FOLDER / file.name).write_bytes(file.read_bytes())
        (FOLDER / name).write_bytes(data)
        return read_term(FOLDER)

    return read


def with_field(**fields: object) -> bytes:
    """Return the example with other fields."""
    return json.dumps(WHOLE | fields).encode()


def nested(depth: int, opening: str, closing: str, inside: str = "1") -> str:
    """Nest brackets."""
    return opening * depth + inside + closing * depth


def documents() -> Iterator[tuple[str, Bomb]]:
    """Give JSON documents: depth, digits, length, keys, and lessons that collide with records."""
    own = {"project_id": "P1", "staff_id": "T01", "unit": "class_hour", "quantity": "1"}
    first = date(2021, 1, 4)
    days = [first + timedelta(7 * week) for week in range(366)]
    plan = own | {"weekdays": ["monday"], "first_day": f"{first}", "count": 366}
    series = [plan | {"series_id": f"S{number}"} for number in range(40)]
    records = [own | {"record_id": f"S{row}-{day:%Y%m%d}", "date": f"{day}"} for row in range(40) for day in days]
    texts = {
        "deep lists": nested(MANY, "[", "]"),
        "deep objects": nested(MANY, '{"term":', "}"),
        "deep in a field": f'{{"term": {nested(MANY, "[{", "}]", "")}}}',
        "open lists": "[" * 10**6,
        "digits": f'{{"term": {"9" * 10**6}}}',
        "digits of a fraction": f'{{"term": 0.{"9" * 10**6}}}',
        "exponents": '{"term": 1e999999999, "as_of": -1e-999999999, "staff": 1e400}',
        "unknown keys": "{" + ",".join(f'"k{row}":0' for row in range(MANY)) + "}",
        "one key many times": "{" + ",".join(['"k":0'] * MANY) + "}",
        "a long key": f'{{"{"k" * 10**6}":0}}',
        "a long key twice": f'{{"{"k" * 10**6}":0,"{"k" * 10**6}":0}}',
        "escapes": f'{{"term": "{chr(92)}u0000{chr(92)}u202e", "a{chr(92)}n": 0, "{chr(92)}u001b[2J": 0}}',
        "half a character": f'{{"term": "{chr(92)}ud800"}}',
        "white space": " " * 10**6,
        "names that are no numbers": '{"term": NaN, "as_of": -Infinity}',
    }
    for name, text in texts.items():
        yield name, (text.encode(), parse_term)
        yield f"{name}, by pydantic", (text.encode(), Term.model_validate_json)
        yield f"{name}, as a policy", (text.encode(), policy_file("policy.json"))
        yield f"{name}, as an amendment", (b'{"amends":"x","changes":' + text.encode() + b"}", policy_file("a.json"))
    weights = {"project_id": "P1", "name": "x", "colleges": {f"k{row}": 1 for row in range(MANY)}}
    yield "a long id", (with_field(term="x" * 10**6), parse_term)
    yield "weights", (with_field(projects=[weights]), parse_term)
    yield "amounts", (with_field(costs=[WHOLE["costs"][0] | {"amount": "9" * 10**6}]), parse_term)
    yield "colliding lessons", (with_field(series=series, training=records), parse_term)


def toml() -> Iterator[tuple[str, Bomb]]:
    """Return policies in TOML: depth, keys of many parts, whole numbers in other bases."""
    texts = {
        "deep lists": "x = " + nested(MANY, "[", "]"),
        "deep tables": "x = " + nested(MANY, "{a = ", "}"),
        "a key of many parts": "x" + ".a" * 50_000 + " = 1",
        "a key of odd lines": "x" + ('."\u2028"' + ".a" * 900) * 50 + " = 1",
        "a table of many parts": "[x" + ".a" * 50_000 + "]",
        "a format of many parts": "format" + ".a" * 3_000 + " = 1",
        "a format in another base": "format = 0x" + "F" * 5_000,
        "a value in another base": "amends = 'x'\n[[changes]]\nvalue = 0x" + "F" * 5_000,
        "digits": "x = " + "9" * 10**6,
        "an open text": 'x = """' + "a" * 10**6,
        "tables": "\n".join(f"[t{row}]" for row in range(20_000)),
        "a day that is none": "effective_from = 2021-02-30",
        "moments and times": "effective_from = 2021-02-03T04:05:06+08:00\neffective_until = 04:05:06",
        "numbers that are none": "effective_from = nan\nformat = -inf",
    }
    for name, text in texts.items():
        yield name, (text.encode(), policy_file("policy.toml"))


def tables() -> Iterator[tuple[str, Bomb]]:
    """Give CSV tables: columns, rows, quotes, cells."""
    heads = b"staff_id,name\n"
    parts = {
        "columns": b"x," * MANY + b"x\n",
        "columns without heads": b"," * MANY + b"\n",
        "one column many times": b"name," * MANY + b"staff_id\n",
        "cells": heads + b"," * 10**6 + b"\n",
        "short rows": heads + b"x\n" * MANY,
        "an open quote": heads + b'x,"' + b"y,z\n" * MANY,
        "quotes": heads + b'"' * 10**6,
        "a long cell": heads + b"x," + b"y" * 10**6 + b"\n",
        "only carriage returns": heads.replace(b"\n", b"\r") + b"x,y\r" * 10,
        "line ends of every kind": b"staff_id,name\r\nx,y\rz,z\n\n\r\r\nx,\x85y\r\n",
        "NUL": heads + b"x,\0\n",
        "no heads": b"\n\n\n" + heads,
    }
    for name, data in parts.items():
        yield name, (data, table("staff.csv"))
    weights = b";".join(b"k%d:1" % row for row in range(9_000))
    yield "weights", (b"project_id,name,colleges\nP1,x," + weights + b"\n", table("projects.csv"))


def workbook(edit: Callable[[bytes], bytes], **more: bytes) -> bytes:
    """Return an empty workbook with another first sheet, and with more parts."""
    return part(SHEET, edit, **more)


def part(changed: str, edit: Callable[[bytes], bytes], **more: bytes) -> bytes:
    """Return an empty workbook with one part edited, and with more parts."""
    out = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(template_workbook()))
    with source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a part twice is what is asked for
        for entry in source.infolist():
            data = source.read(entry)
            package.writestr(entry.filename, edit(data) if entry.filename == changed else data)
        for name, data in more.items():
            package.writestr(name, data)
    return out.getvalue()


def before(mark: bytes, added: bytes) -> Callable[[bytes], bytes]:
    """Put something before a mark of a sheet, once."""
    return lambda sheet: sheet.replace(mark, added + mark, 1)


def workbooks() -> Iterator[tuple[str, Bomb]]:
    """Return workbooks: areas over a whole sheet, millions of cells, parts that unpack to more than they should."""
    merged = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    link = b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>'
    row = b"<row>" + b"<c/>" * 10_000 + b"</row>"
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    packed = {
        "a merged sheet": workbook(lambda sheet: sheet.replace(b"</sheetData>", b"</sheetData>" + merged, 1)),
        "a sheet that is a link": workbook(before(b"<pageMargins", link)),
        "empty cells": workbook(before(b"</sheetData>", row * 400)),
        "a cell far away": workbook(before(b"</sheetData>", far)),
        "zeros": workbook(bytes, zeros=b"\0" * 140_000_000),
        "entities": workbook(lambda sheet: b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + sheet),
        "entries": workbook(bytes, **{f"e{line}": b"" for line in range(5_000)}),
    }
    book, styles = "xl/workbook.xml", "xl/styles.xml"
    format_code = b'<numFmts><numFmt numFmtId="200" formatCode="' + b"[" * 200_000 + b'"/></numFmts>'
    names = b"".join(b'<definedName name="n%d">A1</definedName>' % number for number in range(100_000))
    long_name = (
        b'<definedName name="_xlnm.Print_Titles" localSheetId="1">' + b"'a'!$1:$1," * 500_000 + b"</definedName>"
    )
    style = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    runs = b'<row r="2"><c r="A2" t="inlineStr"><is>' + b"<r><t>x</t></r>" * 2_000_000 + b"</is></c></row>"
    packed |= {
        "a format of brackets": part(styles, before(b"<fonts", format_code)),
        "styles": part(styles, before(b"</cellXfs>", style * 400_000)),
        "names": part(book, before(b"</workbook>", b"<definedNames>" + names + b"</definedNames>")),
        "a long name": part(book, before(b"</workbook>", b"<definedNames>" + long_name + b"</definedNames>")),
        "rows without cells": workbook(before(b"</sheetData>", b"<row/>" * 2_000_000)),
        "a text of many fonts": workbook(before(b"</sheetData>", runs)),
        "a part twice": workbook(bytes, **{SHEET: b"<x/>"}),
    }
    honest = packed["zeros"]
    packed["a size that is a lie"] = honest.replace((140_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    for name, data in packed.items():
        yield name, (data, parse_term)


GROUPS: dict[str, Callable[[], Iterator[tuple[str, Bomb]]]] = {
    "documents": documents,
    "toml": toml,
    "tables": tables,
    "workbooks": workbooks,
}


def outcome(name: str, bomb: Bomb) -> dict[str, object]:
    """Read a bomb, and say how it was refused."""
    data, read = bomb
    try:
        read(data)
    except ValidationError as error:
        lines = [line for lang in ("zh", "en") for line in describe(error, lang=lang)]
        return {
            "name": name,
            "type": "ValidationError",
            "lines": len(lines),
            "longest": max(map(len, lines)),
            "prints": all(line.isprintable() for line in lines),
            "text": len(f"{error}") / (len(data) + 200),
        }
    except Exception as error:  # noqa: BLE001  what it is, is the answer
        return {"name": name, "type": type(error).__name__}
    return {"name": name, "type": "read"}


def main() -> None:
    """Read a group."""
    for name, bomb in GROUPS[sys.argv[1]]():
        print(json.dumps({"name": name, "type": "never ended"}), flush=True)  # noqa: T201
        print(json.dumps(outcome(name, bomb)), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
