"""The commands about policies: compare, cost a change, look ahead, replay a report, hold programs to the policy."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache, partial
from pathlib import Path

from xmut_rules.base.language import Language, Words
from xmut_rules.changes.comparison import compare, comparison_json, comparison_lines
from xmut_rules.changes.differences import difference_blocks, differences, differences_json
from xmut_rules.changes.examples import example_json, smallest_example
from xmut_rules.changes.impact import Impact, impact, impact_json, impact_page
from xmut_rules.changes.inspection import inspect_policy, observation_rows, session_kinds
from xmut_rules.changes.properties import properties, property_rows
from xmut_rules.changes.replay import verification_json, verify
from xmut_rules.cli.inputs import (
    POLICY,
    TERM,
    policies_option,
    read_input,
    read_policies_at,
    read_policy_at,
    read_term_at,
    together,
)
from xmut_rules.cli.outputs import (
    DIFFERS,
    ERROR_FINDINGS,
    FINE,
    SAME,
    UNKNOWN,
    UnusableError,
    write_result,
)
from xmut_rules.cli.parser import Command, Parser
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


def _two_policies(parser: Parser) -> None:
    parser.input_option("a", metavar="A", words=Words("改动前：{policy}", "before: {policy}").filled(policy=POLICY))
    parser.input_option("b", metavar="B", words=Words("改动后：{policy}", "after: {policy}").filled(policy=POLICY))


def _write(options: argparse.Namespace, text: Callable[[], str], document: Callable[[], str]) -> None:
    """Write a result in the format that was asked for, with a line end."""
    chosen = document() if options.format == "json" else text()
    write_result(chosen if chosen.endswith("\n") else f"{chosen}\n", options)


def _text(blocks: Iterable[Block], lang: Language) -> str:
    return written(blocks, "text", lang)


def _both(options: argparse.Namespace) -> tuple[Policy, Policy]:
    """Read both policies, of which B may amend A."""
    lang: Language = options.lang
    read_a = cache(lambda: read_policy_at(options.a, partial(read_policy, options.a), lang))

    def read_b() -> Policy:
        """Read B, which may amend A."""
        known: list[Policy] = []
        with suppress(UnusableError):  # it is reported where A is read
            known = [read_a()]
        return read_policy_at(options.b, partial(read_policy, options.b, known=known), lang)

    return together(read_a, read_b)


def _differences_options(parser: Parser) -> None:
    _two_policies(parser)
    parser.output_options("text", "json")


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


def _impact_options(parser: Parser) -> None:
    parser.input_option("term", metavar="TERM", words=TERM)
    _two_policies(parser)
    parser.output_options("text", "json")


def _impact(options: argparse.Namespace) -> int:
    lang: Language = options.lang
    term, (a, b) = together(lambda: read_term_at(options.term, lang), lambda: _before_and_after(options))
    found = impact(term, a, b)
    _write(options, lambda: _impact_text(found, options), lambda: impact_json(found))
    return FINE


def _impact_text(found: Impact, options: argparse.Namespace) -> str:
    """Return an impact as text; where nobody is concerned, with the smallest case in which somebody would be."""
    lang: Language = options.lang
    text = impact_page(found, lang=lang)
    if found.persons or found.projects or found.colleges or found.students:
        return text
    return f"{text}\n{_NOBODY.to(lang)}{smallest_example(*_both(options)).message(lang)}"


_NOBODY = Words("本学期无人受影响。最小的例子：", "Nobody is concerned in this term. Smallest case: ")


def _before_and_after(options: argparse.Namespace) -> tuple[Policy | Timeline, Policy | Timeline]:
    """Read A and B as policies or timelines; B with A before it, where B amends A and not the 2020 document itself."""
    first, _ = _both(options)
    amendment = read_amendment(options.b)
    amends_first = amendment is not None and amendment.amends == first.document.number
    after = [options.a, options.b] if amends_first and options.a != POLICY_NAME else [options.b]
    return together(lambda: read_policies_at([options.a], options.lang), lambda: read_policies_at(after, options.lang))


def _smallest_example(options: argparse.Namespace) -> int:
    found = smallest_example(*_both(options))
    _write(options, lambda: found.message(options.lang), lambda: example_json(found))
    return FINE


def _compare(options: argparse.Namespace) -> int:
    found = compare(*_both(options))
    _write(options, lambda: "\n".join(comparison_lines(found, options.lang)), lambda: comparison_json(found))
    return FINE


def _inspect_options(parser: Parser) -> None:
    parser.input_option("policy_name", metavar="POLICY", nargs="?", default=POLICY_NAME, words=POLICY)
    parser.output_options("text", "json")


_NOTHING_ODD = Words("没有发现疑点。", "No inconsistencies found.")


def _inspect(options: argparse.Namespace) -> int:
    name, lang = options.policy_name, options.lang
    policy = read_policy_at(name, partial(read_policy, name), lang)
    found, guarantees = inspect_policy(policy), properties(policy)
    odd = [observation.message(lang) for observation in found] or [_NOTHING_ODD.to(lang)]
    kinds = session_kinds(policy).to(lang)
    text = "\n".join([kinds, "", *odd, "", *(guarantee.message(lang) for guarantee in guarantees)])
    rows = [*observation_rows(found), *property_rows(guarantees)]
    _write(options, lambda: text, lambda: json.dumps(rows, ensure_ascii=False, indent=1))
    return FINE


def _forecast_options(parser: Parser) -> None:
    parser.input_option("plan", metavar="PLAN", words=Words("计划，JSON 文件", "a plan as JSON"))
    policies_option(parser)
    parser.output_options("text", "json")


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


def _verify_options(parser: Parser) -> None:
    report = Words("报告，或含有报告的更正单，JSON 文件", "the report, or a correction with one, as JSON")
    parser.input_option("report", metavar="REPORT", words=report)
    parser.input_option("term", metavar="TERM", words=TERM)
    parser.input_option("--policy", metavar="FILE", action="append", words=_KNOWN.filled(policy=POLICY))
    parser.output_options("text", "json")


_KNOWN = Words(
    "已知的{policy}；可给出多次；PILOT_2020 总是已知",
    "{policy} that the report may rest on; may be repeated; PILOT_2020 is always known",
)


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


def _conformance_options(parser: Parser) -> None:
    program = Words("要检验的程序：逐行读写 JSON", "the program: JSON lines in and out")
    parser.option("--runner", metavar="COMMAND", required=True, words=program)
    one = Words("只用这个函数的用例；可给出多次", "only this function's vectors; may be repeated")
    parser.option("--function", metavar="NAME", action="append", default=[], words=one)
    parser.output_options("text", "json")


def _conformance(options: argparse.Namespace) -> int:
    lang: Language = options.lang
    try:
        found = run_vectors(options.runner, read_vectors(options.function))
    except ConformanceError as error:
        raise UnusableError(error.words.to(lang)) from None
    _write(options, lambda: _text(conformance_blocks(found, lang), lang), lambda: conformance_json(found))
    return SAME if found.ok else DIFFERS


_SHORT_AND_LONG = Words(
    "长场：时长达到较高一档标准的场次（2020 年文件为满 3 小时）；不满的为短场。",
    "A session is long if it lasts long enough for the higher rate (3 hours or more in the 2020 document), otherwise "
    "short.",
)

COMMANDS = (
    Command(
        name="differences",
        summary=Words("比较两份政策，列出差异。", "List the differences between two policies."),
        options=_differences_options,
        run=_differences,
        examples=("differences PILOT_2020 amendment.toml",),
    ),
    Command(
        name="impact",
        summary=Words("测算政策改动使谁多得、谁少得。", "Show who gains or loses by a change of policy."),
        options=_impact_options,
        run=_impact,
        examples=("impact term.xlsx PILOT_2020 amendment.toml",),
    ),
    Command(
        name="compare",
        summary=Words("逐项比较两份政策的计算结果。", "Compare what two policies decide, item by item."),
        more=_SHORT_AND_LONG,
        options=_differences_options,
        run=_compare,
        examples=("compare PILOT_2020 amendment.toml",),
    ),
    Command(
        name="smallest-example",
        summary=Words(
            "找出两份政策结果不同的最小例子。", "Find the smallest case that two policies decide differently."
        ),
        more=_SHORT_AND_LONG,
        options=_differences_options,
        run=_smallest_example,
        examples=("smallest-example PILOT_2020 amendment.toml",),
    ),
    Command(
        name="inspect",
        summary=Words("检查一份政策自身的疑点和保证。", "Show inconsistencies and guarantees of a policy."),
        more=_SHORT_AND_LONG,
        options=_inspect_options,
        run=_inspect,
        examples=("inspect", "inspect amendment.toml"),
    ),
    Command(
        name="forecast",
        summary=Words(
            "预测一个计划中的项目：酬金、结余、奖励。", "Forecast pay, surplus and award of a planned project."
        ),
        options=_forecast_options,
        run=_forecast,
        examples=("forecast plan.json", "forecast plan.json --policy amendment.toml"),
    ),
    Command(
        name="verify",
        summary=Words("按原数据重算，核对一份报告。", "Recompute a report from its term and compare."),
        more=Words(
            "退出码：0 一致，1 不一致，2 输入不可用，或报告所依据的政策不在已知政策中。",
            "Exit status: 0 same, 1 differs, 2 unusable input or a policy that is not known.",
        ),
        options=_verify_options,
        run=_verify,
        examples=("verify report.json term.xlsx", "verify report.json term.xlsx --policy amendment.toml"),
    ),
    Command(
        name="conformance",
        summary=Words("用全部用例检验另一个程序是否符合政策。", "Test another program against the policy."),
        more=Words(
            "退出码：0 全部相符，1 有不符，2 程序不可用。",
            "Exit status: 0 all right, 1 some are not, 2 the program cannot be used.",
        ),
        options=_conformance_options,
        run=_conformance,
        examples=("conformance --runner 'python my_rules.py'",),
    ),
)
"""The commands of this module."""
