"""The exam plan where ids repeat across tables, clashes are cut, or a command is asked for the odd."""

from __future__ import annotations

import io
import json
import re
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_main import MESSY, Capture, run
from tests.explain.test_overview import sample
from xmut_rules import PILOT_2020, ExamSession, Receipt, Term, settle
from xmut_rules.cli.main import main
from xmut_rules.explain.waterfall import waterfall
from xmut_rules.files.exam_plan import exam_plan, plan_calendar, plan_page
from xmut_rules.files.terms import parse_term


def planned(document: dict[str, Any]) -> dict[str, list[str]]:
    """Give the codes that the plan marks each session with."""
    term = parse_term(json.dumps(document).encode())
    plan = exam_plan(term, policy=PILOT_2020)
    return {each.session_id: [found.code for found in each.findings] for each in plan.sessions}


def clash(booking: str, room: str) -> dict[str, Any]:
    """The clean example with a booking of some id over its second session's time, in some room."""
    document = sample("clean")
    second = document["sessions"][1]
    document["bookings"] = [
        {"booking_id": booking, "room": room, "people": [], "start": second["start"], "end": second["end"]}
    ]
    return document


def test_a_session_is_not_marked_for_another_row_of_its_id() -> None:
    """A booking that bears S01's id clashes with S02 in another room: S02 is marked, S01 is not."""
    document = clash("S01", "R201")
    document["sessions"][1]["room"] = "R201"
    document["training"], document["series"] = [], []
    marks = planned(document)
    assert (marks["S01"], marks["S02"]) == ([], ["room-overlap"])


def test_a_session_that_just_ended_is_not_marked_for_another_row_of_its_id() -> None:
    """S01 ends as a booking that bears its id begins in the same room; that booking clashes with S02 alone."""
    document = clash("S01", "R7")
    first, second = document["sessions"][:2]
    first |= {"room": "R7", "start": "2021-12-04T08:30", "end": second["start"]}
    second["room"] = "R7"
    document |= {"training": [], "series": [], "duties": [], "sessions": [first, second]}
    assert planned(document) == {"S01": [], "S02": ["room-overlap"]}


def test_a_clash_with_a_row_of_the_same_id_names_it() -> None:
    """A session and a booking that share an id and clash: the remark names the other by that id."""
    document = clash("S02", str(sample("clean")["sessions"][1]["room"]))
    document["training"], document["series"] = [], []
    term = parse_term(json.dumps(document).encode())
    assert "! room clash S02" in plan_page(exam_plan(term, policy=PILOT_2020), lang="en")


def test_a_session_is_not_marked_for_a_person_that_it_does_not_have() -> None:
    """A booking of T07 that bears S01's id clashes with S02, T07's session: S01, where T07 is not, is unmarked."""
    document = clash("S01", "R999")
    document["bookings"][0]["people"] = ["T07"]
    document["duties"] = [{"duty_id": "D1", "session_id": "S02", "staff_id": "T07", "role": None}]
    document["training"], document["series"] = [], []
    marks = planned(document)
    assert (marks["S01"], marks["S02"]) == ([], ["person-overlap"])


def many(count: int) -> Term:
    """A term of many sessions in one room at one time."""
    document = sample("clean")
    sessions = [document["sessions"][0] | {"session_id": f"S{number}"} for number in range(count)]
    return parse_term(json.dumps(document | {"sessions": sessions, "duties": [], "bookings": []}).encode())


def test_a_plan_says_that_its_clashes_were_cut() -> None:
    """With 143 sessions at once, 10,153 pairs clash: the page says that not all are listed; 142 stay below that."""
    full, fewer = (exam_plan(many(count), policy=PILOT_2020) for count in (143, 141))
    assert (full.is_cut, fewer.is_cut) == (True, False)
    assert "clashes-cut" in plan_page(full)
    assert "clashes-cut" not in plan_page(fewer)


