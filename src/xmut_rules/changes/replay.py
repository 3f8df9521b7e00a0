"""A report of years ago, recomputed from its term and the policies that it names.

A report names its policies by digest. Whoever has the term and those policies recomputes it; a policy that was tampered
with has another digest, and is reported as unknown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from pydantic import ValidationError

from xmut_rules.base.arguments import Arguments, only, rows_of
from xmut_rules.base.errors import input_error, input_errors, misnamed, wrong_type
from xmut_rules.base.language import Language, Words, printable, require_language
from xmut_rules.base.values import AsJson
from xmut_rules.formats.comparison import Mismatch, as_printed, mismatches
from xmut_rules.formats.json_text import json_document, read_bytes
from xmut_rules.policy.editions import PILOT_2020
from xmut_rules.policy.terms import Policy, Timeline
from xmut_rules.rules.report import settle_term
from xmut_rules.rules.term import Term

REPORT, CORRECTION = READABLE = ("xmut-rules/report/1", "xmut-rules/correction/1")
"""The formats that can be replayed: a report, and a correction by the report in it."""

SHOWN_MISMATCHES = 1000
"""How many places a verification lists; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Verification(AsJson):
    """The result of a replay: `same`, `differs` with the places, or `unknown-policy` with the digests not known.

    `more` counts mismatches beyond those listed.
    """

    status: Literal["same", "differs", "unknown-policy"]
    mismatches: tuple[Mismatch, ...] = ()
    more: int = 0
    unknown: tuple[str, ...] = ()

    def lines(self, lang: Language = "zh") -> Iterator[str]:
        """Return it in lines, in Chinese or English.

        Raises:
            ValueError: another language.
        """
        require_language(lang)
        if self.status == "same":
            yield _SAME.to(lang)
        elif self.status == "differs":
            yield _DIFFERS.filled(count=len(self.mismatches) + self.more).to(lang)
            for place in map(as_printed, self.mismatches):
                figures = {"path": place.path, "reported": place.reported, "recomputed": place.recomputed}
                yield _PLACE.filled(**figures).to(lang)
        else:
            yield _UNKNOWN.to(lang)
            yield from (f"  {printable(digest)}" for digest in self.unknown)


_SAME = Words("一致：按所列政策重算，结果相同。", "OK: recomputed under the policies listed, with the same result.")
_DIFFERS = Words("不一致：{count} 处。", "MISMATCH in {count} place{count:plural}.")
_PLACE = Words("  {path}：报告 {reported}，重算 {recomputed}", "  {path}: reported {reported}, recomputed {recomputed}")
_UNKNOWN = Words(
    "报告所列的政策不在已知政策之中；请用 --policy 给出。校验值：",
    "A policy of the report is not known; give it with --policy. Digests:",
)


def verify(report: bytes | str | Path, term: Term, *, policies: Iterable[Policy] = ()) -> Verification:
    """Return how a report compares with what its term gives under the policies that it names.

    Clause: §0a

    Args:
        report: the report document as bytes or text, or the path of its file; of a correction, the report in it.
        term: the term that it is about.
        policies: policies that it may name, besides `PILOT_2020`.

    Raises:
        ValidationError: the report is no JSON, of no format that can be replayed, or names policies that overlap.
        ValueError: `report`, `term` or `policies` is something else.
        OSError: the file cannot be read.
    """
    with Arguments() as check:
        data = check(bytes_of, report, "report")
        check(only, term, Term, "term")
        known_policies = check(rows_of, Policy, policies, "policies")
    given = (PILOT_2020, *known_policies)
    document = _object(json_document(data))
    found = document.get("format")
    if found not in READABLE:
        raise input_errors("Input", [(("format",), misnamed("report-format", f"{found}", READABLE))])
    place = "report" if found == CORRECTION else ""
    document = _object(document.get("report")) if place else document
    known = {policy.digest: policy for policy in given}
    digests = [f"{row.get('digest')}" for row in _rows(document.get("policies"))]
    strangers = tuple(digest for digest in digests if digest not in known)
    if strangers:
        return Verification("unknown-policy", unknown=strangers)
    chosen = tuple(known[digest] for digest in dict.fromkeys(digests))
    places: list[Mismatch] = []
    candidates = [*_candidates(chosen, given)]
    if not candidates:
        raise input_errors("Input", [(("policies",), input_error("policies-overlap"))])
    for policy in candidates:
        recomputed = json.loads(settle_term(term, policy=policy).to_json())
        for row, now in zip(_rows(document.get("policies")), recomputed["policies"], strict=False):
            if "sources" not in row:  # a report of before: the digest says that the values are the same
                now.pop("sources", None)
        places = [*mismatches(place, document, recomputed)]
        if not places:
            return Verification("same")
    return Verification("differs", tuple(places[:SHOWN_MISMATCHES]), max(len(places) - SHOWN_MISMATCHES, 0))


def bytes_of(document: bytes | str | Path, name: str) -> bytes:
    """Return a document as bytes, whether it is given as bytes, as text or as the path of its file.

    Raises:
        ValueError: it is something else; `name` is what the argument is called.
        OSError: the file cannot be read.
    """
    if isinstance(document, Path):
        return read_bytes(document)
    if not isinstance(document, bytes | str):
        raise wrong_type(name, Words("字节、文本或路径", "bytes, text or a path"), document)
    return document.encode() if isinstance(document, str) else document


def _candidates(chosen: tuple[Policy, ...], given: tuple[Policy, ...]) -> Iterator[Policy | Timeline]:
    """Return what a report may have been settled under: all that was given, then what it lists alone.

    A report lists the policies in force on one of its dates: one that was in force on none still ends the one before.
    """
    for policies in (given[1:], given, chosen):
        if policies and set(chosen) <= set(policies):
            with suppress(ValidationError):  # policies that overlap are no timeline
                yield policies[0] if len(policies) == 1 else Timeline(policies=policies)


def _object(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _rows(value: object) -> list[dict[str, Any]]:
    rows = cast("list[object]", value) if isinstance(value, list) else []
    return [cast("dict[str, Any]", row) for row in rows if isinstance(row, dict)]


def verification_json(found: Verification) -> str:
    """Return a verification as JSON.

    Raises:
        ValueError: something else than a Verification.
    """
    return only(found, Verification, "found").to_json()
