"""Breaches of the policy, and slips in the data, as rows: code, severity, clause, refs; in order of code and refs."""

from __future__ import annotations

from collections.abc import Iterable

from tests.model.amounts import Row

CLAUSES: dict[str, str | None] = {
    "after-as-of": "§0a",
    "certificate-number-repeated": "§3.4a",
    "certificate-number-shared": "§3.4a",
    "certificate-status-differs": "§3.4a",
    "cost-may-repeat-pay": "§3.5.3a",
    "credits-given-assumed": None,
    "duty-recorded-twice": "§3.5.2.2b",
    "far-date": None,
    "grant-overspent": "§3.3c",
    "grant-purpose-differs": "§3.3c",
    "grant-purpose-missing": "§3.3c",
    "many-hours": None,
    "not-in-force": "§0a",
    "notice-late": "§3.5.4d",
    "notice-missing": "§3.5.4d",
    "notice-outdated": "§3.5.4d",
    "notice-short": "§3.5.4d",
    "person-overlap": "§3.5.4e",
    "recognized-not-valid": "§3.4a",
    "room-overlap": "§3.5.4e",
    "room-turnaround": "§3.5.4e",
    "rows-alike": None,
    "training-day-twice": "§3.5.2.1",
    "training-mixed-units": "§3.5.2.1",
    "wrong-account": "§3.5.1b",
}
HINTS = {"credits-given-assumed", "far-date", "many-hours", "rows-alike"}
"""Slips in the data, of which no clause speaks."""
WARNINGS = {
    "after-as-of",
    "certificate-number-repeated",
    "cost-may-repeat-pay",
    "recognized-not-valid",
    "training-mixed-units",
}


def finding(code: str, refs: Iterable[str], *, severity: str = "") -> Row:
    """A breach; its severity is the code's unless given (a clash without an exam session is a warning, E1)."""
    usual = "hint" if code in HINTS else "warning" if code in WARNINGS else "error"
    return {"code": code, "severity": severity or usual, "clause": CLAUSES[code], "refs": sorted(refs)}


def in_order(findings: Iterable[Row]) -> list[Row]:
    """By code, then refs."""
    return sorted(findings, key=lambda row: (row["code"], row["refs"], row["severity"]))
