"""Arguments of wrong types: every public function refuses them by a `ValueError`, and no iterable keeps it for ever."""

from __future__ import annotations

import importlib
import inspect
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, cast

import pytest

from tests.cli.test_main import CLEAN, Capture, run
from tests.spec.builders import certificate, duty, session, student
from xmut_rules import (
    PILOT_2020,
    Student,
    check_certificates,
    check_costs,
    check_duties,
    check_grants,
    check_receipts,
    check_schedule,
    college_award,
    describe,
    duty_day_pay,
    exam_pay,
    problems,
    recognize_credits,
    session_rate,
    settle,
    settle_term,
    training_pay,
    training_tariff,
)
from xmut_rules.base.arguments import Arguments, only
from xmut_rules.base.language import Words
from xmut_rules.changes import correct, correction_page, impact, next_term, smallest_example, verify
from xmut_rules.explain import explain, find_results
from xmut_rules.explain.overview import overview
from xmut_rules.files import (
    exam_plan,
    merge_terms,
    plan_calendar,
    plan_page,
    read_policies,
    report_workbook,
    template_tables,
    template_workbook,
)
from xmut_rules.files.terms import parse_term
from xmut_rules.formats.workbook_writer import workbook
from xmut_rules.policy.clauses import find_clauses
from xmut_rules.policy.readings import find_readings
from xmut_rules.rules.findings import Finding, require
from xmut_rules.testing import run_vectors

ROOMS = ("policy", "rules", "explain", "files", "changes", "testing", "frames")
FACES = ("xmut_rules", *(f"xmut_rules.{room}" for room in ROOMS))
READERS = {"read_term", "read_policy", "read_amendment", "read_policies", "read_with_hints"}
"""Text is a path to these; a file that is not there is an `OSError`, as their docstrings say."""

WRONG: dict[str, Any] = {
    "nothing": None,
    "a whole number": 1,
    "a number": 1.5,
    "text": "x",
    "bytes": b"x",
    "a list": [],
    "a list of numbers": [1],
    "a dict": {},
    "an object": object(),
    "no number": float("nan"),
    "a tuple of nothing": (None,),
    "a truth value": True,
    "a type": type,
}


def functions() -> dict[str, Callable[..., Any]]:
    """Return every function that a face names."""
    found: dict[str, Callable[..., Any]] = {}
    for face in FACES:
        module = importlib.import_module(face)
        for name in module.__all__:
            if inspect.isfunction(function := getattr(module, name)):
                found[name] = function
    return found


def called(function: Callable[..., Any], value: object) -> None:
    """Call a function with one value in the place of every argument, and begin what it yields."""
    given: list[object] = []
    named: dict[str, object] = {}
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY:
            named[parameter.name] = value
        elif parameter.kind is not parameter.VAR_KEYWORD:
            given.append(value)
    result: object = function(*given, **named)
    if hasattr(result, "__next__"):
        list(islice(cast("Iterator[object]", result), 3))


@pytest.mark.parametrize("value", WRONG)
@pytest.mark.parametrize("name", functions())
def test_a_wrong_type_is_a_value_error(name: str, value: str) -> None:
    """Whatever a function is given, it takes it or refuses it by a ValueError that a caller can catch."""
    refusals: list[type[Exception]] = [ValueError, *([OSError] if name in READERS else [])]
    with suppress(*refusals):
        called(functions()[name], WRONG[value])


ENDLESS = """
import itertools, sys
from tests.hostile.test_foreign_arguments import called, functions
for name, function in functions().items():
    try:
        called(function, itertools.count())
    except (ValueError, OSError):
        pass
    print(name)
"""


@pytest.mark.exhaustive
def test_endless_iterables_are_refused() -> None:
    """`itertools.count()` as any argument ends at its first item, in a process that may take 30 s and 1 GiB."""
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30));{ENDLESS}"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", limited], cwd=root, capture_output=True, timeout=120, check=False)
    assert (done.returncode, done.stderr.decode()[-500:]) == (0, "")
    assert done.stdout.decode().split() == [*functions()]


def test_the_error_names_the_argument_and_both_types() -> None:
    """`only` says which argument it was, what was expected and what came."""
    assert only(1, int, "count") == 1
    with pytest.raises(ValueError, match=r"^count: expected an int, not str$"):
        only("1", int, "count")
    for report in (None, "x"):
        wrong: Any = report
        with pytest.raises(ValueError, match="report: expected a TermReport, not "):
            overview(wrong)
    with pytest.raises(ValueError, match="sheets: expected at least one Sheet"):
        workbook([])


