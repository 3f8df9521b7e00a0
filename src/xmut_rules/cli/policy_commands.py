"""The commands of a policy officer: compare policies, cost a change, look ahead, replay, hold other programs to it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xmut_rules.base.language import Language
from xmut_rules.cli.inputs import policy_fields, read_input, read_policy_input, read_term_input
from xmut_rules.cli.outputs import DIFFERS, SAME, UNKNOWN, UnusableError, give
from xmut_rules.formats.documents import Block

if TYPE_CHECKING:
    from xmut_rules.policy.terms import Policy


def add_commands(commands: Any) -> list[argparse.ArgumentParser]:
    """Add the commands to the parser."""
    name = "a policy or an amendment as JSON or TOML, or PILOT_2020"
    differences = commands.add_parser("differences", help="say what differs between two policies / 比较两份政策")
    impact = commands.add_parser("impact", help="say who gains or loses by a change of policy / 看改动影响谁")
    smallest = commands.add_parser("smallest-example", help="find a smallest case that differs / 找最小的不同例子")
    inspect = commands.add_parser("inspect", help="say what reads oddly in a policy / 看政策自身的疑点")
    forecast = commands.add_parser("forecast", help="settle what is planned / 预测一个项目")
    verify = commands.add_parser("verify", help="replay a report from its term / 重算一份报告")
    verify.add_argument("report", metavar="REPORT", help="the report as JSON")
    conformance = commands.add_parser("conformance", help="hold another program against the policy / 检验其他程序")
    conformance.add_argument("--runner", metavar="COMMAND", required=True, help="the program: JSON lines in and out")
    conformance.add_argument(
        "--function", metavar="NAME", action="append", default=[], help="this function's vectors alone"
    )
    for command in (impact, verify):
        command.add_argument("term", metavar="TERM", help="the term: JSON, a folder of CSV tables, .xlsx or -")
    for command in (differences, impact, smallest):
        command.add_argument("a", metavar="A", help=f"before: {name}")
        command.add_argument("b", metavar="B", help=f"after: {name}")
    inspect.add_argument("policy_name", metavar="POLICY", nargs="?", default="PILOT_2020", help=name)
    forecast.add_argument("plan", metavar="PLAN", help="a plan as JSON")
    for command in (forecast, verify):
        command.add_argument("--policy", metavar="FILE", action="append", help=f"{name}; may be given more than once")
    runs: tuple[tuple[argparse.ArgumentParser, Callable[[argparse.Namespace], int]], ...] = (
        (differences, _differences),
        (impact, _impact),
        (smallest, _smallest_example),
        (inspect, _inspect),
        (forecast, _forecast),
        (verify, _verify),
        (conformance, _conformance),
    )
    for command, run in runs:
        command.set_defaults(run=run)
        command.add_argument("--format", choices=("text", "json"), default="text")
    return [command for command, _ in runs]


def _policies(options: argparse.Namespace, lines: list[str]) -> tuple[Policy | None, Policy | None]:
    """Read both policies, of which B may amend A; what is wrong with either goes to `lines`."""
    from xmut_rules.files.policies import read_policy

    known, lang = policy_fields(), options.lang
    a = read_input(options.a, partial(read_policy, options.a), known, lang, lines)
    before = [] if a is None else [a]
    return a, read_input(options.b, partial(read_policy, options.b, known=before), known, lang, lines)


def _both(options: argparse.Namespace) -> tuple[Policy, Policy]:
    lines: list[str] = []
    a, b = _policies(options, lines)
    if a is None or b is None:
        raise UnusableError(*lines)
    return a, b


def _written(blocks: Iterable[Block], lang: Language) -> str:
    from xmut_rules.formats.documents import written

    return written(blocks, "text", lang)


def _differences(options: argparse.Namespace) -> int:
    from xmut_rules.changes.differences import difference_blocks, differences, differences_json
    from xmut_rules.files.policies import read_amendment

    a, b = _both(options)
    amendment = read_amendment(options.b)
    sources: dict[str, str] = {}
    if amendment:
        own = amendment.document.number if amendment.document else Path(options.b).name
        sources = {"effective_from": own, "effective_until": own}
        sources |= {each.field: each.source for each in amendment.changes}
    found = differences(a, b, sources=sources)
    text = _written(difference_blocks(found, options.lang), options.lang)
    give(differences_json(found) + "\n" if options.format == "json" else text, options)
    return 0


def _impact(options: argparse.Namespace) -> int:
    from xmut_rules.changes.impact import impact, impact_blocks, impact_json

    lines: list[str] = []
    term = read_term_input(options.term, options.lang, lines)
    first, second = _policies(options, lines)
    a = first and read_policy_input([options.a], options.lang, lines)
    b = first and second and read_policy_input(_with_base(options, first), options.lang, lines)
    if term is None or a is None or b is None:
        raise UnusableError(*lines)
    found = impact(term, a, b)
    text = _written(impact_blocks(found, options.lang), options.lang)
    give(impact_json(found) + "\n" if options.format == "json" else text, options)
    return 0


def _with_base(options: argparse.Namespace, first: Policy) -> list[str]:
    """Give B with A before it, where B amends A and not the 2020 document itself."""
    from xmut_rules.files.policies import read_amendment
    from xmut_rules.policy.amendments import POLICY_NAME

    amendment = read_amendment(options.b)
    amends_first = amendment is not None and amendment.amends == first.document.number
    return [options.a, options.b] if amends_first and options.a != POLICY_NAME else [options.b]


def _smallest_example(options: argparse.Namespace) -> int:
    from xmut_rules.changes.examples import example_json, smallest_example

    found = smallest_example(*_both(options))
    give((example_json(found) if options.format == "json" else found.message(options.lang)) + "\n", options)
    return 0


def _inspect(options: argparse.Namespace) -> int:
    from xmut_rules.changes.inspection import inspect_policy, observations_json
    from xmut_rules.files.policies import read_policy

    name, lines = options.policy_name, list[str]()
    policy = read_input(name, partial(read_policy, name), policy_fields(), options.lang, lines)
    if policy is None:
        raise UnusableError(*lines)
    found = inspect_policy(policy)
    nothing = "没有发现疑点。" if options.lang == "zh" else "Nothing odd was found."
    text = "\n".join(each.message(options.lang) for each in found) or nothing
    give((observations_json(found) if options.format == "json" else text) + "\n", options)
    return 0


def _forecast(options: argparse.Namespace) -> int:
    from xmut_rules.explain.page import explain, explanation_json
    from xmut_rules.files.words import HEADS
    from xmut_rules.formats.json_text import parse_json, read_bytes
    from xmut_rules.rules.forecast import ForecastPlan, forecast

    lines: list[str] = []
    known = (*ForecastPlan.model_fields, *HEADS)
    source = options.plan
    plan = read_input(source, lambda: parse_json(ForecastPlan, read_bytes(Path(source))), known, options.lang, lines)
    policy = read_policy_input(options.policy or ["PILOT_2020"], options.lang, lines)
    if plan is None or policy is None:
        raise UnusableError(*lines)
    found = read_input(source, lambda: forecast(plan, policy=policy), known, options.lang, lines)
    if found is None:
        raise UnusableError(*lines)
    give(explanation_json(found) + "\n" if options.format == "json" else explain(found, lang=options.lang), options)
    return 0


def _verify(options: argparse.Namespace) -> int:
    from xmut_rules.changes.replay import verification_json, verify
    from xmut_rules.files.policies import all_policies
    from xmut_rules.formats.json_text import read_bytes

    lines: list[str] = []
    names: list[str] = options.policy or []
    lang, report = options.lang, options.report
    data = read_input(report, lambda: read_bytes(Path(report)), (), lang, lines)
    term = read_term_input(options.term, lang, lines)
    policies = read_input(", ".join(names), partial(all_policies, names), policy_fields(), lang, lines)
    if data is None or term is None or policies is None:
        raise UnusableError(*lines)
    found = read_input(report, lambda: verify(data, term, policies=policies), (), lang, lines)
    if found is None:
        raise UnusableError(*lines)
    text = "\n".join(found.lines(lang))
    give((verification_json(found) if options.format == "json" else text) + "\n", options)
    return {"same": SAME, "differs": DIFFERS}.get(found.status, UNKNOWN)


def _conformance(options: argparse.Namespace) -> int:
    from xmut_rules.testing.conformance import (
        ConformanceError,
        conformance_blocks,
        conformance_json,
        read_vectors,
        run_vectors,
    )

    try:
        found = run_vectors(options.runner, read_vectors(options.function))
    except ConformanceError as error:
        raise UnusableError(error.words.to(options.lang)) from None
    text = _written(conformance_blocks(found, options.lang), options.lang)
    give(conformance_json(found) + "\n" if options.format == "json" else text, options)
    return SAME if found.ok else DIFFERS
