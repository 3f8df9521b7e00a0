"""The gate of mutation testing notices what it must, and its list of mutants that change nothing is up to date."""

from __future__ import annotations

import ast
import tomllib
from collections import Counter

import pytest

from tests.mutation.functions import smallest_difference
from tests.mutation.gate import CHAPTERS, ROOT, Mutant, fault_of, judge, listed
from tests.mutation.kinds import mutants_of

RATE = '''"""A module."""

RATE = 120


def pay(hours: int, extra: bool) -> int:
    """Pay hours."""
    if hours >= 3 and not extra:
        raise ValueError("too many")
    return min(RATE * hours, 720)
'''


def planted(source: str, module: str = "rules.training") -> list[str]:
    """Return each mutant of a text: what was done, and to what."""
    return [f"{found.operator}: {found.literal}" for found, _ in mutants_of(module, source)]


def test_constants_conditions_and_calls_are_planted() -> None:
    """In a chapter a constant of the module changes both ways, and functions as mutmut does not change them."""
    assert planted(RATE) == [
        "+1: 120", "-1: 120", "becomes not extra: hours >= 3 and (not extra)",
        "becomes hours >= 3: hours >= 3 and (not extra)", "< for >=: hours >= 3", "-1: 3",
        "left out: raise ValueError('too many')", "becomes return None: return min(RATE * hours, 720)",
        "becomes min(720, RATE * hours): min(RATE * hours, 720)", "max for it: min", "-1: 720",
    ]  # fmt: skip


def test_outside_the_chapters_only_constants_are_planted() -> None:
    """In `records` and `values` every number changes, in functions too; docstrings and an error's words never do."""
    assert planted(RATE, "rules.records") == ["+1: 120", "-1: 120", "+1: 3", "-1: 3", "+1: 720", "-1: 720"]


def test_the_bounds_of_a_pattern_are_planted() -> None:
    """Each number between braces moves by one, and the pattern becomes another."""
    texts = [text for _, text in mutants_of("rules.training", 'FORM = r"[0-9]{1,13}"')]
    assert texts == [f"FORM = '[0-9]{bounds}" for bounds in ("{1,13}x'", "{2,13}'", "{0,13}'", "{1,14}'", "{1,12}'")]


LAID_OUT_ANEW = RATE.replace(
    "return min(RATE * hours, 720)", "paid = min(\n        RATE * hours,\n        720,\n    )\n    return paid"
)


def test_a_fault_keeps_its_name_when_the_code_around_it_changes() -> None:
    """A function laid out anew, with a local name more and another message, has the faults that it had before."""
    changed = LAID_OUT_ANEW.replace("too many", "far too many").replace('"""Pay hours."""', '"""Pay the hours."""')
    gone = {"left out: raise ValueError('too many')", "becomes return None: return min(RATE * hours, 720)"}
    assert {*planted(RATE)} - {*planted(changed)} == gone
    assert len({*planted(RATE)}) == len(planted(RATE))


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("x = pay(1, extra=False)", "x = pay(2, extra=False)", ("+1", "1")),
        ("x = pay(1, extra=False)", "x = pay(1, extra=True)", ("turned", "False")),
        ("x = pay(1, extra=False)", "x = pay(1)", ("becomes pay(1)", "pay(1, extra=False)")),
        ("x = f('a')", "x = f('XXaXX')", ("another text", "'a'")),
        ("x = f(y)", "x = None", ("becomes None", "f(y)")),
        ("x = a >= b", "x = a > b", ("> for >=", "a >= b")),
        ("x = a and b", "x = a or b", ("or for and", "a and b")),
    ],
)
def test_mutmuts_faults_have_the_same_names(before: str, after: str, fault: tuple[str, str]) -> None:
    """What mutmut changed in a function is found as the smallest piece that differs."""
    assert fault_of(*smallest_difference(ast.parse(before), ast.parse(after))) == fault


def test_every_mutant_is_a_program() -> None:
    """The text of each mutant compiles, and differs from the module's own."""
    for module in CHAPTERS:
        source = (ROOT / "src" / "xmut_rules" / f"{module.replace('.', '/')}.py").read_text("utf-8")
        texts = [text for _, text in mutants_of(module, source)][::20]
        assert source not in texts
        for text in texts:
            compile(text, module, "exec")


def test_the_gate_wants_exactly_the_listed_survivors(capsys: pytest.CaptureFixture[str]) -> None:
    """0 for the listed survivors, 1 for one more, one less, or no mutants at all."""
    proved = list(listed("constants", ["rules.exams"]).elements())
    stray = Mutant("rules.exams", "f", "a", "b")
    assert judge("constants", ["rules.exams"], proved, 100) == 0
    assert judge("constants", ["rules.exams"], [*proved, stray], 100) == 1
    assert judge("constants", ["rules.exams"], proved[1:], 100) == 1
    assert judge("constants", ["base.money"], [], 0) == 1
    told = capsys.readouterr().out
    assert "survived: rules.exams.f: a: b" in told
    assert f"listed, but killed or gone: {proved[0]}" in told


def test_a_long_literal_is_shown_by_its_beginning() -> None:
    """Eighty characters name a piece of code."""
    _, literal = fault_of(ast.parse(f"f({'a' * 100})").body[0], ast.Pass())
    assert literal == f"f({'a' * 78}…"


def test_every_listed_mutant_has_a_proof_and_is_still_planted() -> None:
    """A proof is a sentence, and the constants' mutants are ones that the rules of today have."""
    rows = tomllib.loads((ROOT / "tests" / "mutation" / "equivalent.toml").read_text("utf-8"))
    assert set(rows) == {"functions", "constants"}
    assert [row for tool in rows.values() for row in tool if not row["proof"].endswith(".") or not row["faults"]] == []
    for module in {row["module"] for row in rows["constants"]}:
        source = (ROOT / "src" / "xmut_rules" / f"{module.replace('.', '/')}.py").read_text("utf-8")
        assert listed("constants", [module]) - Counter(each for each, _ in mutants_of(module, source)) == Counter()
