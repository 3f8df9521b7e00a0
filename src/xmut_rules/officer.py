"""The commands of a policy officer: compare policies, see what a change costs, look ahead, replay a report."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from xmut_rules.problems import Language
from xmut_rules.streams import UnusableError, give, inputs, read_input

if TYPE_CHECKING:
    from xmut_rules import Policy
    from xmut_rules.writing import Block

ResultT = TypeVar("ResultT")

SAME, DIFFERS, UNKNOWN = 0, 1, 2
"""The exit status of `verify`."""


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> list[argparse.ArgumentParser]:
    """Add the commands to the parser."""
    name = "a policy or an amendment as JSON or TOML, or PILOT_2020"
    differences = commands.add_parser("differences", help="say what differs between two policies / 比较两份政策")
    impact = commands.add_parser("impact", help="say who gains or loses by a change of policy / 看改动影响谁")
    smallest = commands.add_parser("smallest-example", help="find a smallest case that differs / 找最小的不同例子")
    inspect = commands.add_parser("inspect", help="say what reads oddly in a policy / 看政策自身的疑点")
    forecast = commands.add_parser("forecast", help="settle what is planned / 预测一个项目")
    verify = commands.add_parser("verify", help="replay a report from its term / 重算一份报告")
    verify.add_argument("report", metavar="REPORT", help="the report as JSON")
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
    )
    for command, run in runs:
        command.set_defaults(run=run)
        command.add_argument("--format", choices=("text", "json"), default="text")
    return [command for command, _ in runs]


def _policies(options: argparse.Namespace) -> tuple[Policy, Policy]:
    """Read both policies; what is wrong with either is told."""
    from xmut_rules.policy_files import policy_of

    lines: list[str] = []
    found = [read_input(name, partial(policy_of, name), (), options.lang, lines) for name in (options.a, options.b)]
    a, b = found
    if a is None or b is None:
        raise UnusableError(*lines)
    return a, b


def _written(blocks: Iterable[Block], lang: Language) -> str:
    from xmut_rules.writing import written

    return written(blocks, "text", lang)


def _differences(options: argparse.Namespace) -> int:
    from xmut_rules.amendments import POLICY_NAME
    from xmut_rules.changes import difference_blocks, differences, differences_json
    from xmut_rules.policy_files import read_amendment

    a, b = _policies(options)
    amendment = None if options.b == POLICY_NAME else read_amendment(options.b)
    sources = {each.field: each.source for each in amendment.changes} if amendment else {}
    found = differences(a, b, sources=sources)
    as_json = options.format == "json"
    give(
        differences_json(found) + "\n" if as_json else _written(difference_blocks(found, options.lang), options.lang),
        options,
    )
    return 0


def _impact(options: argparse.Namespace) -> int:
    from xmut_rules.changes import impact, impact_blocks, impact_json
    from xmut_rules.policy_files import policies_of

    _policies(options)
    options.policy = None
    term, _ = inputs(options)
    found = impact(term, policies_of([options.a]), policies_of([options.b]))
    text = _written(impact_blocks(found, options.lang), options.lang)
    give(impact_json(found) + "\n" if options.format == "json" else text, options)
    return 0


def _smallest_example(options: argparse.Namespace) -> int:
    from xmut_rules.changes import example_json, smallest_example

    found = smallest_example(*_policies(options))
    give((example_json(found) if options.format == "json" else found.message(options.lang)) + "\n", options)
    return 0


def _inspect(options: argparse.Namespace) -> int:
    from xmut_rules.inspection import inspect_policy, observations_json
    from xmut_rules.policy_files import policy_of

    name = options.policy_name
    found = inspect_policy(_one(name, partial(policy_of, name), options))
    nothing = "没有发现疑点。" if options.lang == "zh" else "Nothing odd was found."
    text = "\n".join(each.message(options.lang) for each in found) or nothing
    give((observations_json(found) if options.format == "json" else text) + "\n", options)
    return 0


def _one(name: str, source: Callable[[], ResultT], options: argparse.Namespace) -> ResultT:
    """Read one input, or tell everything that is wrong with it."""
    lines: list[str] = []
    found = read_input(name, source, (), options.lang, lines)
    if found is None:
        raise UnusableError(*lines)
    return found


def _forecast(options: argparse.Namespace) -> int:
    from xmut_rules.explain import explain, explanation_json
    from xmut_rules.forecasts import ForecastPlan, forecast
    from xmut_rules.policy_files import policies_of
    from xmut_rules.tables import parse_json, read_bytes

    names: list[str] = options.policy or []
    plan = _one(options.plan, lambda: parse_json(ForecastPlan, read_bytes(Path(options.plan))), options)
    policy = _one(", ".join(names), partial(policies_of, names), options)
    try:
        found = forecast(plan, policy=policy)
    except ValueError as error:
        raise UnusableError(f"{options.plan}: {error}") from None
    give(explanation_json(found) + "\n" if options.format == "json" else explain(found, lang=options.lang), options)
    return 0


def _verify(options: argparse.Namespace) -> int:
    from xmut_rules.policy_files import policy_of
    from xmut_rules.replay import verification_json, verify
    from xmut_rules.tables import read_bytes

    names: list[str] = options.policy or []
    policies = [_one(name, partial(policy_of, name), options) for name in names]
    options.policy = None
    term, _ = inputs(options)
    data = _one(options.report, lambda: read_bytes(Path(options.report)), options)
    found = _one(options.report, lambda: verify(data, term, policies=policies), options)
    lines = "\n".join(found.lines(options.lang))
    give((verification_json(found) if options.format == "json" else lines) + "\n", options)
    return {"same": SAME, "differs": DIFFERS}.get(found.status, UNKNOWN)
