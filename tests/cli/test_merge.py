"""The command `merge`: several files become one term on standard output or in a file, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import pytest

from tests.cli.test_main import CLEAN, LANGUAGES, MESSY, Capture, run
from xmut_rules.cli.main import main
from xmut_rules.files import merge_terms
from xmut_rules.files.terms import parse_term, read_term

Document = dict[str, Any]
DAY = ("--person", "T07", "--date", "2021-06-05", "--lang", "en")


@pytest.fixture
def colleges(tmp_path: Path) -> tuple[Path, Path]:
    """Write the messy example as two files: one with the sessions of project P1, one with all the others."""
    whole: Document = json.loads((MESSY / "term.json").read_text("utf-8"))
    paths = tmp_path / "甲院.json", tmp_path / "乙院.json"
    for path in paths:
        sessions = [row for row in whole["sessions"] if (row["project_id"] == "P1") == (path == paths[0])]
        held = {row["session_id"] for row in sessions}
        duties = [row for row in whole["duties"] if row["session_id"] in held]
        path.write_text(json.dumps({**whole, "sessions": sessions, "duties": duties}), "utf-8")
    return paths


def test_files_become_one_term(capsys: Capture, tmp_path: Path, colleges: tuple[Path, Path]) -> None:
    """Standard output and a file get the same JSON, which is read back as the merged term, whatever the order."""
    status, out, err = run(capsys, "merge", *colleges)
    assert (status, err, out.endswith("}\n")) == (0, "", True)
    assert parse_term(out.encode()) == merge_terms(colleges)
    target = tmp_path / "term.json"
    assert run(capsys, "merge", *reversed(colleges), "--output", target, "--lang", "en") == (0, "", "")
    assert target.read_text("utf-8") == out
    assert read_term(target) == merge_terms(colleges)


def test_a_day_in_two_files_is_paid_once_they_are_merged(
    capsys: Capture, tmp_path: Path, colleges: tuple[Path, Path]
) -> None:
    """T07 had one session in one college and two in the other on 5 June: 150.00 and 300.00, and together 500.00."""
    target = tmp_path / "term.json"
    run(capsys, "merge", *colleges, "--output", target)
    paid = [run(capsys, "explain", path, *DAY)[1].splitlines()[0] for path in (*colleges, target)]
    assert paid == [f"duty pay of T07 for 2021-06-05, {amount} yuan" for amount in ("150.00", "300.00", "500.00")]


def test_a_merged_term_prints_no_findings(capsys: Capture, colleges: tuple[Path, Path], tmp_path: Path) -> None:
    """The example has error findings, which `check` reports; merging it has status 0 and writes nothing beside it."""
    target = tmp_path / "term.json"
    assert run(capsys, "merge", *colleges, "--output", target) == (0, "", "")
    assert run(capsys, "check", target)[0] == 1
    for lang, told in (("zh", "不作检查，也不结算：请对它再运行 check 或 settle"), ("en", "run check or settle on it")):
        with pytest.raises(SystemExit):
            main(["merge", "--help", "--lang", lang])
        assert told in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_conflicts_are_a_line_each_and_nothing_is_written(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: Literal["zh", "en"]
) -> None:
    """Every conflict of three files has its line with file, row and field; what stood in the file before stays."""
    monkeypatch.chdir(tmp_path)
    whole: Document = json.loads((CLEAN / "term.json").read_text("utf-8"))
    whole["students"][1]["name"], whole["duties"][0]["staff_id"] = "学生99", "T99"
    Path("乙院.json").write_text(json.dumps(whole), "utf-8")
    Path("丙院.json").write_bytes((CLEAN / "term.json").read_bytes())
    Path("学期.json").write_text("old", "utf-8")
    given = ("merge", CLEAN / "csv", "乙院.json", "丙院.json", "--lang", lang)
    status, out, err = run(capsys, *given, "--output", "学期.json")
    assert (status, out, Path("学期.json").read_text("utf-8")) == (2, "", "old")
    assert run(capsys, *given) == (2, "", err)
    places = [line.split(": ")[:2] for line in err.splitlines()]
    assert places == [
        ["乙院.json", "duties[0]"],
        ["乙院.json", "duties[0].staff_id"],
        ["乙院.json", "students[1]"],
    ]
    assert "学生99" not in err
    told = {
        "zh": f"编号 ST02 在 {CLEAN / 'csv'} students.csv 第 3 行已有，但以下各项不一致：姓名（name）；",
        "en": f"the id ST02 is also in {CLEAN / 'csv'} students.csv (row 3), but these fields differ: name;",
    }
    assert told[lang] in err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_files_that_cannot_be_read_are_reported_together(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: Literal["zh", "en"]
) -> None:
    """A file that is gone, one that is broken and one given twice are a line each, under their names."""
    monkeypatch.chdir(tmp_path)
    Path("a.json").write_text("{", "utf-8")
    whole: Document = json.loads((CLEAN / "term.json").read_text("utf-8"))
    whole["costs"][0]["amuont"] = "1.00"
    Path("b.json").write_text(json.dumps(whole), "utf-8")
    status, out, err = run(capsys, "merge", "gone.xlsx", "a.json", "b.json", "./b.json", "--lang", lang)
    assert (status, out) == (2, "")
    assert [(line.split(": ")[0], line.rpartition(" ")[2]) for line in err.splitlines()] == [
        ("gone.xlsx", "[file-unreadable]"),
        ("a.json", "[json-syntax]"),
        ("b.json", "[extra_forbidden]"),
        ("b.json", "[file-repeated]"),
    ]
    assert {"zh": "（是否应为 amount？）", "en": "(did you mean amount?)"}[lang] in err


def test_one_file_is_a_command_line_that_makes_no_sense(capsys: Capture) -> None:
    """A single file is nothing to merge: the usage is shown, with status 2."""
    with pytest.raises(SystemExit) as ended:
        main(["merge", str(CLEAN / "term.json")])
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (2, "")
    assert "学期 学期 [学期 ...]" in err


def test_what_was_noticed_in_each_file_is_a_hint(capsys: Capture, colleges: tuple[Path, Path], tmp_path: Path) -> None:
    """A title row in one of the files is passed over, and said with the file's name."""
    folder = tmp_path / "csv"
    run(capsys, "convert", colleges[0], folder)
    rooms = folder / "bookings.csv"
    rooms.write_bytes("外部预订,,,,\n".encode() + rooms.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    status, out, err = run(capsys, "merge", folder, colleges[1], "--lang", "en")
    place = f"{folder}: bookings.csv row 1"
    assert (status, err) == (0, f"note: {place}: a title above the heads was skipped [row-title]\n")
    assert parse_term(out.encode()) == merge_terms(colleges)
