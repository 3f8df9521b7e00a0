"""The page on data frames is one page in two languages."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_both_languages_show_the_same_code_and_tables() -> None:
    """Headings, rows of tables and code are the same in number, and the code to the letter."""
    en, zh = ((DOCS / f"data-frames{end}.md").read_text("utf-8") for end in ("", ".zh-CN"))
    for pattern in ("^## ", r"^\| ", "^- "):
        assert len(re.findall(pattern, en, re.MULTILINE)) == len(re.findall(pattern, zh, re.MULTILINE)) > 1
    blocks = [re.findall(r"^```python\n.*?^```$", page, re.MULTILINE | re.DOTALL) for page in (en, zh)]
    assert blocks[0] == blocks[1] != []
