"""The command that holds other programs against the vectors: a program in JavaScript, faulty ones, and this library."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.library import answer
from xmut_rules.base.language import Language
from xmut_rules.cli.main import main
from xmut_rules.formats.comparison import Mismatch
from xmut_rules.formats.documents import written
from xmut_rules.testing.conformance import (
    SHOWN_ANSWERS,
    SHOWN_PLACES,
    Answer,
    Conformance,
    ConformanceError,
    Vector,
    conformance_blocks,
    conformance_json,
    read_vectors,
    run_vectors,
)

ROOT = Path(__file__).parents[2]
SUITE: dict[str, Any] = json.loads((ROOT / "docs" / "conformance" / "vectors.json").read_text("utf-8"))
JAVASCRIPT = ROOT / "tests" / "conformance" / "rules.mjs"
FUNCTIONS = ("session_rate", "duty_day_pay", "college_award", "exam_pay")
"""What the program in JavaScript answers."""

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="NOT TESTED: there is no node on this machine")
VECTORS = read_vectors(["session_rate"])
ECHO = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    print(json.dumps({"id": asked["id"], "output": {"amount": "150.00"}}))
"""


def program(folder: Path, source: str) -> str:
    """Write a Python program; give the command that runs it."""
    file = folder / "a program.py"
    file.write_text(source, "utf-8")
    return shlex.join([sys.executable, str(file)])


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run the command; give its status, output and errors."""
    capfd.readouterr()
    status = main(["conformance", *arguments])
    out, err = capfd.readouterr()
    return status, out, err


@pytest.mark.parametrize("vector", read_vectors(), ids=lambda vector: vector.id)
def test_the_library_answers_every_vector_of_the_model(vector: Vector) -> None:
    """What the naive model derives from the policy is what the library gives, place by place."""
    assert answer(vector.given) == vector.output


def test_a_vector_is_read_with_its_policies_in_full() -> None:
    """The document sent holds the policies themselves, and a name of a function picks its vectors alone."""
    assert [vector.id for vector in read_vectors()] == [row["id"] for row in SUITE["vectors"]]
    rows = {row["id"]: row for row in SUITE["vectors"]}
    for vector in VECTORS:
        row = rows[vector.id]
        policies = [SUITE["policies"][name] for name in row["policies"]]
        sent = {"id": row["id"], "function": "session_rate", "policies": policies, "input": row["input"]}
        assert vector.given == sent
        assert (vector.clause, [*vector.readings], vector.output) == (row["clause"], row["readings"], row["output"])
    assert {row["id"] for row in rows.values() if row["function"] == "session_rate"} == {line.id for line in VECTORS}


@needs_node
def test_a_program_in_javascript_that_follows_the_policy_is_right(capfd: pytest.CaptureFixture[str]) -> None:
    """All vectors of its four functions are right, and the status is 0."""
    wanted = [part for name in FUNCTIONS for part in ("--function", name)]
    status, out, err = run(capfd, "--runner", f"node {shlex.quote(str(JAVASCRIPT))}", *wanted, "--format", "json")
    found = json.loads(out)
    assert (status, err, found["wrong"], found["unanswered"], found["answers"]) == (0, "", 0, 0, [])
    assert found["right"] == len(read_vectors(FUNCTIONS)) >= 100
    assert [line for line in found["clauses"] if line["right"] != line["vectors"]] == []
    asked = Counter(row["function"] for row in SUITE["vectors"])
    counted = {line["function"]: (line["right"], line["vectors"]) for line in found["functions"]}
    assert counted == {name: (asked[name], asked[name]) for name in FUNCTIONS}


@needs_node
@pytest.mark.parametrize(
    ("right", "wrong", "clause"),
    [
        ("micros >= BigInt", "micros > BigInt", "§3.5.2.2a"),
        ("rates.length < terms.day_rate_from", "rates.length <= terms.day_rate_from", "§3.5.2.2b"),
        ('how === "half_up"', 'how === "half"', "§3.5.3b"),
        ("a.rest > b.rest ? -1 : 1", "a.rest > b.rest ? 1 : -1", "§3.5.2.2b"),
        ("8 * 3600000", "0", "§3.5.2.2b"),
    ],
)
def test_a_fault_in_a_foreign_program_is_reported_by_clause(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], right: str, wrong: str, clause: str
) -> None:
    """A program with one sign changed is wrong under the clause that it breaks, and the status is 1."""
    source = JAVASCRIPT.read_text("utf-8")
    assert source.count(right) == 1
    faulty = tmp_path / "faulty.mjs"
    faulty.write_text(source.replace(right, wrong), "utf-8")
    wanted = [part for name in FUNCTIONS for part in ("--function", name)]
    status, out, _ = run(capfd, "--runner", f"node {shlex.quote(str(faulty))}", *wanted, "--format", "json")
    found = json.loads(out)
    assert status == 1
    assert clause in {row["clause"] for row in found["answers"]}
    assert found["wrong"] == len(found["answers"]) < found["right"]


@pytest.mark.parametrize(
    ("lang", "first", "place"),
    [
        ("zh", f"{len(VECTORS)} 个用例：答对", '答 "150.00"，应为 "200.00"'),
        ("en", f"Vectors: {len(VECTORS)}; right", 'answered "150.00", expected "200.00"'),
    ],
)
def test_wrong_answers_are_shown_with_their_places(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], lang: str, first: str, place: str
) -> None:
    """A program that always says 150.00 is right about short sessions; each long one shows both amounts and why."""
    arguments = ("--runner", program(tmp_path, ECHO), "--function", "session_rate", "--lang", lang)
    status, out, err = run(capfd, *arguments)
    assert (status, err) == (1, "")
    assert out.startswith(first)
    assert place in out
    poor = [vector for vector in VECTORS if vector.output != {"amount": "150.00"}]
    assert [vector.id for vector in poor if f"{vector.id} session_rate {vector.clause}" not in out] == []
    counts = [f"{len(VECTORS) - len(poor)}", f"{len(poor)}", "0", f"{len(VECTORS)}"]
    rows = [line.split() for line in out.splitlines()]
    assert ["§3.5.2.2a", *counts] in rows
    assert ["session_rate", *counts] in rows
    target = tmp_path / "page.txt"
    assert run(capfd, *arguments, "--output", str(target)) == (1, "", "")
    assert target.read_text("utf-8") == out


def test_a_vector_without_an_answer_is_not_right(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A program that reads all and says nothing has answered none: counted in both languages, listed in JSON."""
    silent = program(tmp_path, "import sys\nsys.stdin.read()\nprint()\n")
    count = len(VECTORS)
    for lang, words in (("zh", f"答对 0，答错 0，未答 {count}"), ("en", f"right 0, wrong 0, unanswered {count}")):
        status, out, _ = run(capfd, "--runner", silent, "--function", "session_rate", "--lang", lang)
        assert (status, words in out, len(out.splitlines())) == (1, True, 5)
    _, out, _ = run(capfd, "--runner", silent, "--function", "session_rate", "--format", "json")
    listed = json.loads(out)["answers"]
    assert [(row["id"], row["input"]) for row in listed] == [(vector.id, vector.given["input"]) for vector in VECTORS]
    assert {(row["status"], row["function"], *row["places"]) for row in listed} == {("unanswered", "session_rate")}


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "程序以退出码 3 结束。"), ("en", "The program exited with status 3.")]
)
def test_a_program_that_fails_keeps_what_it_answered(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], lang: str, words: str
) -> None:
    """A program that answers one vector and ends with status 3 has one right, and the page says how it ended."""
    line = json.dumps({"id": VECTORS[0].id, "output": VECTORS[0].output, "ms": 3})
    failing = program(tmp_path, f"print({line!r})\nraise SystemExit(3)")
    arguments = ("--runner", failing, "--function", "session_rate", "--lang", lang)
    status, out, err = run(capfd, *arguments)
    assert (status, err, words in out) == (1, "", True)
    _, out, _ = run(capfd, *arguments, "--format", "json")
    found = json.loads(out)
    assert (found["right"], found["wrong"], found["unanswered"], found["ended"]) == (1, 0, len(VECTORS) - 1, 3)