NOTHING: Any = 3
TERM = parse_term((CLEAN / "term.json").read_bytes())
REPORT = settle_term(TERM, policy=PILOT_2020)
TOGETHER: dict[str, Callable[[], object]] = {
    "records policy": lambda: training_pay(NOTHING, policy=NOTHING),
    "sessions[0] sessions[1] duties[0] policy": lambda: exam_pay([NOTHING, NOTHING], [NOTHING], policy=NOTHING),
    "sessions duties training bookings policy": lambda: check_schedule(*[NOTHING] * 4, policy=NOTHING),
    "receipts accounts policy": lambda: check_receipts(NOTHING, NOTHING, policy=NOTHING),
    "costs on policy": lambda: check_costs(NOTHING, on=NOTHING, policy=NOTHING),
    "receipts costs on policy grant_pay": lambda: check_grants(
        NOTHING, NOTHING, on=NOTHING, policy=NOTHING, grant_pay=NOTHING
    ),
    "project[0] receipts costs training exams on policy grant_pay": lambda: settle(
        NOTHING,
        NOTHING,
        NOTHING,
        training=WRONG["text"],
        exams=WRONG["text"],
        on=NOTHING,
        policy=NOTHING,
        grant_pay=NOTHING,
    ),
    "certificates students as_of policy": lambda: recognize_credits(NOTHING, NOTHING, as_of=NOTHING, policy=NOTHING),
    "certificates as_of policy": lambda: check_certificates(NOTHING, as_of=NOTHING, policy=NOTHING),
    "term policy": lambda: settle_term(NOTHING, policy=NOTHING),
    "unit quantity policy": lambda: training_tariff(NOTHING, WRONG["text"], policy=NOTHING),
    "surplus policy": lambda: college_award(WRONG["text"], policy=NOTHING),
    "lengths policy": lambda: duty_day_pay([NOTHING], policy=NOTHING),
    "length policy": lambda: session_rate(NOTHING, policy=NOTHING),
    "report lang style": lambda: overview(NOTHING, lang=NOTHING, style=NOTHING),
    "result lang style": lambda: explain(NOTHING, lang=NOTHING, style=NOTHING),
    "report term lang": lambda: report_workbook(NOTHING, NOTHING, lang=NOTHING),
    "plan lang style audience": lambda: plan_page(NOTHING, lang=NOTHING, style=NOTHING, audience=NOTHING),
    "plan dtstamp lang audience": lambda: plan_calendar(NOTHING, dtstamp=NOTHING, lang=NOTHING, audience=NOTHING),
    "correction lang style": lambda: correction_page(NOTHING, lang=NOTHING, style=NOTHING),
    "issued term policy": lambda: correct(NOTHING, NOTHING, policy=NOTHING),
    "term a b": lambda: impact(NOTHING, NOTHING, NOTHING),
    "a b": lambda: smallest_example(NOTHING, NOTHING),
    "term policy losses": lambda: next_term(NOTHING, policy=NOTHING, name="", as_of=NOTHING, losses=NOTHING),
    "report term policies": lambda: verify(NOTHING, NOTHING, policies=NOTHING),
    "clause settled": lambda: find_readings(clause=NOTHING, settled=NOTHING),
    "section office kind": lambda: find_clauses(section=NOTHING, office=NOTHING, kind=NOTHING),
    "report date": lambda: find_results(NOTHING, date=NOTHING),
    "settlement person certificate": lambda: find_results(REPORT, settlement="P", person="T", certificate="K"),
    "lang term": lambda: template_workbook(lang=NOTHING, term=NOTHING),
    "lang term ": lambda: template_tables(lang=NOTHING, term=NOTHING),
    "paths[0] paths[1]": lambda: merge_terms([NOTHING, NOTHING]),
    "findings[0] findings[1]": lambda: require([NOTHING, NOTHING]),
    "runner vectors seconds": lambda: run_vectors(NOTHING, NOTHING, seconds=WRONG["text"]),
}


@pytest.mark.parametrize("names", TOGETHER)
def test_all_wrong_arguments_are_refused_at_once(names: str) -> None:
    """One error names every wrong argument, and of rows every wrong place, in the order of the signature."""
    with pytest.raises(ValueError, match=r"expected|unknown") as info:
        TOGETHER[names]()
    text = str(info.value)
    places = [text.index(f"{name}: ") if f"{name}: " in text else text.index(f"{name}, ") for name in names.split()]
    assert places == sorted(places)
    assert len(text) <= 2000
    found = problems(info.value)
    lines = [f"{one.place}: {one.en}" if one.place else one.en for one in found]
    assert [line.partition(":")[0] for line in lines] == names.split()
    assert "; ".join(lines) == text
    assert len(describe(info.value)) == len(found)


def test_one_wrong_argument_is_refused_as_ever() -> None:
    """Where one argument is wrong its error is raised as it is, with the code that it has."""
    with pytest.raises(ValueError, match=r"^policy: expected a Policy or a Timeline, not int$"):
        training_pay([], policy=NOTHING)
    with pytest.raises(ValueError, match=r"^on: expected a valid date") as info:
        check_costs([], on=NOTHING, policy=PILOT_2020)
    assert describe(info.value, lang="en")[0].startswith("on: expected a valid date from 2000")
    assert describe(info.value)[0].startswith("on: 应为 2000-01-01")
    assert describe(info.value)[0].endswith(" [day]")
    with pytest.raises(ValueError, match=r"surplus: .*; policy: ") as info:
        college_award(WRONG["text"], policy=NOTHING)
    assert describe(info.value)[0].startswith("surplus: 应为金额（元）")


