"""The list of seeded faults fits the code; seeding them is a command of its own (`python -m tests.mutation.faults`)."""

from __future__ import annotations

from pathlib import Path

import pytest

import xmut_rules
from tests.mutation.faults import PAGES, seeded
from tests.mutation.gate import ROOT


@pytest.mark.parametrize("fault", seeded(), ids=lambda fault: fault["name"].rpartition(" · ")[2])
def test_a_seeded_fault_changes_one_place_and_its_catcher_is_on_the_page(fault: dict[str, str]) -> None:
    """The line that a fault changes stands once in its file, what it makes of it is a program, and it was caught."""
    source = (Path(xmut_rules.__file__).parent / fault["file"]).read_text("utf-8")
    assert (source.count(fault["before"]), fault["after"] == fault["before"]) == (1, False)
    compile(source.replace(fault["before"], fault["after"]), fault["file"], "exec")
    for lang, name in zip(PAGES, fault["name"].split(" · "), strict=True):
        page = (ROOT / "docs" / lang / "faults.md").read_text("utf-8")
        (row,) = [line for line in page.splitlines() if f"| {name} |" in line]
        assert row.count("test_") >= 2