def test_a_program_that_ends_badly_is_not_right(tmp_path: Path) -> None:
    """All answers right and a status other than 0 are not all right."""
    lines = "\n".join(json.dumps({"id": vector.id, "output": vector.output}) for vector in VECTORS)
    for ended, ok in ((0, True), (1, False)):
        found = run_vectors(program(tmp_path, f"print({lines!r})\nraise SystemExit({ended})"), VECTORS)
        assert (found.ok, {row.status for row in found.answers}) == (ok, {"right"})


@pytest.mark.parametrize(
    ("source", "zh", "en"),
    [
        ("print('hello')", "第 1 行不是 UTF-8 的 JSON", ': "hello"'),
        ("print('[1]')", "程序输出的第 1 行不是", "line 1 of the runner is no"),
        ("print('\\n' + '[' * 100_000)", "程序输出的第 2 行不是", "line 2 of the runner is no"),
        ('print(\'{"id": 1, "output": 2}\')', "程序输出的第 1 行不是", "line 1 of the runner is no"),
        ('print(\'{"id": "x", "error": 2}\')', "没有 id 和 output", "with id and output"),
        ('print(\'{"id": "x", "output": 2}\')', "回答了未发出", "answers a vector that was not sent"),
        (f"{ECHO}    print(json.dumps({{'id': asked['id'], 'output': 1}}))", "已回答的用例", "is already answered"),
        (
            "import sys; sys.stdout.buffer.write('日志\\n'.encode('gb18030'))",
            "日志请写到标准错误",
            "write logs to standard error",
        ),
    ],
)
def test_what_is_no_answer_is_reported_and_nothing_is_written(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], source: str, zh: str, en: str
) -> None:
    """A line that is no answer, or a second answer: status 2, one line that shows it, no page."""
    target = tmp_path / "page.txt"
    for lang, words in (("zh", zh), ("en", en)):
        arguments = ("--runner", program(tmp_path, source), "--function", "session_rate", "--lang", lang)
        status, out, err = run(capfd, *arguments, "--output", str(target))
        assert (status, out, len(err.splitlines()), target.exists()) == (2, "", 1, False)
        assert words in err


