"""Settle the example terms and say everything about them; also run as a script, in processes of every kind.

As a script it prints the SHA-256 of all that was said and, in ASCII, each message. Its arguments make the host worse
before the library is imported: `context` a decimal context that can do nothing, `shallow` a low limit of recursion.
"""

from __future__ import annotations

import decimal
import json
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from xmut_rules import Policy, Term

EXAMPLES = Path(__file__).parent.parent.parent / "docs" / "examples"
LANGUAGES: tuple[Literal["zh", "en"], ...] = ("zh", "en")
POOR = decimal.Context(
    prec=1, rounding=decimal.ROUND_UP, Emin=-1, Emax=1, capitals=0, clamp=1, traps=[*decimal.Context().traps]
)
BROKEN = b'{"term": 1, "as_of": "2021-02-30", "receipts": [{"amount": 1.5, "kind": "gift", "amuont": 1}]}'


def said_of(term: Term, policy: Policy) -> Iterator[str]:
    """Return a term's report, its messages and its explanations, nothing of it remembered from before."""
    from xmut_rules import settle_term  # noqa: PLC0415
    from xmut_rules.base import money  # noqa: PLC0415
    from xmut_rules.explain.overview import overview  # noqa: PLC0415
    from xmut_rules.explain.page import explain, explanation_json  # noqa: PLC0415

    for answer in vars(money).values():
        if isinstance(remembered := getattr(answer, "__self__", None), dict):
            remembered.clear()
    report = settle_term(term, policy=policy)
    yield report.to_json()
    yield explanation_json(report)
    for lang in LANGUAGES:
        yield from (finding.message(lang) for finding in report.findings)
        yield explain(report, lang=lang)
        yield overview(report, lang=lang, style="html")


def said_of_change(later: Policy) -> Iterator[str]:
    """Return what is said of a policy beside the first: digest, differences, cost, example, oddities and a forecast."""
    from xmut_rules import PILOT_2020, read_term  # noqa: PLC0415
    from xmut_rules.changes.differences import differences, differences_json  # noqa: PLC0415
    from xmut_rules.changes.examples import example_json, smallest_example  # noqa: PLC0415
    from xmut_rules.changes.impact import impact, impact_json  # noqa: PLC0415
    from xmut_rules.changes.inspection import inspect_policy, observations_json  # noqa: PLC0415
    from xmut_rules.changes.properties import properties, properties_json  # noqa: PLC0415
    from xmut_rules.explain.page import explain  # noqa: PLC0415
    from xmut_rules.files.exam_plan import exam_plan  # noqa: PLC0415
    from xmut_rules.files.plan_pages import plan_page  # noqa: PLC0415
    from xmut_rules.rules.forecast import ForecastPlan, forecast  # noqa: PLC0415

    term = read_term(EXAMPLES / "messy" / "term.json")
    yield later.digest
    yield differences_json(differences(PILOT_2020, later))
    yield impact_json(impact(term, PILOT_2020, later))
    yield example_json(smallest_example(PILOT_2020, later))
    yield observations_json(inspect_policy(later))
    yield properties_json(properties(later))
    plan = ForecastPlan.model_validate_json((EXAMPLES / "forecast.json").read_bytes())
    yield explain(forecast(plan, policy=PILOT_2020), lang="en")
    yield plan_page(exam_plan(term, policy=later))


def everything() -> Iterator[str]:
    """Return what is said of the examples, of input that is broken, and of the policy."""
    from pydantic import ValidationError  # noqa: PLC0415

    from xmut_rules import PILOT_2020, describe, read_policy, read_term  # noqa: PLC0415
    from xmut_rules.files.terms import parse_term  # noqa: PLC0415

    for name in ("clean/csv", "messy/csv", "messy/term.json"):
        yield from said_of(read_term(EXAMPLES / name), PILOT_2020)
    for name in ("day-rate", "notice-2024-04"):
        yield from said_of_change(read_policy(EXAMPLES / "amendments" / f"{name}.toml"))
    yield PILOT_2020.digest
    try:
        parse_term(BROKEN)
    except ValidationError as error:
        for lang in LANGUAGES:
            yield from describe(error, lang=lang, known=("amount",))


def printed() -> str:
    """Return what the script prints."""
    said = [*everything()]
    digest = sha256("\0".join(said).encode()).hexdigest()
    return json.dumps([digest, *(row for row in said if "\n" not in row)])


def term_said() -> str:
    """Read a document, and say it again."""
    from xmut_rules import Term  # noqa: PLC0415

    return Term.model_validate_json((EXAMPLES / "messy" / "term.json").read_bytes()).model_dump_json()


def row_said() -> str:
    """Build a row, and say it as JSON and as a pickle."""
    import pickle  # noqa: PLC0415

    from xmut_rules import Receipt  # noqa: PLC0415

    row = Receipt.model_validate(
        {"receipt_id": "E1", "project_id": "P1", "kind": "fee", "amount": "1.50", "date": "2021-03-20", "account": "A"}
    )
    return f"{pickle.loads(pickle.dumps(row))!r}"  # noqa: S301


def digest_said() -> str:
    """Amend the policy, and say its digest."""
    from xmut_rules import PILOT_2020  # noqa: PLC0415

    return PILOT_2020.amended(exams={"day_rate": "600"}).digest


def schema_said() -> str:
    """Say the schemas."""
    from xmut_rules.files.schemas import DOCUMENTS, schema_of  # noqa: PLC0415

    return json.dumps([schema_of(document) for document in DOCUMENTS])


SAID_BY_THREADS: tuple[Callable[[], str], ...] = (term_said, printed, row_said, digest_said, schema_said, term_said)
"""Different first uses of the library's types."""


if __name__ == "__main__":
    if "context" in sys.argv:
        for name in ("prec", "rounding", "Emin", "Emax", "capitals", "clamp", "traps"):
            setattr(decimal.DefaultContext, name, getattr(POOR, name))
        decimal.setcontext(POOR)
    if "shallow" in sys.argv:
        printed()
        sys.setrecursionlimit(150)
    sys.stdout.write(printed() + "\n")
