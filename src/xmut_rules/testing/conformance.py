"""Conformance: hold a program in any language against the policy's test vectors, clause by clause.

A vector is a function, the policies in force, an input and the output that a naive model of the policy gives. The
vectors stand in docs/conformance/ and in the wheel; nothing here calls a rule of this package.
"""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from pydantic import TypeAdapter

from xmut_rules.base.language import Language, Words, require_language
from xmut_rules.formats.documents import Block, Heading, Paragraph, Table
from xmut_rules.formats.json_text import Mismatch, as_printed, mismatches, shown

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


@dataclass(frozen=True, slots=True)
class Conformance:
    """What a program made of the vectors, in their order, and the status with which it ended."""

    answers: tuple[Answer, ...]
    ended: int

    @property
    def ok(self) -> bool:
        """Whether every answer is right and the program ended well."""
        return self.ended == 0 and all(answer.status == "right" for answer in self.answers)


class ConformanceError(ValueError):
    """A function that no vector is about, or a program that cannot be used; in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        """Keep what to tell."""
        super().__init__(en)
        self.zh, self.en = zh, en


def read_vectors(functions: Iterable[str] = ()) -> tuple[Vector, ...]:
    """Read the vectors of the suite.

    Args:
        functions: names of functions, such as `exam_pay`; the vectors of all of them if none is named.

    Raises:
        ConformanceError: a function that no vector is about.
    """
    beside = Path(__file__).with_name("vectors.json")  # in a wheel
    file = beside if beside.exists() else Path(__file__).parents[3] / "docs" / "conformance" / "vectors.json"
    suite = json.loads(file.read_bytes())
    policies: Mapping[str, object] = suite["policies"]
    rows: list[dict[str, Any]] = suite["vectors"]
    known = sorted({row["function"] for row in rows})
    wanted = set(functions) or set(known)
    for name in sorted(wanted - set(known)):
        there = ", ".join(known)
        raise ConformanceError(
            f"没有函数 {shown(name)} 的用例；有 {there}", f"no function {shown(name)}; there are {there}"
        )
    return tuple(_vector(row, policies) for row in rows if row["function"] in wanted)


def _vector(row: dict[str, Any], policies: Mapping[str, object]) -> Vector:
    given = {name: row[name] for name in ("id", "function", "input")}
    given["policies"] = [policies[name] for name in row["policies"]]
    return Vector(row["id"], row["clause"], tuple(row["readings"]), row["zh"], row["en"], given, row["output"])


def run_vectors(runner: str, vectors: Sequence[Vector]) -> Conformance:
    """Send vectors to a program, one JSON document a line, and compare the lines that it answers.

    A line sent is `{"id", "function", "input", "policies"}`; a line answered has `id` and `output`, in any order. What
    the program writes to standard error is left to the terminal. It is waited for as long as it runs.

    Args:
        runner: the program with its arguments, as on a POSIX command line; no shell reads it.
        vectors: the vectors, such as `read_vectors()` gives.

    Raises:
        ConformanceError: the program cannot be started, or writes a line that is no answer to a vector, or a second
            answer.
    """
    lines = "".join(f"{json.dumps(vector.given, ensure_ascii=False)}\n" for vector in vectors)
    try:
        command = shlex.split(runner) or [" "]  # which is no program either
        done = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=False)  # noqa: S603
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        zh, en = f"无法运行 {shown(runner)}（{why}）", f"{shown(runner)} cannot be run ({why})"
        raise ConformanceError(zh, en) from None
    answers = _answers(done.stdout, {vector.id for vector in vectors})
    return Conformance(tuple(_answer(vector, answers) for vector in vectors), done.returncode)


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
        text = shown(line.decode(errors="replace"))
        if "output" not in fields or not isinstance(name, str):
            raise ConformanceError(
                f"程序输出的第 {number} 行不是 UTF-8 的 JSON，或没有 id 和 output（日志请写到标准错误）：{text}",
                f"line {number} of the runner is no UTF-8 JSON with id and output (logs go to standard error): {text}",
            )
        if name not in ids or name in answers:
            raise ConformanceError(
                f"程序输出的第 {number} 行：这个用例没有问过，或已经答过：{text}",
                f"line {number} of the runner: this vector was not asked, or is answered already: {text}",
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


def _grouped(answers: Iterable[Answer], key: Callable[[Vector], str]) -> Mapping[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for answer in answers:
        found.setdefault(key(answer.vector), []).append(answer)
    return found


def _clause_of(vector: Vector) -> str:
    return vector.clause


def _function_of(vector: Vector) -> str:
    return str(vector.given["function"])


def _count(answers: Iterable[Answer], status: str) -> int:
    return sum(answer.status == status for answer in answers)


def conformance_blocks(found: Conformance, lang: Language) -> Iterator[Block]:
    """Give what a program made of the vectors as a page: what is right by clause and function, then each wrong answer.

    Raises:
        ValueError: another language.
    """
    require_language(lang)
    answers = found.answers
    right, wrong, none = (_count(answers, status) for status in ("right", "wrong", "unanswered"))
    zh = f"{len(answers)} 个用例：答对 {right}，答错 {wrong}，未答 {none}。"
    yield Paragraph(Words(zh, f"Vectors: {len(answers)}; right {right}, wrong {wrong}, unanswered {none}.").to(lang))
    if found.ended:
        yield Paragraph(
            Words(f"程序以状态 {found.ended} 结束。", f"The program ended with status {found.ended}.").to(lang)
        )
    for zh, en, key in (("条款", "clause", _clause_of), ("函数", "function", _function_of)):
        heads = [
            Words(zh, en).to(lang),
            *Words("答对 答错 未答 用例", "right wrong unanswered vectors").to(lang).split(),
        ]
        yield Table(heads, [(name, *_counts(each)) for name, each in _grouped(answers, key).items()], "lrrrr")
    poor = [answer for answer in answers if answer.status == "wrong"]
    for answer in poor[:SHOWN_ANSWERS]:
        yield from _shown(answer, lang)
    if len(poor) > SHOWN_ANSWERS:
        more = len(poor) - SHOWN_ANSWERS
        yield Paragraph(
            Words(f"另有 {more} 个，见 --format json。", f"And {more} more; --format json has them.").to(lang)
        )


def _counts(answers: Sequence[Answer]) -> tuple[str, ...]:
    return *(f"{_count(answers, status)}" for status in ("right", "wrong", "unanswered")), f"{len(answers)}"


def _shown(answer: Answer, lang: Language) -> Iterator[Block]:
    vector = answer.vector
    yield Heading(" ".join((vector.id, _function_of(vector), vector.clause, *vector.readings)), level=3)
    yield Paragraph(Words(vector.zh, vector.en).to(lang), indent=2)
    for each in map(as_printed, answer.places[:SHOWN_PLACES]):
        path = each.path or "output"
        zh = f"{path}：答 {each.reported}，应为 {each.recomputed}"
        yield Paragraph(Words(zh, f"{path}: answered {each.reported}, expected {each.recomputed}").to(lang), indent=2)
    if len(answer.places) > SHOWN_PLACES:
        more = len(answer.places) - SHOWN_PLACES
        yield Paragraph(Words(f"另有 {more} 处。", f"And {more} more places.").to(lang), indent=2)


def conformance_json(found: Conformance) -> str:
    """Give it as JSON: counts, counts by clause and function, and every answer that is not right with its places."""
    answers = found.answers
    document = {
        **_numbers(answers),
        "ended": found.ended,
        "clauses": [{"clause": name, **_numbers(each)} for name, each in _grouped(answers, _clause_of).items()],
        "functions": [{"function": name, **_numbers(each)} for name, each in _grouped(answers, _function_of).items()],
        "answers": [_row(answer) for answer in answers if answer.status != "right"],
    }
    return TypeAdapter(object).dump_json(document, indent=1).decode()


def _numbers(answers: Sequence[Answer]) -> Mapping[str, int]:
    return {"vectors": len(answers), **{each: _count(answers, each) for each in ("right", "wrong", "unanswered")}}


def _row(answer: Answer) -> Mapping[str, object]:
    vector = answer.vector
    names = {"id": vector.id, "function": _function_of(vector), "clause": vector.clause, "status": answer.status}
    places = [{"path": each.path, "answered": each.reported, "expected": each.recomputed} for each in answer.places]
    return {**names, "zh": vector.zh, "en": vector.en, "input": vector.given["input"], "places": places}
