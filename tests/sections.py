"""The document's own numbering, which stands beside our id wherever a basis is shown."""

from __future__ import annotations

import re

_ID = r"§[0-9]+(?:\.[0-9]+)*[a-z]?"
_SECTION = r"通\s*知|引\s*言|[一二三]\s*（[一二三四五]）(?:\s*（[1-4]）(?:\s*[12])?|[12](?![0-9]))?"
_CITED = re.compile(rf"({_ID})\s*({_SECTION})")


def without_sections(text: str) -> str:
    """A text with our ids alone, so that a test of what it says need not repeat every section."""
    return _CITED.sub(r"\1", text)


def cited_in(text: str) -> set[tuple[str, str]]:
    """Each id of a text with the section beside it, none where it stands alone."""
    sections = {(found[1], "".join(found[2].split())) for found in _CITED.finditer(text)}
    return sections | {(alone, "") for alone in re.findall(_ID, _CITED.sub("", text))}