def test_another_exception_is_not_taken_for_a_wrong_argument() -> None:
    """What a caller's own iterator raises is raised, whatever was wrong before it."""

    def rows() -> Iterator[Any]:
        yield from ()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        exam_pay(NOTHING, rows(), policy=PILOT_2020)


@pytest.mark.parametrize("params", [(), (("days", "3"),)])
def test_a_finding_of_foreign_make_has_a_message_or_a_value_error(params: tuple[tuple[str, str], ...]) -> None:
    """A finding that somebody built without its figures is refused where its message is asked for."""
    with pytest.raises(ValueError, match="notice-short: its message needs the figure"):
        Finding("notice-short", "error", "§3.5.4d", ("S1",), params).message()


def test_standard_input_may_be_text(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that puts text in the place of standard input is read as one that has bytes."""
    text = (CLEAN / "term.json").read_text("utf-8")
    expected = run(capsys, "check", CLEAN / "term.json")
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    assert run(capsys, "check", "-") == expected
    assert json.loads(text)["term"]


@pytest.mark.parametrize("call", [exam_pay, check_duties, partial(check_schedule, training=[], bookings=[])])
def test_every_duty_at_an_unknown_session_is_reported_with_its_place(call: Callable[..., object]) -> None:
    """Two of three duties are at sessions that are not there: both are told, with place and code."""
    held = session("S1")
    duties = [duty("D1", session="S7"), duty("D2", session="S1"), duty("D3", session="S9")]
    with pytest.raises(ValueError, match="the id S7 is not in the table sessions") as info:
        call([held], duties, policy=PILOT_2020)
    assert [(found.place, found.code) for found in problems(info.value)] == [
        ("duties[0].session_id", "unknown-id"),
        ("duties[2].session_id", "unknown-id"),
    ]


def test_an_error_of_other_code_gets_the_arguments_name() -> None:
    """What a reader of somebody else raises is reported with the place, and its text in both languages."""
    with pytest.raises(ValueError, match=r"^count: invalid literal") as info, Arguments() as check:
        check.read("count", int, "x")
    (found,) = problems(info.value)
    assert (found.place, found.zh) == ("count", found.en)


def test_plain_mistakes_have_a_place_and_both_languages() -> None:
    """A wrong language, style, letter, stamp or choice says in Chinese and English what is expected, and where."""
    plan = exam_plan(TERM, policy=PILOT_2020)
    other: Any = "x"
    unchecked: Any = Student
    calls: list[tuple[str, str, str, Callable[[], object]]] = [
        ("lang", "应为 zh 或 en", "expected zh or en", lambda: Words("甲", "a").to(other)),
        (
            "style", "应为 text、markdown 或 html", "expected text, markdown or html",
            lambda: plan_page(plan, style=other),
        ),
        ("audience", "应为 venue 或 office", "expected venue or office", lambda: plan_page(plan, audience=other)),
        (
            "dtstamp", "应为带时区的时刻，2001 年至 2099 年", "expected a moment with a zone, from 2001 to 2099",
            lambda: plan_calendar(plan, dtstamp=other),
        ),
        ("paths", "至少要有一个文件", "expected at least one file", lambda: read_policies([])),
        ("sheets", "至少要有一张工作表", "expected at least one Sheet", lambda: workbook([])),
        (
            "", "model_construct() 会跳过校验，请用 Student", "model_construct() would skip validation; use Student",
            unchecked.model_construct,
        ),
        (
            "term", "应为报告所属的学期 2021春", "expected the term 2021春 of the report",
            lambda: report_workbook(
                settle_term(TERM.model_copy(update={"term": "2021春"}), policy=PILOT_2020), TERM
            ),
        ),
    ]  # fmt: skip
    for place, zh, en, call in calls:
        with pytest.raises(ValueError, match=r"expected|would") as info:
            call()
        (found,) = problems(info.value)
        assert (found.place, found.zh, found.en) == (place, zh, en)


def test_every_certificate_of_an_unknown_student_is_reported_with_its_place() -> None:
    """Two of three certificates belong to students who are not there: both are told, with place and code."""
    filed = [certificate("K1", student="U9"), certificate("K2", student="U1"), certificate("K3", student="U8")]
    with pytest.raises(ValueError, match="the id U9 is not in the table students") as info:
        recognize_credits(filed, [student("U1")], as_of=date(2021, 7, 31), policy=PILOT_2020)
    assert [(found.place, found.code) for found in problems(info.value)] == [
        ("certificates[0].student_id", "unknown-id"),
        ("certificates[2].student_id", "unknown-id"),
    ]
