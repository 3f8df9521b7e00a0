"""The command `correct`: what it reads and writes, and its exit status."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Literal

import openpyxl
import pytest

from tests.cli.test_main import CLEAN, LANGUAGES, MESSY, Capture, run
from tests.cli.test_outputs import feed
from xmut_rules import PILOT_2020, read_term, settle_term
from xmut_rules.changes import correct, correction_json, correction_page

TERM, OTHER = CLEAN / "term.json", MESSY / "term.json"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """The report on the clean term, as it was issued."""
    file = tmp_path / "report.json"
    file.write_text(settle_term(read_term(TERM), policy=PILOT_2020).to_json(), "utf-8")
    return file


@pytest.fixture
def shorter(tmp_path: Path) -> Path:
    """The clean term with two class hours of TR03 instead of four."""
    document = json.loads(TERM.read_text("utf-8"))
    document["training"][2]["quantity"] = "2"
    file = tmp_path / "term.json"
    file.write_text(json.dumps(document), "utf-8")
    return file


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_correction_is_written_in_each_form(
    capsys: Capture, tmp_path: Path, report: Path, shorter: Path, lang: Literal["zh", "en"]
) -> None:
    """The five forms are those of the functions; the JSON has no language."""
    found = correct(report, read_term(shorter), policy=PILOT_2020)
    command = ("correct", report, shorter, "--lang", lang)
    assert run(capsys, *command) == (0, correction_page(found, lang=lang), "")
    assert run(capsys, *command, "--format", "json") == (0, correction_json(found) + "\n", "")
    assert run(capsys, *command, "--format", "markdown")[1] == correction_page(found, lang=lang, style="markdown")
    page = run(capsys, *command, "--format", "html")[1]
    assert page.startswith("<!doctype html>\n")
    assert correction_page(found, lang=lang, style="html") in page
    target = tmp_path / "correction.xlsx"
    assert run(capsys, *command, "--format", "xlsx", "--output", target) == (0, "", "")
    cells = [cell.value for row in openpyxl.load_workbook(target).worksheets[0].iter_rows() for cell in row]
    assert -240 in cells


def test_a_correction_is_corrected(capsys: Capture, tmp_path: Path, report: Path, shorter: Path) -> None:
    """What `correct` wrote is given to it again: 240.00 taken back is paid again, as the hours were right after all."""
    first = tmp_path / "first.json"
    assert run(capsys, "correct", report, shorter, "--format", "json", "--output", first) == (0, "", "")
    status, out, _ = run(capsys, "correct", first, TERM, "--format", "json")
    assert (status, json.loads(out)["totals"]["persons"]["difference"]) == (0, "240.00")
    same = run(capsys, "correct", first, shorter, "--lang", "en")
    assert (same[0], "nothing to pay, nothing to recover" in same[1]) == (0, True)


def test_either_is_read_from_standard_input(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, report: Path, shorter: Path
) -> None:
    """A dash stands for the report or for the term, and not for both."""
    expected = run(capsys, "correct", report, shorter)
    for data, names in ((report, ("-", shorter)), (shorter, (report, "-"))):
        feed(monkeypatch, data.read_bytes())
        assert run(capsys, "correct", *names) == expected
    assert run(capsys, "correct", "-", "-") == (2, "", "报告和学期只能有一份从标准输入读取\n")
    assert run(capsys, "correct", "-", "-", "--lang", "en") == (
        2, "", "only one of report and term can be read from standard input\n",
    )  # fmt: skip
    monkeypatch.setattr(sys, "stdin", None)
    assert run(capsys, "correct", "-", shorter, "--lang", "en") == (2, "", "-: cannot read it (Bad file descriptor)\n")


def test_error_findings_of_the_corrected_term_show_in_the_status(capsys: Capture, tmp_path: Path) -> None:
    """A term with error findings is corrected all the same, with status 1, and the page says how many there are."""
    file = tmp_path / "report.json"
    file.write_text(settle_term(read_term(OTHER), policy=PILOT_2020).to_json(), "utf-8")
    status, out, err = run(capsys, "correct", file, OTHER, "--lang", "en")
    assert (status, err, "errors in the corrected data: 10;" in out) == (1, "", True)


def test_what_cannot_be_used_is_told_at_once_and_nothing_is_written(
    capsys: Capture, tmp_path: Path, report: Path
) -> None:
    """Missing files of all kinds are told together; a report of another term or one that was changed by itself too."""
    target = tmp_path / "out.json"
    command = ("--lang", "en", "--output", target)
    missing = (tmp_path / "no-report.json", tmp_path / "no-term.json", "--policy", tmp_path / "no-policy.toml")
    status, out, err = run(capsys, "correct", *missing, *command)
    assert (status, out) == (2, "")
    assert [line.split(":")[0].rpartition("/")[2] for line in err.splitlines()] == [
        "no-report.json", "no-term.json", "no-policy.toml",
    ]  # fmt: skip
    status, out, err = run(capsys, "correct", report, OTHER, *command)
    assert (status, out) == (2, "")
    assert err == (
        f"{report}: term: this file belongs to the term 2021-2022-1, but the data belong to 2020-2021-2; "
        "give two files of the same term [issued-term]\n"
    )
    report.write_text(report.read_text("utf-8").replace('"total": "1790.00"', '"total": "1890.00"'), "utf-8")
    status, out, err = run(capsys, "correct", report, TERM, *command)
    assert (status, out, err.startswith(f"{report}: payroll[0].total: this is 1890.00,")) == (2, "", True)
    assert run(capsys, "correct", TERM, TERM, *command)[0] == 2
    assert not target.exists()


def test_a_workbook_needs_its_extra(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, report: Path, shorter: Path
) -> None:
    """Without openpyxl the extra is named."""
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    monkeypatch.setitem(sys.modules, "openpyxl.styles", None)
    status, _, err = run(capsys, "correct", report, shorter, "--format", "xlsx", "--lang", "en")
    assert (status, err) == (2, "needs openpyxl: install xmut_rules[excel]\n")
