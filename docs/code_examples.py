"""An example of every code: one change of the clean example term, and what is then said.

`docs/pages.py` writes them out, and a test sees that each example really gives its code.
"""

from __future__ import annotations

import copy
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import polars as pl
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from pydantic import TypeAdapter

from xmut_rules import PILOT_2020, College, Policy, Term, Timeline, frames, read_policy, read_term, settle_term
from xmut_rules.base.errors import describe, input_errors
from xmut_rules.base.language import Language
from xmut_rules.changes.corrections import correct
from xmut_rules.changes.inspection import inspect_policy
from xmut_rules.changes.next_term import next_term
from xmut_rules.changes.replay import verify
from xmut_rules.files.conversion import term_sheets
from xmut_rules.files.merging import merge_terms
from xmut_rules.files.policies import read_policies
from xmut_rules.files.terms import TermRows, parse_term, parse_with_hints, read_with_hints
from xmut_rules.formats import json_text
from xmut_rules.formats import workbook_reader as workbooks
from xmut_rules.formats.workbook_writer import workbook

CLEAN = Path(__file__).parent / "examples" / "clean"
DOCUMENT: dict[str, Any] = json.loads((CLEAN / "term.json").read_text("utf-8"))
MISSING = object()


@dataclass(frozen=True)
class Example:
    """What is changed, as shown, and what gives the messages in a language."""

    shown: str
    messages: Callable[[Language], list[str]]


def changed(changes: Mapping[str, object], document: dict[str, Any] = DOCUMENT) -> dict[str, Any]:
    """Return the clean document, or another one, with some places changed; the number after a table's last row adds a copy of it."""
    document = copy.deepcopy(document)
    for path, value in changes.items():
        node: Any = document
        *steps, last = path.split(".")
        for step in steps:
            if isinstance(node, list) and int(step) == len(node):
                node.append(copy.deepcopy(node[-1]))
            node = node[int(step)] if isinstance(node, list) else node[step]
        if value is MISSING:
            del node[last]
        elif isinstance(node, list):
            node[int(last) : int(last) + 1] = [value]
        else:
            node[last] = value
    return document


def _shown(changes: Mapping[str, object]) -> str:
    return "\n".join(
        f"{path}: {'(removed)' if value is MISSING else json.dumps(value, ensure_ascii=False)}"
        for path, value in changes.items()
    )


def refused(read: Callable[[], object], lang: Language, code: str) -> list[str]:
    """Return the lines of a code: why something cannot be read, or what is noticed in what was read."""
    try:
        found = read()
    except ValueError as error:
        return [line for line in describe(error, lang=lang) if line.endswith(f"[{code}]")]
    hints = found.hints if isinstance(found, TermRows) else ()
    return [line for line in describe(input_errors("Input", hints), lang=lang) if line.endswith(f"[{code}]")]


def noticed(changes: Mapping[str, object], lang: Language, code: str) -> list[str]:
    """Return the hints of a code in the changed document."""
    return refused(lambda: parse_with_hints(json.dumps(changed(changes)).encode()), lang, code)


def document_example(code: str, changes: Mapping[str, object]) -> Example:
    """Return the example of an input problem of the JSON document."""
    data = json.dumps(changed(changes)).encode()
    return Example(_shown(changes), lambda lang: refused(lambda: parse_term(data), lang, code))


def finding_example(code: str, changes: Mapping[str, object], **amended: Any) -> Example:
    """Return the example of a finding."""
    report = settle_term(parse_term(json.dumps(changed(changes)).encode()), policy=PILOT_2020.amended(**amended))
    found = [finding for finding in report.findings if finding.code == code]
    policy = f"\npolicy: {json.dumps(amended)}" if amended else ""
    return Example(
        f"{_shown(changes)}{policy}".strip(), lambda lang: [f"{row.message(lang)} ({row.code})" for row in found]
    )


def outcome_example(code: str, changes: Mapping[str, object], **amended: Any) -> Example:
    """Return the example of a credit outcome; the decision's title says it."""
    from xmut_rules.explain.report import explanation  # noqa: PLC0415

    report = settle_term(parse_term(json.dumps(changed(changes)).encode()), policy=PILOT_2020.amended(**amended))
    found = [decision for decision in report.credits.decisions if decision.outcome == code]
    policy = f"\npolicy: {json.dumps(amended, ensure_ascii=False)}" if amended else ""
    return Example(
        f"{_shown(changes)}{policy}".strip(),
        lambda lang: [explanation(decision).title.words.to(lang) for decision in found[:1]],
    )


def policy_example(code: str, **amended: Any) -> Example:
    """Return the example of an input problem of a policy."""
    shown = json.dumps(amended, ensure_ascii=False)
    return Example(f"policy: {shown}", lambda lang: refused(lambda: PILOT_2020.amended(**amended), lang, code))


