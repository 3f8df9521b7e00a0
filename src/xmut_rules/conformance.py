"""Conformance: hold a program in any language against the policy's test vectors, clause by clause.

A vector is a function, the policies in force, an input and the output that a naive model of the policy gives. The
vectors stand in docs/conformance/ and in the wheel; nothing here calls a rule of this package.
"""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from pydantic import TypeAdapter

from xmut_rules.problems import Language, require_language, say, unknown_id
from xmut_rules.replay import Mismatch, as_printed, mismatches, shown
from xmut_rules.writing import Block, Heading, Paragraph, Table

SHOWN_ANSWERS, SHOWN_PLACES = 50, 5
"""How many wrong answers a page shows, and how many places of each; JSON has them all."""


@dataclass(frozen=True, slots=True)
class Vector:
    """A case of the suite: `given` is the document that a program is sent, `output` the answer expected of it."""

    id: str
    clause: str
    readings: tuple[str, ...]
    zh: str
    en: str
    given: Mapping[str, Any]
    output: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program made of a vector; a wrong answer names its places, `-` where one side has nothing there."""

    vector: Vector
    status: Literal["right", "wrong", "unanswered"]
    places: tuple[Mismatch, ...] = ()


class RunnerError(ValueError):
    """A program that could not be run, or said something that is no answer; in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        """Keep what to tell."""
        super().__init__(en)
        self.zh, self.en = zh, en


def read_vectors(functions: Iterable[str] = ()) -> tuple[Vector, ...]:
    """Read the vectors of the suite.

    Args:
        functions: names of functions, such as `exam_pay`; the vectors of all of them if none is named.

    Raises:
        ValueError: a function that no vector is about.
    """
    beside = Path(__file__).with_name("vectors.json")  # in a wheel
    file = beside if beside.exists() else Path(__file__).parents[2] / "docs" / "conformance" / "vectors.json"
    suite = json.loads(file.read_bytes())
    policies: Mapping[str, object] = suite["policies"]
    rows: list[dict[str, Any]] = suite["vectors"]
    known = sorted({row["function"] for row in rows})
    wanted = set(functions) or set(known)
    for name in sorted(wanted - set(known)):
        raise unknown_id("function", name, known)
    return tuple(_vector(row, policies) for row in rows if row["function"] in wanted)


def _vector(row: dict[str, Any], policies: Mapping[str, object]) -> Vector:
    given = {name: row[name] for name in ("id", "function", "input")}
    given["policies"] = [policies[name] for name in row["policies"]]
    return Vector(row["id"], row["clause"], tuple(row["readings"]), row["zh"], row["en"], given, row["output"])


def run_vectors(runner: str, vectors: Sequence[Vector]) -> tuple[Answer, ...]:
    """Send vectors to a program, one JSON document a line, and compare the lines that it answers.

    A line sent is `{"id", "function", "input", "policies"}`; a line answered is `{"id", "output"}`, in any order. What
    the program writes to standard error is left to the terminal.

    Args:
        runner: the program with its arguments, as on a POSIX command line; no shell reads it.
        vectors: the vectors, such as `read_vectors()` gives.

    Raises:
        RunnerError: the program cannot be started, ends with a status other than 0, or writes a line that is no
            answer to a vector, or a second answer.
    """
    lines = "".join(f"{json.dumps(vector.given, ensure_ascii=False)}\n" for vector in vectors)
    try:
        command = shlex.split(runner) or [""]
        done = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=False)  # noqa: S603
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise RunnerError(f"无法运行这个程序（{why}）", f"the runner cannot be run ({why})") from None
    answers = _answers(done.stdout, {vector.id for vector in vectors})
    if done.returncode:
        first = next((vector.id for vector in vectors if vector.id not in answers), "-")
        raise RunnerError(
            f"程序以状态 {done.returncode} 结束，答了 {len(answers)} 个；第一个未答的是 {first}",
            f"the runner ended with status {done.returncode} after {len(answers)} answers; the first without: {first}",
        )
    return tuple(_answer(vector, answers) for vector in vectors)