def test_a_stamp_out_of_range_is_told(capsys: Capture) -> None:
    """A stamp whose UTC time has no year is refused, in the library and on the command line."""
    plan = exam_plan(many(1), policy=PILOT_2020)
    with pytest.raises(ValueError, match="from 2001 to 2099"):
        plan_calendar(plan, dtstamp=datetime.min.replace(tzinfo=UTC))
    term = MESSY / "term.json"
    status, out, err = run(capsys, "plan", term, "--format", "ics", "--dtstamp", "0001-01-01T00:00+08:00")
    assert (status, out, err.count("\n")) == (2, "", 1)


def test_an_event_with_nothing_to_say_has_no_description() -> None:
    """A session without clash and staff has no empty line in the calendar."""
    plan = exam_plan(many(1), policy=PILOT_2020)
    assert b"DESCRIPTION" not in plan_calendar(plan, dtstamp=datetime(2021, 5, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "asked",
    [
        ("--person", "T01", "--certificate", "NOPE"),
        ("--settlement", "P1", "--person", "NOPE"),
        ("--settlement", "P1", "--certificate", "NOPE"),
        ("--settlement", "P1", "--person", "T05", "--date", "2021-01-01"),
    ],
)
def test_one_unknown_selection_hides_behind_no_other(capsys: Capture, asked: tuple[str, ...]) -> None:
    """Whatever else is asked for, an id or date that gives nothing is told with status 2."""
    status, out, err = run(capsys, "explain", MESSY / "term.json", *asked, "--lang", "en")
    assert (status, out) == (2, "")
    assert re.search("NOPE|no pay on 2021-01-01", err)


def test_a_template_may_fill_the_folder_one_stands_in(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The current folder takes the tables where it is empty, and is left alone where it is not."""
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    assert run(capsys, "template", ".") == (0, "", "")
    assert (empty / "term.csv").exists()
    assert run(capsys, "template", ".")[0] == 2


@pytest.mark.parametrize("is_there", [True, False])
def test_a_template_that_cannot_be_written_leaves_nothing(capsys: Capture, tmp_path: Path, is_there: bool) -> None:
    """When the disk is full half-way, no table of the template is left, nor a folder that was not there before."""
    target = tmp_path / "new"
    if is_there:
        target.mkdir()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, limits[1]))
    try:
        status, out, err = run(capsys, "template", target, "--lang", "en")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (status, out, err) == (2, "", f"{target}: cannot write it (File too large)\n")
    assert [path.name for path in tmp_path.rglob("*")] == (["new"] if is_there else [])


def test_a_workbook_does_not_go_into_a_text_stream(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """A host's text stream gets no bytes that it would spoil: the command ends with status 2."""
    own = io.StringIO()
    monkeypatch.setattr(sys, "stdout", own)
    assert main(["plan", str(MESSY / "term.json"), "--format", "xlsx"]) == 2
    assert own.getvalue() == ""
    assert capsys.readouterr().err == "stdout: 无法写入（Invalid argument）\n"


def test_a_loss_too_small_to_see_lies_left_of_the_zero_line() -> None:
    """Of 34,000 and costs of 34,010, the loss's bar ends where the line of zero stands."""
    term = parse_term((MESSY / "term.json").read_bytes())
    fee = Receipt.model_validate(term.receipts[0].model_dump() | {"amount": "34000"})
    settled = settle(term.projects[0], [fee], [], training="34010", exams="0", on=term.as_of, policy=PILOT_2020)
    drawn = waterfall(settled)
    zero = float(re.findall(r'<line x1="([0-9.]+)"', drawn)[-1])
    x, wide = re.findall(r'<rect x="([0-9.]+)" y="[0-9]+" width="([0-9.]+)"', drawn)[-1]
    assert float(x) + float(wide) <= zero + 0.11
    assert "-0.00" not in drawn


def test_sessions_are_taken_as_they_are() -> None:
    """A plan's session has the times of the term's."""
    session: ExamSession = many(1).sessions[0]
    (found,) = exam_plan(many(1), policy=PILOT_2020).sessions
    assert (found.start, found.end, found.room) == (session.start, session.end, session.room)