def text_example(code: str, text: str, shown: str | None = None) -> Example:
    """Return the example of a document that is no JSON, or no good one."""
    return Example(shown or text, lambda lang: refused(lambda: parse_term(text.encode()), lang, code))


def table_example(code: str, file: str, old: str, new: str | None) -> Example:
    """Return the example of a CSV table with one text changed; without a new text the file is not there."""

    def read() -> object:
        with TemporaryDirectory() as folder:
            for source in (CLEAN / "csv").glob("*.csv"):
                text = source.read_text("utf-8-sig")
                if source.name == file:
                    if new is None:
                        continue
                    text = text.replace(old, new, 1) if old else new
                (Path(folder) / source.name).write_text(text, "utf-8")
            if not (CLEAN / "csv" / file).exists():
                (Path(folder) / file).write_text(new or "", "utf-8")
            return read_with_hints(folder)

    shown = f"{file}: (removed)" if new is None else f"{file}: {old or '…'} → {new or '(empty)'}".replace("\n", "⏎")
    return Example(shown, lambda lang: refused(read, lang, code))


def book_example(code: str, shown: str, change: Callable[[Workbook], None]) -> Example:
    """Return the example of a workbook in which one thing was changed."""
    book = load_workbook(io.BytesIO(workbook(term_sheets(read_term(CLEAN / "term.json")))))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return Example(shown, lambda lang: refused(lambda: parse_with_hints(out.getvalue()), lang, code))


def encoded_example(code: str, shown: str, **files: bytes) -> Example:
    """Return the example of a folder of CSV tables of which some hold other bytes."""

    def read() -> object:
        with TemporaryDirectory() as folder:
            for source in (CLEAN / "csv").glob("*.csv"):
                (Path(folder) / source.name).write_bytes(files.get(source.stem, source.read_bytes()))
            return read_term(folder)

    return Example(shown, lambda lang: refused(read, lang, code))


def merge_example(code: str, changes: Mapping[str, object], *names: str) -> Example:
    """Return the example of two files that cannot be merged: a.json is the clean one, b.json the changed one."""

    def read() -> object:
        with TemporaryDirectory() as folder, chdir(folder):
            Path("a.json").write_text(json.dumps(DOCUMENT), "utf-8")
            Path("b.json").write_text(json.dumps(changed(changes)), "utf-8")
            return merge_terms(names)

    shown = [f"merge: {', '.join(names)}", *(f"b.json: {line}" for line in _shown(changes).splitlines())]
    return Example("\n".join(shown), lambda lang: refused(read, lang, code))


def _cell(value: object) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book["培训"]["F2"] = value

    return change