def _answers(output: bytes, ids: set[str]) -> dict[str, object]:
    answers: dict[str, object] = {}
    for number, line in enumerate(output.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            said = None
        fields = cast("dict[str, object]", said) if isinstance(said, dict) else {}
        name = fields.get("id")
        if set(fields) != {"id", "output"} or not isinstance(name, str):
            raise RunnerError(
                f'程序输出的第 {number} 行不是 {{"id": …, "output": …}}',
                f'line {number} of the runner is not {{"id": …, "output": …}}',
            )
        if name not in ids or name in answers:
            raise RunnerError(
                f"程序输出的第 {number} 行：用例 {shown(name)} 没有问过或已经答过",
                f"line {number} of the runner: vector {shown(name)} was not asked, or is answered already",
            )
        answers[name] = fields["output"]
    return answers


def _answer(vector: Vector, answers: Mapping[str, object]) -> Answer:
    if vector.id not in answers:
        return Answer(vector, "unanswered")
    said, expected = answers[vector.id], vector.output
    places = tuple(mismatches("", said, expected))
    if places and {"refused": True} in (said, expected):  # a refusal has no places
        places = (Mismatch("", shown(said), shown(expected)),)
    return Answer(vector, "wrong" if places else "right", places)


def _by_clause(answers: Iterable[Answer]) -> Mapping[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for answer in answers:
        found.setdefault(answer.vector.clause, []).append(answer)
    return found


def _count(answers: Iterable[Answer], status: str) -> int:
    return sum(answer.status == status for answer in answers)


def conformance_blocks(answers: Sequence[Answer], lang: Language) -> Iterator[Block]:
    """Give answers as a page: what is right by clause, then each answer that is not.

    Raises:
        ValueError: another language.
    """
    require_language(lang)
    right, wrong, none = (_count(answers, status) for status in ("right", "wrong", "unanswered"))
    zh = f"{len(answers)} 个用例：答对 {right}，答错 {wrong}，未答 {none}。"
    yield Paragraph(say(lang, zh, f"Vectors: {len(answers)}; right {right}, wrong {wrong}, unanswered {none}."))
    rows = [
        (clause, *(f"{number}" for number in (_count(each, "right"), len(each))))
        for clause, each in _by_clause(answers).items()
    ]
    yield Table(say(lang, "条款 答对 用例", "clause right vectors").split(), rows, "lrr")
    poor = [answer for answer in answers if answer.status != "right"]
    for answer in poor[:SHOWN_ANSWERS]:
        yield from _shown(answer, lang)
    if len(poor) > SHOWN_ANSWERS:
        more = len(poor) - SHOWN_ANSWERS
        yield Paragraph(say(lang, f"另有 {more} 个，见 --format json。", f"And {more} more; --format json has them."))


def _shown(answer: Answer, lang: Language) -> Iterator[Block]:
    vector = answer.vector
    yield Heading(" ".join((vector.id, vector.clause, *vector.readings)), level=3)
    yield Paragraph(say(lang, vector.zh, vector.en), indent=2)
    if answer.status == "unanswered":
        yield Paragraph(say(lang, "未答。", "Unanswered."), indent=2)
    for each in map(as_printed, answer.places[:SHOWN_PLACES]):
        path = each.path or "output"
        zh = f"{path}：答 {each.reported}，应为 {each.recomputed}"
        yield Paragraph(say(lang, zh, f"{path}: answered {each.reported}, expected {each.recomputed}"), indent=2)
    if len(answer.places) > SHOWN_PLACES:
        more = len(answer.places) - SHOWN_PLACES
        yield Paragraph(say(lang, f"另有 {more} 处。", f"And {more} more places."), indent=2)


def conformance_json(answers: Sequence[Answer]) -> str:
    """Give answers as JSON: counts, counts by clause, and every answer that is not right with its places."""
    document = {
        **{status: _count(answers, status) for status in ("right", "wrong", "unanswered")},
        "clauses": [
            {"clause": clause, "right": _count(each, "right"), "vectors": len(each)}
            for clause, each in _by_clause(answers).items()
        ],
        "answers": [_row(answer) for answer in answers if answer.status != "right"],
    }
    return TypeAdapter(object).dump_json(document, indent=1).decode()


def _row(answer: Answer) -> Mapping[str, object]:
    vector = answer.vector
    places = [{"path": each.path, "answered": each.reported, "expected": each.recomputed} for each in answer.places]
    texts = {"zh": vector.zh, "en": vector.en}
    return {"id": vector.id, "clause": vector.clause, "status": answer.status, **texts, "places": places}
