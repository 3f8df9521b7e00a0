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
from xmut_rules.policy import READINGS
from xmut_rules.rules import FINDING_CODES
from xmut_rules.rules.credits import OUTCOMES

OUTCOMES_OF: dict[str, tuple[str, str]] = {str(outcome): words for outcome, words in OUTCOMES.items()}
ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "docs"))
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
SPEC = importlib.util.spec_from_file_location("pages", ROOT / "docs" / "pages.py")
assert SPEC is not None
assert SPEC.loader is not None
pages = importlib.util.module_from_spec(SPEC)
sys.modules["pages"] = pages  # dataclasses look there for their module
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
        pages = (english, chinese.replace("docs/zh/", "docs/en/"))
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
    for page in PAGES:
        links = re.findall(r"\]\((?!http)([^)#]+)", page.read_text("utf-8"))
        assert [link for link in links if not (page.parent / link).exists()] == [], page


def test_every_anchor_of_a_link_is_a_heading() -> None:
    """A link into a page leads to one of its headings."""
    for page in PAGES:
        for name, anchor in re.findall(r"\]\((?!http)([^)#\s]*)#([^)\s]+)\)", page.read_text("utf-8")):
            text = (page.parent / name if name else page).read_text("utf-8")
            headings = re.findall("^#+ (.*)$", text, re.MULTILINE)
            assert anchor in [pages.slug(heading) for heading in headings], (page, anchor)


@pytest.mark.parametrize("lang", pages.LANGUAGES)
def test_the_reference_lists_every_code_and_outcome(lang: str) -> None:
    """Every finding code and every credit outcome stands in the reference."""
    reference = (ROOT / "docs" / lang / "reference.md").read_text("utf-8")
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


def sections(page: str) -> dict[str, str]:
    """Each section of a page by its heading."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    return dict(re.findall(r"^## (\S+)\n(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize(("place", "lang"), [(0, "zh"), (1, "en")])
def test_every_code_has_a_section_whose_example_gives_it(place: int, lang: str) -> None:
    """Each code of the command has a heading in a page of codes, and its example's message names it."""
    found = {page: sections(f"{lang}/{page}.md") for page in pages.CODE_PAGES}
    assert set().union(*found.values()) - {"outcome-not-in-force"} == set(CODES)
    said = {
        (page, code): re.findall("^→ (.*)$", text, re.MULTILINE) for page in found for code, text in found[page].items()
    }
    assert [where for where, lines in said.items() if len(lines) != 1] == []
    messages = {where: lines[0] for where, lines in said.items()}
    ends = {
        "codes-findings": r"\({code}\)",
        "codes-input": r"\[{code}\]",
        "codes-policies": r"[ ，]{code}[)）]",
    }
    for (page, code), line in messages.items():
        if page == "codes-outcomes":
            assert OUTCOMES_OF[code.removeprefix("outcome-")][place] in line
        else:
            assert re.search(ends[page].format(code=code) + "$", line), (code, line)


def test_the_pages_of_codes_are_the_catalogues() -> None:
    """Each page of codes has the codes of its own catalogue."""
    catalogues = {
        "codes-findings": {entry.code for entry in FINDING_CODES},
        "codes-outcomes": {outcome if outcome != "not-in-force" else f"outcome-{outcome}" for outcome in OUTCOMES_OF},
        "codes-input": set(ERROR_CODES),
        "codes-policies": set(OBSERVATION_CODES),
    }
    assert {page: set(sections(f"en/{page}.md")) for page in pages.CODE_PAGES} == catalogues


def test_the_page_of_limits_counts_the_readings() -> None:
    """How many readings there are, and how many an office can set, is what the data say."""
    fields = len([reading for reading in READINGS if reading.field])
    limits = (ROOT / "docs" / "en" / "limits.md").read_text("utf-8")
    assert f"The {len(READINGS)} readings are our assumptions, not confirmed by the school. {fields} of them" in limits
    limits = (ROOT / "docs" / "zh" / "limits.md").read_text("utf-8")
    assert f"{len(READINGS)} 条解读是我们的假定，未经学校确认；其中 {fields} 条" in limits
