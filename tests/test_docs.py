"""The pages that come from data are up to date, and both READMEs say the same."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pytest

from xmut_rules.base.error_codes import ERROR_CODES
from xmut_rules.changes.inspection import OBSERVATION_CODES
from xmut_rules.cli.lookups import CODES
from xmut_rules.rules import FINDING_CODES
from xmut_rules.rules.credits import OUTCOMES

OUTCOMES_OF: dict[str, tuple[str, str]] = {str(outcome): words for outcome, words in OUTCOMES.items()}
ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "docs"))
SPEC = importlib.util.spec_from_file_location("pages", ROOT / "docs" / "pages.py")
assert SPEC is not None
assert SPEC.loader is not None
pages = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(pages)


@pytest.mark.parametrize("file", [file for file in pages.PAGES if not file.startswith("schemas/")])
def test_a_page_made_from_data_is_up_to_date(file: str) -> None:
    """`python docs/pages.py` would change nothing; the schemas have a test of their own."""
    assert (ROOT / "docs" / file).read_text("utf-8") == pages.PAGES[file]()


def test_both_readmes_run_the_same_commands_and_examples() -> None:
    """The two differ in words alone: same calls, same amounts, same links."""
    english, chinese = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md"))
    for pattern in (
        r"^>>> (.*?)(?:\s+#.*)?$",
        r"^Decimal.*$",
        r"\]\(((?:docs|C[A-Z]+\.md)[^)]*)\)",
        r"§[0-9.]+[a-z-]*",
    ):
        pages = (english, re.sub(r"\.zh-CN\.(md|svg)", r".\1", chinese))
        found = [re.findall(pattern, text, re.MULTILINE) for text in pages]
        assert found[0] == found[1], pattern
    chinese = chinese.replace("学期.xlsx", "term.xlsx").replace("结算.xlsx", "report.xlsx")
    pattern = r"^(?:python3 -m venv|\.venv/bin/xmut-rules) .*?(?= --lang|$)"
    commands = [re.findall(pattern, text, re.MULTILINE) for text in (english, chinese)]
    assert commands[0] == commands[1]
    verbs = [line.split()[1] for line in commands[0] if line.startswith(".venv")]
    assert verbs == ["template", "check", "settle", "explain"]


def test_every_link_of_a_page_leads_somewhere() -> None:
    """No page links to a file that is not there."""
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        links = re.findall(r"\]\((?!http)([^)#]+)", page.read_text("utf-8"))
        assert [link for link in links if not (page.parent / link).exists()] == [], page.name


def test_the_reference_lists_every_code_and_outcome() -> None:
    """Every finding code and every credit outcome stands in the reference."""
    reference = (ROOT / "docs" / "reference.md").read_text("utf-8")
    codes = {entry.code for entry in FINDING_CODES} | set(OUTCOMES)
    assert {code for code in codes if f"`{code}`" not in reference} == set()


def test_the_project_names_no_path_of_a_machine() -> None:
    """No file that is read by people holds an absolute path or an index address."""
    files = [*ROOT.glob("*.md"), *ROOT.glob("*.toml"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("*.py")]
    for file in files:
        assert not re.search(r"/(?:work|root|home)/|index-url|pypi\.org", file.read_text("utf-8")), file


def test_a_reader_is_addressed_in_one_form() -> None:
    """Chinese texts say 您 or nothing, never 你."""
    files = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("*.py")]
    assert [
        str(file.relative_to(ROOT)) for file in files if "\N{CJK UNIFIED IDEOGRAPH-4F60}" in file.read_text("utf-8")
    ] == []


def test_every_code_has_a_section_whose_example_gives_it() -> None:
    """Each code of the command has a heading in the page of codes, and its example's message names it."""
    page = (ROOT / "docs" / "codes.md").read_text("utf-8")
    sections = dict(re.findall(r"^### (\S+)\n(.*?)(?=^#|\Z)", page, re.MULTILINE | re.DOTALL))
    assert set(sections) - {"outcome-not-in-force"} == set(CODES)
    for code, text in sections.items():
        said = re.findall("^→ (.*)$", text, re.MULTILINE)
        assert len(said) == 2, code
        outcome = code.removeprefix("outcome-")
        if code in ERROR_CODES:
            assert [line for line in said if not line.endswith(f"[{code}]")] == []
        elif code in OBSERVATION_CODES:
            assert [line for line in said if not re.search(rf"[ ，]{code}[)）]$", line)] == []
        elif code not in {entry.code for entry in FINDING_CODES}:
            assert [words in line for words, line in zip(OUTCOMES_OF[outcome], said, strict=True)] == [True, True]
        else:
            assert [line for line in said if not line.endswith(f"({code})")] == []
