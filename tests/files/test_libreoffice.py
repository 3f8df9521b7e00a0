"""Round trips through a real spreadsheet program: what LibreOffice saves in Chinese is read back as the same term."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.files.test_terms import EXAMPLES, JSON
from xmut_rules import Term, read_term
from xmut_rules.files import parse_term, read_with_hints, term_tables, term_workbook

OFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.exhaustive,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed: nothing is known of its round trips"),
]
TERMS = {
    "clean": read_term(EXAMPLES / "clean" / "term.json"),
    "messy": read_term(EXAMPLES / "messy" / "term.json"),
    "every": parse_term(JSON.encode()),
}
CSV = "Text - txt - csv (StarCalc):44,34,{charset},1,,2052,false,true"
"""Parted by commas, in Chinese (2052), with days and numbers recognized, as a spreadsheet program does by itself."""


def saved_again(sources: Sequence[Path], form: str, folder: Path, *options: str) -> None:
    """Open files and save them in a form, with a profile of their own."""
    assert OFFICE is not None
    folder.mkdir()
    profile = f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"
    names = [str(source) for source in sources]
    subprocess.run(
        [OFFICE, "--headless", profile, *options, "--convert-to", form, "--outdir", str(folder), *names],
        env={**os.environ, "LANG": "zh_CN.UTF-8"},
        check=True,
        capture_output=True,
    )


@pytest.mark.parametrize("name", TERMS)
@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_workbook_that_was_saved_again_is_the_same_term(tmp_path: Path, name: str, form: str) -> None:
    """Saved as .xlsx, or as .ods and then as .xlsx, nothing has changed and nothing is noticed."""
    source = tmp_path / "term.xlsx"
    source.write_bytes(term_workbook(TERMS[name]))
    saved_again([source], form, tmp_path / "first")
    saved_again([tmp_path / "first" / f"term.{form}"], "xlsx", tmp_path / "second")
    assert reread(tmp_path / "second" / "term.xlsx") == TERMS[name]


@pytest.mark.parametrize("name", TERMS)
@pytest.mark.parametrize(("charset", "encoding"), [(76, "utf-8-sig"), (85, "gb18030")])
def test_csv_tables_that_were_saved_again_are_the_same_term(
    tmp_path: Path, name: str, charset: int, encoding: str
) -> None:
    """The program rewrites days, clock times and amounts in its own way; the term is the same."""
    folder = tmp_path / "csv"
    folder.mkdir()
    for file, data in term_tables(TERMS[name]).items():
        (folder / file).write_bytes(data.decode("utf-8-sig").encode(encoding))
    form = CSV.format(charset=charset)
    saved_again(sorted(folder.iterdir()), f"csv:{form}", tmp_path / "again", f"--infilter={form}")
    assert (tmp_path / "again" / "sessions.csv").read_bytes() != (folder / "sessions.csv").read_bytes()
    assert reread(tmp_path / "again") == TERMS[name]


def reread(path: Path) -> Term:
    """Read a term of which nothing is noticed."""
    found = read_with_hints(path)
    assert found.hints == ()
    return found.term