def test_an_answer_to_what_must_be_refused_is_reported_whole(tmp_path: Path) -> None:
    """Where one side refuses and the other does not, both are shown at one place; 1 is not true."""
    refused = [vector for vector in read_vectors() if vector.output == {"refused": True}]
    assert len(refused) >= 100
    for said, shown in (
        ({"amount": "1.00", "rule": "x"}, '{"amount": "1.00", "rule": "x"}'),
        ({"refused": 1}, '{"refused": 1}'),
    ):
        source = ECHO.replace('{"amount": "150.00"}', repr(said))
        places = {row.places for row in run_vectors(program(tmp_path, source), refused).answers}
        assert places == {(Mismatch("", shown, '{"refused": true}'),)}


@pytest.mark.parametrize("runner", ["/no/such/program", "'", "", "."])
def test_a_program_that_cannot_be_run_is_reported(capfd: pytest.CaptureFixture[str], runner: str) -> None:
    """No program, no closing quote, nothing at all, a folder: status 2."""
    status, out, err = run(capfd, "--runner", runner, "--lang", "en")
    assert (status, out) == (2, "")
    assert err.startswith(f"{json.dumps(runner)} cannot be run (")


def test_an_unknown_function_is_reported_with_what_there_is(capfd: pytest.CaptureFixture[str]) -> None:
    """A function that no vector is about is refused in both languages, with those that there are."""
    for lang, words in (
        ("zh", '没有函数 "exam_pays" 的用例；现有 check_'),
        ("en", 'no vectors for the function "exam_pays"; there are vectors for check_'),
    ):
        status, out, err = run(capfd, "--runner", "x", "--function", "exam_pays", "--lang", lang)
        assert (status, out, err.startswith(words), " exam_pay," in err) == (2, "", True, True)


def test_a_program_that_stops_reading_is_no_hang(tmp_path: Path) -> None:
    """A program that answers one vector and ends well leaves the others unanswered."""
    first = VECTORS[0]
    line = json.dumps({"id": first.id, "output": first.output})
    found = run_vectors(program(tmp_path, f"print({line!r})"), read_vectors())
    assert [row.vector.id for row in found.answers if row.status == "right"] == [first.id]
    with pytest.raises(ConformanceError, match="cannot be run"):
        run_vectors("/no/such/program", VECTORS)


@pytest.mark.parametrize(
    ("lang", "more", "places"), [("zh", "另有 2 个", "另有 1 处"), ("en", "And 2 more", "And 1 more places")]
)
def test_a_page_is_cut_and_says_so(lang: Language, more: str, places: str) -> None:
    """A page shows 50 answers and 5 places of each; JSON has them all."""
    wrong = Answer(VECTORS[0], "wrong", (Mismatch("", "1", "2"),) * (SHOWN_PLACES + 1))
    found = Conformance((wrong,) * (SHOWN_ANSWERS + 2), 0)
    page = written(conformance_blocks(found, lang), "text", lang)
    assert (page.count(places), page.count("output"), more in page) == (50, 250, True)
    rows = json.loads(conformance_json(found))["answers"]
    assert (len(rows), rows[0]["places"]) == (52, [{"path": "", "answered": "1", "expected": "2"}] * 6)


FLOODS = "import sys\nwhile True:\n    sys.stdout.write('x' * 65536)"
HANGS = "import time\nprint(flush=True)\ntime.sleep(600)"
LEAVES = "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])"
CLOSES = "import os\nos.close(0)\nos.close(1)"


@pytest.mark.parametrize(
    ("source", "seconds", "why"),
    [
        (FLOODS, 60, "the program wrote more than 64 MiB and was ended"),
        (HANGS, 1, "the program ran longer than 1 seconds and was ended"),
        (LEAVES, 1, "the program ran longer than 1 seconds and was ended"),
    ],
)
def test_a_program_that_floods_hangs_or_leaves_another_is_ended(
    tmp_path: Path, source: str, seconds: int, why: str
) -> None:
    """What writes without end, never ends, or leaves a child that keeps its pipes costs bounded time and memory."""
    with pytest.raises(ConformanceError, match=why):
        run_vectors(program(tmp_path, source), VECTORS, seconds=seconds)


def test_a_program_that_closes_its_streams_has_answered_nothing(tmp_path: Path) -> None:
    """Vectors that nobody reads are no hang, and every one of them is unanswered."""
    found = run_vectors(program(tmp_path, CLOSES), read_vectors())
    assert {answer.status for answer in found.answers} == {"unanswered"}


def test_a_flood_is_exit_2_on_the_command_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command says in one line why the program was ended."""
    monkeypatch.setattr("xmut_rules.testing.conformance.MOST_OUTPUT", 1000)
    assert main(["conformance", "--runner", program(tmp_path, FLOODS), "--lang", "en"]) == 2
    captured = capfd.readouterr()
    assert (captured.out, captured.err.splitlines()[-1]) == ("", "the program wrote more than 64 MiB and was ended")
