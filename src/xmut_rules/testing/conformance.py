"""A program in any language, held against the policy's test vectors, clause by clause.

A vector is a function, the policies in force, an input and the output that a naive model of the policy gives. The
vectors are in docs/conformance/ and in the wheel; nothing here calls a rule of this package.
"""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal, cast

from pydantic import TypeAdapter

from xmut_rules.base.arguments import Arguments, only, rows_of
from xmut_rules.base.errors import wrong_type
from xmut_rules.base.language import MOST_DETAIL, Language, Words
from xmut_rules.formats.comparison import Mismatch, as_printed, mismatches, shown
from xmut_rules.formats.documents import Block, Heading, Paragraph, Table
from xmut_rules.formats.json_text import shipped

SHOWN_ANSWERS, SHOWN_PLACES = 50, 5
"""How many wrong answers a page shows, and how many places of each; JSON has them all."""


@dataclass(frozen=True, slots=True)
class Vector:
    """A case of the suite: `given` is the document that a program is sent, `output` the answer expected of it."""

    id: str
    clause: str
    readings: tuple[str, ...]
    words: Words
    given: Mapping[str, Any]
    output: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """A program's answer to a vector; a wrong one with its places, `-` where one side has nothing there."""

    vector: Vector
    status: Literal["right", "wrong", "unanswered"]
    places: tuple[Mismatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Conformance:
    """A program's answers to the vectors, in their order, and the status with which it ended."""

    answers: tuple[Answer, ...]
    ended: int

    @property
    def ok(self) -> bool:
        """Whether every answer is right and the program ended well."""
        return self.ended == 0 and all(answer.status == "right" for answer in self.answers)


class ConformanceError(ValueError):
    """A function that no vector is about, or a program that cannot be used; `words` say why in both languages."""

    def __init__(self, words: Words) -> None:
        """Keep the reason, at most 1,000 characters of each language."""
        self.words = words.cut(MOST_DETAIL)
        super().__init__(self.words.en)


_NO_FUNCTION = Words(
    "没有函数 {name} 的用例；现有 {known}", "no vectors for the function {name}; there are vectors for {known}"
)
_NOT_RUN = Words("无法运行 {runner}（{why}）", "{runner} cannot be run ({why})")
_NO_ANSWER = Words(
    "程序输出的第 {number} 行不是 UTF-8 的 JSON，或没有 id 和 output（日志请写到标准错误）：{text}",
    "line {number} of the runner is not UTF-8 JSON with id and output (write logs to standard error): {text}",
)
_NOT_ASKED = Words(
    "程序输出的第 {number} 行回答了未发出或已回答的用例：{text}",
    "line {number} of the runner answers a vector that was not sent or is already answered: {text}",
)


def read_vectors(functions: Iterable[str] = ()) -> tuple[Vector, ...]:
    """Read the vectors of the suite.

    Args:
        functions: names of functions, such as `exam_pay`; the vectors of all of them if none is named.

    Raises:
        ConformanceError: a function that no vector is about.
        ValueError: something else than names.
    """
    suite = json.loads(shipped(Path(__file__).with_name("vectors.json"), "conformance/vectors.json"))
    policies: Mapping[str, object] = suite["policies"]
    rows: list[dict[str, Any]] = suite["vectors"]
    known = sorted({row["function"] for row in rows})
    if isinstance(functions, str) or not isinstance(functions, Iterable):
        raise wrong_type("functions", Words("函数名称", "names of functions"), functions)
    wanted: set[str] = set()
    for name in functions:
        if name not in known:
            raise ConformanceError(_NO_FUNCTION.filled(name=shown(f"{name}"), known=", ".join(known)))
        wanted.add(name)
    wanted = wanted or set(known)
    return tuple(_vector(row, policies) for row in rows if row["function"] in wanted)


def _vector(row: dict[str, Any], policies: Mapping[str, object]) -> Vector:
    given = {name: row[name] for name in ("id", "function", "input")}
    given["policies"] = [policies[name] for name in row["policies"]]
    return Vector(row["id"], row["clause"], tuple(row["readings"]), Words(row["zh"], row["en"]), given, row["output"])


def run_vectors(runner: str, vectors: Sequence[Vector], *, seconds: int = 600) -> Conformance:
    """Send vectors to a program, one JSON document a line, and compare the lines that it answers.

    A line sent is `{"id", "function", "input", "policies"}`; a line answered has `id` and `output`, in any order. What
    the program writes to standard error is left to the terminal. A program that runs longer or writes more than it may
    is ended, with what it started.

    Args:
        runner: the program with its arguments, as on a POSIX command line; no shell reads it.
        vectors: the vectors, such as `read_vectors()` gives.
        seconds: how long the program may run.

    Raises:
        ConformanceError: the program cannot be started, runs too long or writes too much, or writes a line that is no
            answer to a vector, or a second answer.
        ValueError: something else than a command line and vectors.
    """
    with Arguments() as check:
        check(only, runner, str, "runner")
        vectors = check(rows_of, Vector, vectors, "vectors")
        check(only, seconds, int, "seconds")
    lines = "".join(f"{json.dumps(vector.given, ensure_ascii=False)}\n" for vector in vectors)
    try:
        command = shlex.split(runner) or [" "]  # which is no program either
        output, status = _output_of(command, lines.encode(), seconds)
    except ConformanceError:
        raise
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise ConformanceError(_NOT_RUN.filled(runner=shown(runner), why=why)) from None
    answers = _answers(output, {vector.id for vector in vectors})
    return Conformance(tuple(_answer(vector, answers) for vector in vectors), status)


MOST_OUTPUT = 64 * 1024 * 1024
"""A program that writes more bytes is ended."""


def _output_of(command: Sequence[str], lines: bytes, seconds: int) -> tuple[bytes, int]:
    """Run a program, feed it and return what it wrote and its status.

    Raises:
        ConformanceError: it ran too long, or wrote too much.
        OSError: it cannot be started.
        ValueError: it cannot be started.
    """
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as program:
        is_late = threading.Event()

        def end() -> None:
            """End the program with all that it started."""
            with suppress(OSError):
                os.killpg(program.pid, signal.SIGKILL)

        def end_late() -> None:
            """End it because its time is over."""
            is_late.set()
            end()

        timer = threading.Timer(seconds, end_late)
        given, written = cast("IO[bytes]", program.stdin), cast("IO[bytes]", program.stdout)  # both are pipes
        feeder = threading.Thread(target=_feed, args=(given, lines), daemon=True)
        timer.start()
        feeder.start()
        output = written.read(MOST_OUTPUT + 1)
        if len(output) > MOST_OUTPUT:
            end()
        status = program.wait()
        timer.cancel()
        end()  # what it left behind would keep its pipes
        feeder.join()
    if is_late.is_set():
        raise ConformanceError(_LATE.filled(seconds=seconds))
    if len(output) > MOST_OUTPUT:
        raise ConformanceError(_FLOOD)
    return output, status


def _feed(given: IO[bytes], lines: bytes) -> None:
    """Write the vectors to a program, which may stop reading whenever it likes."""
    with suppress(OSError):
        given.write(lines)
    with suppress(OSError):
        given.close()


_LATE = Words("程序运行超过 {seconds} 秒，已被中止", "the program ran longer than {seconds} seconds and was ended")
_FLOOD = Words("程序输出超过 64 MiB，已被中止", "the program wrote more than 64 MiB and was ended")


def _answers(output: bytes, ids: set[str]) -> dict[str, object]:
    answers: dict[str, object] = {}
    for number, line in enumerate(output.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            document = json.loads(line)
        except (ValueError, RecursionError):
            document = None
        fields = cast("dict[str, object]", document) if isinstance(document, dict) else {}
        name = fields.get("id")
        text = shown(line.decode(errors="replace"))
        if "output" not in fields or not isinstance(name, str):
            raise ConformanceError(_NO_ANSWER.filled(number=number, text=text))
        if name not in ids or name in answers:
            raise ConformanceError(_NOT_ASKED.filled(number=number, text=text))
        answers[name] = fields["output"]
    return answers


def _answer(vector: Vector, answers: Mapping[str, object]) -> Answer:
    if vector.id not in answers:
        return Answer(vector, "unanswered")
    answered, expected = answers[vector.id], vector.output
    places = tuple(mismatches("", answered, expected))
    if places and {"refused": True} in (answered, expected):  # a refusal has no places
        places = (Mismatch("", shown(answered), shown(expected)),)
    return Answer(vector, "wrong" if places else "right", places)


def _grouped(answers: Iterable[Answer], key: Callable[[Vector], str]) -> Mapping[str, list[Answer]]:
    groups: dict[str, list[Answer]] = {}
    for answer in answers:
        groups.setdefault(key(answer.vector), []).append(answer)
    return groups


def _clause_of(vector: Vector) -> str:
    return vector.clause


def _function_of(vector: Vector) -> str:
    return str(vector.given["function"])


def _count(answers: Iterable[Answer], status: str) -> int:
    return sum(answer.status == status for answer in answers)


_SUMMARY = Words(
    "{all} 个用例：答对 {right}，答错 {wrong}，未答 {unanswered}。",
    "Vectors: {all}; right {right}, wrong {wrong}, unanswered {unanswered}.",
)
_ENDED = Words("程序以退出码 {status} 结束。", "The program exited with status {status}.")
_COUNTS = Words("答对 答错 未答 用例", "right wrong unanswered vectors")
_MORE_ANSWERS = Words("另有 {more} 个，见 --format json 的输出。", "And {more} more; --format json has them.")


def conformance_blocks(result: Conformance, lang: Language) -> Iterator[Block]:
    """Return the answers as a page: what is right by clause and function, then each wrong answer.

    Raises:
        ValueError: another language.
    """
    counts = {status: _count(result.answers, status) for status in _STATUSES}
    yield Paragraph(_SUMMARY.filled(all=len(result.answers), **counts).to(lang))
    if result.ended:
        yield Paragraph(_ENDED.filled(status=result.ended).to(lang))
    for name, key in ((Words("条款", "clause"), _clause_of), (Words("函数", "function"), _function_of)):
        rows = [(group, *_counts(answers)) for group, answers in _grouped(result.answers, key).items()]
        yield Table([name.to(lang), *_COUNTS.to(lang).split()], rows, "lrrrr")
    wrong = [answer for answer in result.answers if answer.status == "wrong"]
    for answer in wrong[:SHOWN_ANSWERS]:
        yield from _shown(answer, lang)
    if len(wrong) > SHOWN_ANSWERS:
        yield Paragraph(_MORE_ANSWERS.filled(more=len(wrong) - SHOWN_ANSWERS).to(lang))


_STATUSES = ("right", "wrong", "unanswered")


def _counts(answers: Sequence[Answer]) -> tuple[str, ...]:
    return *(f"{_count(answers, status)}" for status in _STATUSES), f"{len(answers)}"


_ANSWERED = Words("{path}：答 {answered}，应为 {expected}", "{path}: answered {answered}, expected {expected}")
_MORE_PLACES = Words("另有 {more} 处。", "And {more} more places.")


def _shown(answer: Answer, lang: Language) -> Iterator[Block]:
    vector = answer.vector
    yield Heading(" ".join((vector.id, _function_of(vector), vector.clause, *vector.readings)), level=3)
    yield Paragraph(vector.words.to(lang), indent=2)
    for place in map(as_printed, answer.places[:SHOWN_PLACES]):
        path = place.path or "output"
        line = _ANSWERED.filled(path=path, answered=place.reported, expected=place.recomputed)
        yield Paragraph(line.to(lang), indent=2)
    if len(answer.places) > SHOWN_PLACES:
        yield Paragraph(_MORE_PLACES.filled(more=len(answer.places) - SHOWN_PLACES).to(lang), indent=2)


def conformance_json(result: Conformance) -> str:
    """Return it as JSON: counts, counts by clause and function, and every answer that is not right with its places.

    Raises:
        ValueError: something else than a Conformance.
    """
    only(result, Conformance, "result")
    by_clause, by_function = (_grouped(result.answers, key) for key in (_clause_of, _function_of))
    document = {
        **_numbers(result.answers),
        "ended": result.ended,
        "clauses": [{"clause": name, **_numbers(answers)} for name, answers in by_clause.items()],
        "functions": [{"function": name, **_numbers(answers)} for name, answers in by_function.items()],
        "answers": [_row(answer) for answer in result.answers if answer.status != "right"],
    }
    return TypeAdapter(object).dump_json(document, indent=1).decode()


def _numbers(answers: Sequence[Answer]) -> Mapping[str, int]:
    return {"vectors": len(answers), **{status: _count(answers, status) for status in _STATUSES}}


def _row(answer: Answer) -> Mapping[str, object]:
    vector = answer.vector
    names = {"id": vector.id, "function": _function_of(vector), "clause": vector.clause, "status": answer.status}
    places = [{"path": place.path, "answered": place.reported, "expected": place.recomputed} for place in answer.places]
    return {**names, **vector.words._asdict(), "input": vector.given["input"], "places": places}
