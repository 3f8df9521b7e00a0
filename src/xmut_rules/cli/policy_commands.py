"""The commands about policies: compare, cost a change, look ahead, replay a report, hold programs to the policy."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

from xmut_rules.base.language import Language, Words
from xmut_rules.changes.differences import difference_blocks, differences, differences_json
from xmut_rules.changes.examples import example_json, smallest_example
from xmut_rules.changes.impact import impact, impact_blocks, impact_json
from xmut_rules.changes.inspection import inspect_policy, observations_json
from xmut_rules.changes.replay import verification_json, verify
from xmut_rules.cli.inputs import POLICY, read_input, read_policies_at, read_policy_at, read_term_at, together
from xmut_rules.cli.outputs import (
    DIFFERS,
    ERROR_FINDINGS,
    FINE,
    SAME,
    UNKNOWN,
    UnusableError,
    output_options,
    write_result,
)
from xmut_rules.explain.page import explain, explanation_json
from xmut_rules.files.columns import HEADS
from xmut_rules.files.policies import all_policies, read_amendment, read_policy
from xmut_rules.formats.documents import Block, written
from xmut_rules.formats.json_text import parse_json, read_bytes
from xmut_rules.policy.amendments import POLICY_NAME
from xmut_rules.policy.terms import Policy, Timeline
from xmut_rules.rules.forecast import ForecastPlan, forecast
from xmut_rules.testing.conformance import (
    ConformanceError,
    conformance_blocks,
    conformance_json,
    read_vectors,
    run_vectors,
)


def add_commands(commands: Any) -> None:
    """Add the commands to the parser."""
    _add_differences(commands)
    _add_impact(commands)
    _add_smallest_example(commands)
    _add_inspect(commands)
    _add_forecast(commands)
    _add_verify(commands)
    _add_conformance(commands)


def _result_options() -> argparse.ArgumentParser:
    """Return the options of a command that writes text or JSON."""
    parent = argparse.ArgumentParser(add_help=False, parents=[output_options()])
    parent.add_argument("--format", choices=("text", "json"), default="text")
    return parent


def _two_policies() -> argparse.ArgumentParser:
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument("a", metavar="A", help=f"before: {POLICY}")
    parent.add_argument("b", metavar="B", help=f"after: {POLICY}")
    return parent


def _other_policies() -> argparse.ArgumentParser:
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument("--policy", metavar="FILE", action="append", help=f"{POLICY}; may be given more than once")
    return parent


def _one_term() -> argparse.ArgumentParser:
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument("term", metavar="TERM", help="the term: JSON, a folder of CSV tables, .xlsx or -")
    return parent


def _write(options: argparse.Namespace, text: Callable[[], str], json: Callable[[], str]) -> None:
    """Write a result in the format that was asked for, with a line end."""
    chosen = json() if options.format == "json" else text()
    write_result(chosen if chosen.endswith("\n") else f"{chosen}\n", options)


def _text(blocks: Iterable[Block], lang: Language) -> str:
    return written(blocks, "text", lang)


def _both(options: argparse.Namespace) -> tuple[Policy, Policy]:
    """Read both policies, of which B may amend A."""
    lang: Language = options.lang
    read_a = cache(lambda: read_policy_at(options.a, partial(read_policy, options.a), lang))

    def read_b() -> Policy:
        known: list[Policy] = []
        with suppress(UnusableError):  # it is reported where A is read
            known = [read_a()]
        return read_policy_at(options.b, partial(read_policy, options.b, known=known), lang)

    return together(read_a, read_b)


def _add_differences(commands: Any) -> None:
    command = commands.add_parser(
        "differences",
        help="say what differs between two policies / 比较两份政策",
        parents=[_two_policies(), _result_options()],
    )
    command.set_defaults(run=_differences)


def _differences(options: argparse.Namespace) -> int:
    a, b = _both(options)
    amendment = read_amendment(options.b)
    sources: dict[str, str] = {}
    if amendment:
        own = amendment.document.number if amendment.document else Path(options.b).name
        sources = {"effective_from": own, "effective_until": own}
    found = differences(a, b, sources=sources)
    _write(
        options, lambda: _text(difference_blocks(found, options.lang), options.lang), lambda: differences_json(found)
    )
    return FINE


def _add_impact(commands: Any) -> None:
    command = commands.add_parser(
        "impact",
        help="say who gains or loses by a change of policy / 看改动影响谁",
        parents=[_one_term(), _two_policies(), _result_options()],
    )
    command.set_defaults(run=_impact)


def _impact(options: argparse.Namespace) -> int:
    lang: Language = options.lang
    term, (a, b) = together(lambda: read_term_at(options.term, lang), lambda: _before_and_after(options))
    found = impact(term, a, b)
    _write(options, lambda: _text(impact_blocks(found, lang), lang), lambda: impact_json(found))
    return FINE


def _before_and_after(options: argparse.Namespace) -> tuple[Policy | Timeline, Policy | Timeline]:
    """Read A and B as policies or timelines; B with A before it, where B amends A and not the 2020 document itself."""
    first, _ = _both(options)
    amendment = read_amendment(options.b)
    amends_first = amendment is not None and amendment.amends == first.document.number
    after = [options.a, options.b] if amends_first and options.a != POLICY_NAME else [options.b]
    return together(lambda: read_policies_at([options.a], options.lang), lambda: read_policies_at(after, options.lang))


def _add_smallest_example(commands: Any) -> None:
    command = commands.add_parser(
        "smallest-example",
        help="find a smallest case that differs / 找最小的不同例子",
        parents=[_two_policies(), _result_options()],
    )
    command.set_defaults(run=_smallest_example)


def _smallest_example(options: argparse.Namespace) -> int:
    found = smallest_example(*_both(options))
    _write(options, lambda: found.message(options.lang), lambda: example_json(found))
    return FINE


def _add_inspect(commands: Any) -> None:
    command = commands.add_parser(
        "inspect", help="say what reads oddly in a policy / 看政策自身的疑点", parents=[_result_options()]
    )
    command.add_argument("policy_name", metavar="POLICY", nargs="?", default=POLICY_NAME, help=POLICY)
    command.set_defaults(run=_inspect)


_NOTHING_ODD = Words("没有发现疑点。", "Nothing odd was found.")


def _inspect(options: argparse.Namespace) -> int:
    name: str = options.policy_name
    found = inspect_policy(read_policy_at(name, partial(read_policy, name), options.lang))
    text = "\n".join(observation.message(options.lang) for observation in found) or _NOTHING_ODD.to(options.lang)
    _write(options, lambda: text, lambda: observations_json(found))
    return FINE


def _add_forecast(commands: Any) -> None:
    command = commands.add_parser(
        "forecast", help="settle what is planned / 预测一个项目", parents=[_other_policies(), _result_options()]
    )
    command.add_argument("plan", metavar="PLAN", help="a plan as JSON")
    command.set_defaults(run=_forecast)


def _forecast(options: argparse.Namespace) -> int:
    lang, name = options.lang, options.plan
    read = partial(read_input, lang=lang, known=(*ForecastPlan.model_fields, *HEADS))
    plan, policy = together(
        lambda: read(name, lambda: parse_json(ForecastPlan, read_bytes(Path(name)))),
        lambda: read_policies_at(options.policy, lang),
    )
    found = read(name, lambda: forecast(plan, policy=policy))
    _write(options, lambda: explain(found, lang=lang), lambda: explanation_json(found))
    return ERROR_FINDINGS if any(finding.severity == "error" for finding in found.findings) else FINE


def _add_verify(commands: Any) -> None:
    report = argparse.ArgumentParser(add_help=False)
    report.add_argument("report", metavar="REPORT", help="the report, or a correction with one, as JSON")
    command = commands.add_parser(
        "verify",
        help="replay a report from its term / 重算一份报告",
        parents=[report, _one_term(), _other_policies(), _result_options()],
    )
    command.set_defaults(run=_verify)


def _verify(options: argparse.Namespace) -> int:
    lang, report = options.lang, options.report
    names: list[str] = options.policy or []
    data, term, policies = together(
        lambda: read_input(report, lambda: read_bytes(Path(report)), lang),
        lambda: read_term_at(options.term, lang),
        lambda: read_policy_at(", ".join(names), partial(all_policies, names), lang),
    )
    found = read_input(report, lambda: verify(data, term, policies=policies), lang)
    _write(options, lambda: "\n".join(found.lines(lang)), lambda: verification_json(found))
    return {"same": SAME, "differs": DIFFERS}.get(found.status, UNKNOWN)


def _add_conformance(commands: Any) -> None:
    command = commands.add_parser(
        "conformance", help="hold another program against the policy / 检验其他程序", parents=[_result_options()]
    )
    command.add_argument("--runner", metavar="COMMAND", required=True, help="the program: JSON lines in and out")
    one = "this function's vectors alone"
    command.add_argument("--function", metavar="NAME", action="append", default=[], help=one)
    command.set_defaults(run=_conformance)


def _conformance(options: argparse.Namespace) -> int:
    lang: Language = options.lang
    try:
        found = run_vectors(options.runner, read_vectors(options.function))
    except ConformanceError as error:
        raise UnusableError(error.words.to(lang)) from None
    _write(options, lambda: _text(conformance_blocks(found, lang), lang), lambda: conformance_json(found))
    return SAME if found.ok else DIFFERS
