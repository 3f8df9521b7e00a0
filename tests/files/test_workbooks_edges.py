"""The report as a workbook where ids repeat across tables, sums are beyond words, or a surplus is zero."""

from __future__ import annotations

import io
import json
from typing import Any

from openpyxl import Workbook, load_workbook

from tests.explain.test_overview import sample
from tests.files.test_workbooks import rows
from xmut_rules import PILOT_2020, settle_term
from xmut_rules.files.terms import parse_term
from xmut_rules.files.workbooks import report_workbook


def book_of(document: dict[str, Any]) -> Workbook:
    """Settle a document and open its report, in English."""
    term = parse_term(json.dumps(document).encode())
    report = settle_term(term, policy=PILOT_2020)
    return load_workbook(io.BytesIO(report_workbook(report, term, lang="en")))


def links(made: Workbook) -> dict[tuple[str, str], tuple[str, str | None]]:
    """Give each finding's row and code, with its table and where its link leads."""
    found: dict[tuple[str, str], tuple[str, str | None]] = {}
    for row in made["findings"].iter_rows(min_row=2):
        link = row[0].hyperlink
        found[str(row[0].value), str(row[6].value)] = str(row[1].value), None if link is None else link.location
    return found


def test_a_finding_with_a_day_leads_to_the_row_of_that_day() -> None:
    """Of a record and a receipt that share an id, the one dated as the finding says is linked."""
    document = sample("messy")
    document["training"][0]["record_id"] = "1"
    document["receipts"][0] |= {"receipt_id": "1", "date": "2021-08-01"}
    assert links(book_of(document))["1", "after-as-of"] == ("receipts", "'receipts'!A2")


def test_a_finding_that_may_be_about_two_rows_names_both_and_links_none() -> None:
    """Where a session and a training record share an id and both clash, nothing is guessed."""
    document = sample("messy")
    clash = document["training"][38]
    assert clash["record_id"] == "TR39"
    for row in document["duties"]:
        row["session_id"] = "TR39" if row["session_id"] == "S25" else row["session_id"]
    next(row for row in document["sessions"] if row["session_id"] == "S25")["session_id"] = "TR39"
    assert links(book_of(document))["TR39", "room-overlap"] == ("sessions / training", None)


def test_a_sum_beyond_words_stands_as_a_number_alone() -> None:
    """A project with fees of 5 x 9999999999999.99 yuan is written; its award has no upper-case form."""
    document = sample("messy")
    fee = document["receipts"][0] | {"amount": "9999999999999.99"}
    document["receipts"] += [fee | {"receipt_id": f"I9{number}"} for number in range(5)]
    page = rows(book_of(document)["settlements"])
    awards = [row for row in page if row[0] == "P1" and row[1] == "college award"]
    assert [row[4] for row in awards] == [None]


def test_only_the_award_is_in_words() -> None:
    """Where surplus and award are both 0.00, the words stand on the award's line alone."""
    document = sample("messy")
    document |= {"training": [], "duties": [], "costs": [], "receipts": []}
    page = rows(book_of(document)["settlements"])
    assert {str(row[1]) for row in page if row[4]} == {"college award"}
    assert {row[4] for row in page if row[1] == "college award"} == {"零元整"}


def test_the_policies_that_decided_are_named_with_their_digests() -> None:
    """The sheet of policies holds the number, the first day and the whole digest of the 2020 document."""
    (row,) = rows(book_of(sample("messy"))["policies"])
    assert (row[0], str(row[1])[:10], row[2]) == ("厦工教〔2020〕39号", "2020-12-18", PILOT_2020.digest)