def _formatted(form: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        cell: Any = book["收入"]["E2"]
        cell.value, cell.number_format = 12000.5, form

    return change


def _packed(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, data)
    return out.getvalue()


def _bytes_example(code: str, shown: str, data: bytes) -> Example:
    return Example(shown, lambda lang: refused(lambda: parse_term(data), lang, code))


def _without_openpyxl(lang: Language) -> list[str]:
    with patch.dict("sys.modules", {"openpyxl": None}):
        return refused(lambda: parse_term(_packed("x", b"0")), lang, "workbook-extra")


def _too_large(lang: Language) -> list[str]:
    with patch.object(json_text, "MOST_BYTES", 100):
        return refused(lambda: read_term(CLEAN / "term.json"), lang, "file-size")


def _unpacks_too_large(lang: Language) -> list[str]:
    with patch.object(workbooks, "MOST_UNPACKED", 100):
        return refused(lambda: parse_term(_packed("x", b"0" * 101)), lang, "workbook-size")


def _a_folder_for_a_file(lang: Language) -> list[str]:
    with TemporaryDirectory() as folder:
        (Path(folder) / "staff.csv").mkdir()
        return refused(lambda: read_term(folder), lang, "file-unreadable")


def _hide(book: Workbook) -> None:
    book["预订"].sheet_state = "hidden"


def _merge(book: Workbook) -> None:
    book["培训"].merge_cells("B2:B3")


def _far(book: Workbook) -> None:
    book["培训"]["XFD1048576"] = "x"


def _hide_deeply(book: Workbook) -> None:
    book["预订"].sheet_state = "veryHidden"


def _strike(book: Workbook) -> None:
    for cell in book["培训"][2]:
        cell.font = Font(strike=True)


def _start(value: date) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        cell: Any = book["场次"]["E2"]
        cell.value, cell.number_format = value, "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else "yyyy-mm-dd"

    return change


def _room(value: date) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book["场次"]["D2"] = value

    return change


def _strict() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("xl/workbook.xml", '<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>')
    return out.getvalue()


def _half_in_gbk(text: str) -> bytes:
    first, _, rest = text.partition("教师甲")
    return first.encode() + "教师甲".encode("gbk") + rest.encode()


def _twice(book: Workbook) -> None:
    book.create_sheet("training")


def _duration(book: Workbook) -> None:
    cell: Any = book["培训"]["F2"]
    cell.value, cell.number_format = 1.5, "[h]:mm"


AFTER = Policy.model_validate({**PILOT_2020.model_dump(), "effective_from": "2021-03-01"})
ENDED = PILOT_2020.amended(effective_until="2021-03-01")


def _overlapping(lang: Language) -> list[str]:
    return refused(lambda: Timeline(policies=(ENDED, AFTER)), lang, "policies-overlap")


def _old_json(lang: Language) -> list[str]:
    from xmut_rules import Term  # noqa: PLC0415

    return refused(lambda: Term.model_validate_json("{"), lang, "json_invalid")


def findings() -> Iterator[tuple[str, Example]]:
    """Return an example of every finding."""
    yield "after-as-of", finding_example("after-as-of", {"receipts.0.date": "2022-02-15"})
    yield (
        "certificate-number-shared",
        finding_example("certificate-number-shared", {"certificates.2.number": "A-M-0101"}),
    )
    repeated = {"certificates.11.certificate_id": "K99", "certificates.11.level": "中级"}
    yield "certificate-number-repeated", finding_example("certificate-number-repeated", repeated)
    differs = {"certificates.11.certificate_id": "K99", "certificates.11.status": "revoked"}
    yield "certificate-status-differs", finding_example("certificate-status-differs", differs)
    yield "clashes-cut", _clashes_cut()
    yield "cost-may-repeat-pay", finding_example("cost-may-repeat-pay", {"costs.0.category": "监考补助"})
    recognized = {"certificates.0.recognized_on": "2022-01-10"}
    yield "credits-given-assumed", finding_example("credits-given-assumed", recognized, credits={"levels": "highest"})
    yield "duty-recorded-twice", finding_example("duty-recorded-twice", {"duties.13.duty_id": "D99"})
    yield "far-date", finding_example("far-date", {"receipts.0.date": "2020-12-20"})
    other = {"receipts.4.purpose": "evaluation", **_from_grant("1.00")}
    yield "grant-purpose-differs", finding_example("grant-purpose-differs", other)
    yield "grant-overspent", finding_example("grant-overspent", _from_grant("99999.00"))
    yield "grant-purpose-missing", finding_example("grant-purpose-missing", _from_grant("1.00", purpose=None))
    yield "many-hours", finding_example("many-hours", {"training.7.quantity": "12.5"})
    yield "not-in-force", finding_example("not-in-force", {"training.0.date": "2020-10-01"})
    yield "notice-late", finding_example("notice-late", {"sessions.0.notified_at": "2021-12-04T08:30"})
    yield "notice-missing", finding_example("notice-missing", {"sessions.0.notified_at": None})
    yield "notice-outdated", finding_example("notice-outdated", {"sessions.0.changed_at": "2021-12-03T17:00"})
    yield "notice-short", finding_example("notice-short", {}, schedule={"notice_days": 30})
    yield "person-overlap", finding_example("person-overlap", {"bookings.1.people": ["T01"]})
    lost = {"certificates.0.recognized_on": "2021-07-31", "certificates.0.status": "revoked"}
    yield "recognized-not-valid", finding_example("recognized-not-valid", lost)
    yield "room-overlap", finding_example("room-overlap", {"bookings.0.start": "2021-12-04T09:00"})
    yield "room-turnaround", finding_example("room-turnaround", {}, schedule={"turnaround_minutes": 30})
    yield "rows-alike", finding_example("rows-alike", {"costs.6.cost_id": "X99"})
    yield "training-day-twice", finding_example("training-day-twice", {"training.1.date": "2021-10-09"})
    twice = {"training.8.record_id": "TR99", "training.8.staff_id": "T01", "training.8.date": "2021-10-09"}
    yield "training-mixed-units", finding_example("training-mixed-units", twice)
    yield "wrong-account", finding_example("wrong-account", {"receipts.0.account": "ACC-COLLEGE"})


def _from_grant(amount: str, purpose: str | None = "training") -> dict[str, object]:
    row = {"cost_id": "X99", "project_id": "P2", "category": "material", "amount": amount}
    return {"costs.6": row | {"funded_by": "grant", "purpose": purpose, "note": None}}


def _clashes_cut() -> Example:
    sessions = [DOCUMENT["sessions"][0] | {"session_id": f"S{number}"} for number in range(1, 144)]
    document = DOCUMENT | {"sessions": sessions, "duties": [], "bookings": []}
    report = settle_term(parse_term(json.dumps(document).encode()), policy=PILOT_2020)
    found = [finding for finding in report.findings if finding.code == "clashes-cut"]
    return Example(
        "sessions: 143 × the first session (10,153 clashes)",
        lambda lang: [f"{row.message(lang)} ({row.code})" for row in found],
    )


def outcomes() -> Iterator[tuple[str, Example]]:
    """Return an example of every credit outcome."""
    first = "certificates.0"
    one = {
        "granted": {},
        "recognized-earlier": {f"{first}.recognized_on": "2021-07-31"},
        "kind-not-covered": {f"{first}.kind": "other"},
        "issuer-not-recognized": {f"{first}.issuer_recognized": False},
        "status-differs": {"certificates.11.certificate_id": "K99", "certificates.11.status": "revoked"},
        "not-valid": {f"{first}.status": "revoked"},
        "not-yet-issued": {f"{first}.issued_on": "2022-02-01"},
        "enrolment-unknown": {"students.0.enrolled_on": None},
        "before-enrolment": {f"{first}.issued_on": "2020-08-31"},
        "after-graduation": {"students.0.graduated_on": "2021-12-19"},
        "category-missing": {f"{first}.category": None},
        "number-shared": {f"{first}.number": "A-M-0102"},
        "duplicate": {"certificates.11.certificate_id": "K99"},
    }
    for code, changes in one.items():
        yield code, outcome_example(code, changes)
    yield "not-in-force", outcome_example("not-in-force", {}, effective_from="2022-02-01")
    yield (
        "before-earliest-issue",
        outcome_example("before-earliest-issue", {}, credits={"earliest_issue": "2021-12-21"}),
    )
    row = "certificates.11"
    higher = {f"{row}.certificate_id": "K99", f"{row}.level": "中级", f"{row}.number": "A-M-9"}
    yield "lower-level", outcome_example("lower-level", higher, credits={"levels": "highest"})
    yield (
        "level-not-listed",
        outcome_example("level-not-listed", {}, credits={"by_level": [{"level": "初级", "credits": "1"}]}),
    )


def observations() -> Iterator[tuple[str, Example]]:
    """Return an example of every inconsistency of a policy; the first three are in the 2020 document itself."""
    levels = {"by_level": [{"level": "初级", "credits": "2"}, {"level": "中级", "credits": "1"}]}
    part_hours = {"long_day": "capped", "hour_rate": "120.50"}
    no_credits = {"by_level": [{"level": "高级", "credits": "0"}]}
    late = {"effective_until": "2023-08-31", "credits": {"earliest_issue": "2023-09-01"}}
    changes: dict[str, Mapping[str, object]] = {
        "day-above-sessions": {},
        "session-unpaid": {},
        "day-below-sessions": {},
        "session-lowers-pay": {"exams": {"day_rate": "350"}},
        "long-not-above-short": {"exams": {"long_rate": "150"}},
        "day-and-hours-disagree": {"training": {"hour_rate": "130"}},
        "hour-unpaid": {"training": {"long_day": "capped"}},
        "hour-lowers-pay": {"training": part_hours},
        "hours-beside-day-unpaid": {"training": {"day_and_hours": "day_only"}},
        "day-lowers-pay": {"training": {"day_and_hours": "day_only"}},
        "share-above-one": {"surplus": {"college_share": "150%"}},
        "level-missing": {"credits": levels},
        "higher-level-gives-less": {"credits": levels},
        "level-never-counts": {"credits": no_credits},
        "cap-below-certificate": {"credits": {"category_cap": "1.5"}},
        "no-certificate-counts": late,
        "effective-before-issue": {"effective_from": "2020-09-01"},
    }
    for code, amended in changes.items():
        yield code, _observation_example(code, amended)


def _observation_example(code: str, amended: Mapping[str, object]) -> Example:
    shown = f"policy: {json.dumps(amended, ensure_ascii=False)}" if amended else "policy: PILOT_2020"
    rows = [row for row in inspect_policy(PILOT_2020.amended(**amended)) if row.code == code]
    return Example(shown, lambda lang: [row.message(lang) for row in rows[:1]])


def problems() -> Iterator[tuple[str, Example]]:
    """Return an example of every input problem."""
    for code, changes in _DOCUMENT_PROBLEMS.items():
        yield code, document_example(code, changes)
    yield "credits", policy_example("credits", credits={"per_certificate": "100"})
    yield "share", policy_example("share", surplus={"college_share": "30"})
    yield "effective-order", policy_example("effective-order", effective_until="2020-01-01")
    rows = [{"level": "初级", "credits": "1"}, {"level": "初级", "credits": "2"}]
    yield "level-repeated", policy_example("level-repeated", credits={"by_level": rows})
    yield "policies-overlap", Example("effective_until: 2021-03-01 | effective_from: 2021-03-01", _overlapping)
    yield from _amendment_problems()
    keys = {"training.0.room": "NULL"}
    yield "value-nothing", document_example("value-nothing", keys)
    yield from _issued_problems()
    alike = {"sessions.1.room": "ｒ101"}
    yield "keys-alike", Example(_shown(alike), lambda lang: noticed(alike, lang, "keys-alike"))
    for code, kind in (
        ("plan", "forecast"),
        ("policy", "policy"),
        ("report", "report"),
        ("explanation", "explanation"),
    ):
        other = f'{{"format": "xmut-rules/{kind}/1"}}'
        yield f"file-is-{code}", text_example(f"file-is-{code}", other, f"settle {kind}.json: {other}")
    yield "file-empty", text_example("file-empty", "", "(empty)")
    yield "file-size", Example("term.json: 513 MiB", _too_large)
    yield "file-unreadable", Example("staff.csv/: a folder", _a_folder_for_a_file)
    yield "file-encoding", _bytes_example("file-encoding", "term.json: UTF-16", "{}".encode("utf-16"))
    yield from _encoding_problems()
    yield "file-web-page", text_example("file-web-page", "<html><table>…</table></html>")
    alone = CLEAN / "csv" / "term.csv"
    yield "csv-alone", Example("settle term.csv", lambda lang: refused(lambda: read_term(alone), lang, "csv-alone"))
    yield "folder-above", Example("settle clean", lambda lang: refused(lambda: read_term(CLEAN), lang, "folder-above"))
    yield "json-syntax", text_example("json-syntax", '{"term": "2021-2022-1"')
    yield "json-number", text_example("json-number", f'{{"term": {"9" * 5000}}}', '{"term": 999…} (5000 digits)')
    yield "json-depth", text_example("json-depth", "[" * 300, "[[[… (300)")
    yield "json-duplicate-key", text_example("json-duplicate-key", '{"term": "T1", "term": "T2"}')
    yield from _host_problems()
    yield "json_invalid", Example('Term.model_validate_json("{")', _old_json)
    yield "table-missing", table_example("table-missing", "staff.csv", "", None)
    yield "table-unknown", table_example("table-unknown", "stuff.csv", "", "staff_id\n")
    yield "column-unknown", table_example("column-unknown", "colleges.csv", "名称", "名字")
    yield "column-missing", table_example("column-missing", "colleges.csv", "", "学院编号\nC01\nC02\n")
    yield "column-repeated", table_example("column-repeated", "colleges.csv", "名称", "名称,名称")
    yield "row-length", table_example("row-length", "colleges.csv", "二级学院甲", "二级学院甲,1")
    yield "csv-quote", table_example("csv-quote", "colleges.csv", "二级学院甲", '"二级学院甲')
    yield "cell-list", table_example("cell-list", "term.csv", "ACC-EDU", "ACC-EDU；ACC-2")
    yield "day-first", table_example("day-first", "training.csv", "2021-10-09", "09/10/2021")
    yield "decimal-comma", table_example("decimal-comma", "receipts.csv", "24000.00", '"24.000,00"')
    yield "row-title", table_example("row-title", "staff.csv", "人员编号", "人员一览\n人员编号")
    last = (CLEAN / "csv" / "costs.csv").read_text("utf-8-sig").splitlines()[-1]
    yield "row-total", table_example("row-total", "costs.csv", last, f"{last}\n合计")
    yield "heads-missing", table_example("heads-missing", "staff.csv", "", "T01,教师甲,C01\n")
    yield "term-rows", table_example("term-rows", "term.csv", "", "学期,结算日,指定账户\n")
    yield from _book_problems()
    yield from _merge_problems()
    yield from _frame_problems()
    yield "next-before", Example("next-term --as-of 2022-01-30", _next_before)


_RECORDS: Mapping[str, list[Any]] = {
    "record_id": ["TR01", "TR02"],
    "staff_id": ["T01", "T02"],
    "project_id": ["P01", "P01"],
    "date": [date(2021, 10, 9), date(2021, 10, 9)],
    "unit": ["class_hour", "day"],
    "quantity_hundredths": [150, 100],
}


def _frame_problems() -> Iterator[tuple[str, Example]]:
    """Return an example of each problem of a data frame of training records, or of settlements."""
    changes: Mapping[str, tuple[str, Mapping[str, list[Any]]]] = {
        "frame-type": ("quantity_hundredths: [1.5, 1.0]", {"quantity_hundredths": [1.5, 1.0]}),
        "frame-missing": ("staff_id: [null, T02]", {"staff_id": [None, "T02"]}),
        "frame-values": ("unit: [week, day]", {"unit": ["week", "day"]}),
        "frame-repeated": ("record_id: [TR01, TR01]", {"record_id": ["TR01", "TR01"]}),
    }
    for code, (shown, change) in changes.items():
        yield code, Example(f"training_pay: {shown}", _frame_example(code, {**_RECORDS, **change}))
    fewer = {name: column for name, column in _RECORDS.items() if name != "date"}
    yield "frame-column", Example("training_pay: no column date", _frame_example("frame-column", fewer))
    dear = PILOT_2020.amended(training={"day_rate": "100000.01"})
    policy = _frame_example("frame-policy", _RECORDS, dear)
    yield "frame-policy", Example("training_pay: training.day_rate 100000.01", policy)
    yield "frame-unknown", Example("settlements: a cost of project P02", _settled_example("frame-unknown", ["P02"], 1))
    yield "frame-name", Example("credits: name 建筑工程识图\u2160", _named_example)
    sums = _settled_example("frame-sum", ["P01" for _ in range(1001)], 10**15)
    yield "frame-sum", Example("settlements: 1001 costs of 10000000000000.00 yuan", sums)


def _frame_example(
    code: str, columns: Mapping[str, list[Any]], policy: Policy = PILOT_2020
) -> Callable[[Language], list[str]]:
    return lambda lang: refused(lambda: frames.training_pay(pl.DataFrame(dict(columns)), policy=policy), lang, code)


def _named_example(lang: Language) -> list[str]:
    filed = {
        "certificate_id": "K01", "student_id": "ST01", "kind": "skill", "name": "建筑工程识图\u2160", "level": "初级",
        "number": "N01", "issuer_recognized": True, "issued_on": date(2021, 3, 6), "status": "valid",
    }  # fmt: skip
    tables = pl.DataFrame([filed]), pl.DataFrame({"student_id": ["ST01"]})
    return refused(lambda: frames.credits(*tables, as_of=date(2021, 7, 31), policy=PILOT_2020), lang, "frame-name")


def _settled_example(code: str, owners: list[str], fen: int) -> Callable[[Language], list[str]]:
    projects = pl.DataFrame({"project_id": ["P01"], "prior_loss_fen": [0]})
    receipts = pl.DataFrame({"receipt_id": ["R01"], "project_id": ["P01"], "kind": ["fee"], "amount_fen": [1]})
    ids = [f"C{number}" for number, _ in enumerate(owners)]
    costs = pl.DataFrame({"cost_id": ids, "project_id": owners, "funded_by": "fees", "amount_fen": fen})
    pay = pl.DataFrame({"project_id": ["P01"], "amount_fen": [0]})
    tables = projects, receipts, costs, pay
    return lambda lang: refused(
        lambda: frames.settlements(*tables, on=date(2022, 1, 31), policy=PILOT_2020), lang, code
    )


def _host_problems() -> Iterator[tuple[str, Example]]:
    """Return an example of each problem that a web framework adds to those of the rows."""
    reads: dict[str, tuple[str, Callable[[], object]]] = {
        "string_type": ("TypeAdapter(str).validate_python(1)", lambda: TypeAdapter(str).validate_python(1)),
        "list_type": (
            'TypeAdapter(list[College]).validate_python("C01")',
            lambda: TypeAdapter(list[College]).validate_python("C01"),
        ),
        "model_attributes_type": (
            'College.model_validate("C01", from_attributes=True)',
            lambda: College.model_validate("C01", from_attributes=True),
        ),
    }
    for code, (shown, read) in reads.items():
        yield code, Example(shown, partial(refused, read, code=code))


def _issued_problems() -> Iterator[tuple[str, Example]]:
    """Return a change of an issued report for each reason to refuse it."""
    term = read_term(CLEAN / "term.json")
    report: dict[str, Any] = json.loads(settle_term(term, policy=PILOT_2020).to_json())
    shorter = report["payroll"][1:]
    changes: dict[str, dict[str, object]] = {
        "issued-format": {"format": "xmut-rules/report/9"},
        "issued-figure": {"payroll.0.total": "1e3"},
        "issued-sum": {"payroll.0.total": "9999.00"},
        "issued-row": {"payroll": shorter},
        "issued-term": {"term": "2020-2021-2"},
    }
    for code, own in changes.items():
        data = json.dumps(changed(own, report))
        shown = "payroll.0: (removed)" if code == "issued-row" else _shown(own)
        yield code, Example(shown, _issued_example(data, term, code))


def _issued_example(data: str, term: Term, code: str) -> Callable[[Language], list[str]]:
    return lambda lang: refused(lambda: correct(data, term, policy=PILOT_2020), lang, code)


def _next_before(lang: Language) -> list[str]:
    term, day = read_term(CLEAN / "term.json"), date(2022, 1, 30)
    return refused(lambda: next_term(term, policy=PILOT_2020, name="2021-2022-2", as_of=day), lang, "next-before")


def _encoding_problems() -> Iterator[tuple[str, Example]]:
    staff = (CLEAN / "csv" / "staff.csv").read_text("utf-8-sig")
    yield "file-bytes", encoded_example("file-bytes", "staff.csv: UTF-8 + GBK", staff=_half_in_gbk(staff))
    yield (
        "file-encodings",
        encoded_example("file-encodings", "staff.csv: GB18030; term.csv: UTF-8", staff=staff.encode("gb18030")),
    )
    odd = staff.replace("教师甲", "教师甲\ue000").encode()
    yield "file-character", encoded_example("file-character", "staff.csv: 教师甲 + U+E000", staff=odd)


def _amendment_example(code: str, shown: str, text: str | None = None) -> Example:
    """Return the example of an amendment; `shown` is what is wrong in it."""

    def read() -> object:
        with TemporaryDirectory() as folder:
            file = Path(folder) / "amendment.toml"
            head = 'format = "xmut-rules/amendment/1"\neffective_from = "2024-09-01"\n'
            file.write_text(text if text is not None else head + shown, "utf-8")
            return read_policy(file)

    return Example(shown, lambda lang: refused(read, lang, code))


def _amendments_example(*texts: str) -> Example:
    """Return the example of two amendments that contradict each other."""

    def read() -> object:
        with TemporaryDirectory() as folder:
            head = 'format = "xmut-rules/amendment/1"\neffective_from = "2024-09-01"\n'
            files = [Path(folder) / f"{number}.toml" for number in range(len(texts))]
            for file, text in zip(files, texts, strict=True):
                file.write_text(head + text, "utf-8")
            return read_policies(files)

    return Example("\n".join(texts), lambda lang: refused(read, lang, "amendments-collide"))


def _amendment_problems() -> Iterator[tuple[str, Example]]:
    change = '[[changes]]\nfield = "exams.day_rate"\nvalue = "600"\nsource = "…"\n'
    amends = 'amends = "PILOT_2020"\n'
    yield "amends-unknown", _amendment_example("amends-unknown", f'amends = "PILOT_2021"\n{change}')
    wrong = change.replace("day_rate", "dayrate")
    yield "change-field", _amendment_example("change-field", amends + wrong)
    yield "change-value", _amendment_example("change-value", amends + change.replace('"600"', "true"))
    yield "change-repeated", _amendment_example("change-repeated", amends + change + change)
    yield "amendments-collide", _amendments_example(amends + change, amends + change.replace("600", "700"))
    yield "toml-syntax", _amendment_example("toml-syntax", "amends = PILOT_2020", "amends = PILOT_2020\n")
    term = read_term(CLEAN / "term.json")
    data = b'{"format": "xmut-rules/report/9"}'
    yield (
        "report-format",
        Example(data.decode(), lambda lang: refused(lambda: verify(data, term), lang, "report-format")),
    )


def _book_problems() -> Iterator[tuple[str, Example]]:
    yield "workbook-extra", Example("pip uninstall openpyxl", _without_openpyxl)
    yield "workbook-password", _bytes_example("workbook-password", "term.xlsx: 加密 · encrypted", b"\xd0\xcf\x11\xe0")
    yield "workbook-macro", _bytes_example("workbook-macro", "term.xlsm", _packed("xl/vbaProject.bin", b"0"))
    yield "workbook-size", Example("term.xlsx: 129 MiB unpacked", _unpacks_too_large)
    yield (
        "workbook-heavy",
        _bytes_example("workbook-heavy", "xl/styles.xml: 65537 x", _packed("x.xml", b"<a>" + b"<x/>" * 65_537)),
    )
    yield "workbook-broken", _bytes_example("workbook-broken", "term.xlsx: PK…", b"PK\x03\x04")
    yield "workbook-ods", _bytes_example("workbook-ods", "term.ods", _packed("mimetype", b"0"))
    yield "workbook-strict", _bytes_example("workbook-strict", "term.xlsx: Strict Open XML", _strict())
    yield "sheet-very-hidden", book_example("sheet-very-hidden", "[预订]: veryHidden", _hide_deeply)
    yield "sheet-hidden", book_example("sheet-hidden", "[预订]: 隐藏 · hidden", _hide)
    yield "sheet-extent", book_example("sheet-extent", "[培训] XFD1048576: x", _far)
    yield "cells-merged", book_example("cells-merged", "[培训] B2:B3: 合并 · merged", _merge)
    yield "cell-formula", book_example("cell-formula", "[培训] F2: =1+1", _cell("=1+1"))
    yield "cell-error", book_example("cell-error", "[培训] F2: #N/A", _cell("#N/A"))
    struck = CellRichText(TextBlock(InlineFont(strike=True), "900"), "1200")
    yield "cell-part-struck", book_example("cell-part-struck", "[培训] F2: ~~900~~1200", _cell(struck))
    yield "cell-day-alone", book_example("cell-day-alone", "[场次] E2: 2021-12-04", _start(date(2021, 12, 4)))
    yield "cell-not-text", book_example("cell-not-text", "[场次] D2: 3月12日", _room(date(2021, 3, 12)))
    seconds = datetime.fromisoformat("2021-12-04T08:30:20")
    yield "seconds-hidden", book_example("seconds-hidden", "[场次] E2: 08:30:20 (hh:mm)", _start(seconds))
    yield "row-struck-out", book_example("row-struck-out", "[培训] 2: ~~TR01 …~~", _strike)
    accounts = [f"ACC-{number}" for number in range(5_000)]
    many = parse_term(json.dumps(changed({"designated_accounts": accounts})).encode())
    yield (
        "cell-long",
        Example(
            "designated_accounts: 5000", lambda lang: refused(lambda: workbook(term_sheets(many)), lang, "cell-long")
        ),
    )
    yield "cell-kind", book_example("cell-kind", "[培训] F2: 36:00 ([h]:mm)", _duration)
    yield "cell-scaled", book_example("cell-scaled", "[收入] E2: 12000.5 (0%)", _formatted("0%"))
    yield "decimals-hidden", book_example("decimals-hidden", "[收入] E2: 12000.5 (0)", _formatted("0"))
    yield "cell-digits", book_example("cell-digits", "[培训] F2: 110101199003070000", _cell(110101199003070000))
    yield "table-repeated", book_example("table-repeated", "[培训] + [training]", _twice)


def _merge_problems() -> Iterator[tuple[str, Example]]:
    both = ("a.json", "b.json")
    yield "files-few", merge_example("files-few", {}, "a.json")
    yield "file-repeated", merge_example("file-repeated", {}, "a.json", "a.json")
    yield "heading-differs", merge_example("heading-differs", {"as_of": "2022-02-28"}, *both)
    yield "rows-differ", merge_example("rows-differ", {"students.0.enrolled_on": "2021-09-01"}, *both)
    yield "lesson-elsewhere", merge_example("lesson-elsewhere", {"training.0.record_id": "W1-20211012"}, *both)


_DOCUMENT_PROBLEMS: Mapping[str, Mapping[str, object]] = {
    "id": {"training.0.record_id": " TR01"},
    "text": {"colleges.0.name": "\u202e二级学院甲"},
    "day": {"training.0.date": "2021-02-29"},
    "clock-time": {"training.0.start": "8:30"},
    "moment": {"sessions.0.start": "2021-12-04 08:30"},
    "float": {"receipts.0.amount": 24000.5},
    "amount": {"receipts.0.amount": "24000.005"},
    "amount-negative": {"costs.0.amount": "-8250.00"},
    "hours": {"training.2.quantity": "25"},
    "weights": {"projects.0.colleges": {}},
    "end-before-start": {"sessions.0.end": "2021-12-04T08:00"},
    "over-24-hours": {"sessions.0.end": "2021-12-06T08:30"},
    "clock-pair": {"training.0.end": None},
    "mixed-clocks": {"sessions.0.end": "2021-12-04T10:00+08:00"},
    "half-day": {"training.0.quantity": "0.5"},
    "refund-sign": {"receipts.0.kind": "refund"},
    "income-sign": {"receipts.0.amount": "-24000.00"},
    "grant-sign": {"receipts.4.amount": "-500.00"},
    "credits-given-alone": {"certificates.0.credits_given": "2"},
    "returned-sign": {"receipts.4.kind": "grant_returned"},
    "receipt-purpose": {"receipts.0.purpose": "training"},
    "receipt-project": {"receipts.0.project_id": None},
    "receipt-account": {"receipts.0.account": None},
    "cost-category": {"costs.0.category": "training"},
    "level": {"certificates.0.level": "特级"},
    "graduated-first": {"students.0.graduated_on": "2019-07-01"},
    "series-end": {"series.0.count": 3},
    "series-length": {"series.1.count": 366, "series.1.interval": 52},
    "series-excluded": {"series.0.excluded_dates": ["2021-10-29"]},
    "series-id": {"series.0.series_id": "W" * 56},
    "repeated-id": {"staff.1.staff_id": "T01"},
    "unknown-id": {"duties.0.staff_id": "T99"},
    "missing": {"colleges.0.name": MISSING},
    "extra_forbidden": {"colleges.0.nmae": "二级学院甲"},
    "literal_error": {"training.0.unit": "week"},
    "int_type": {"series.1.count": "4"},
    "bool_type": {"certificates.0.issuer_recognized": 1},
    "tuple_type": {"staff": {}},
    "model_type": {"staff.0": "T01"},
    "greater_than_equal": {"projects.0.colleges": {"C01": 0}},
    "less_than_equal": {"series.1.interval": 53},
    "too_short": {"series.0.weekdays": []},
    "too_long": {"series.0.weekdays": ["monday"] * 8},
}
