"""The gate of mutation testing notices what it must, and its list of mutants that change nothing is up to date."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest

from tests.mutation.gate import CHAPTERS, ROOT, Mutant, judge, listed, mutant
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
    """Give the changed line of each mutant of a text."""
    return [each.after for each, _ in mutants_of(module, source)]


def test_constants_conditions_and_calls_are_planted() -> None:
    """In a chapter a constant of the module changes both ways, and functions as mutmut does not change them."""
    assert planted(RATE) == [
        "RATE = 121", "RATE = 119", "if (not extra):", "if (hours >= 3):", "if (hours < 3) and not extra:",
        "if hours >= 2 and not extra:", "pass", "return None", "return min(720, RATE * hours)",
        "return max(RATE * hours, 720)", "return min(RATE * hours, 719)",
    ]  # fmt: skip


def test_outside_the_chapters_only_constants_are_planted() -> None:
    """In `records` and `values` every number changes, in functions too; docstrings and an error's words never do."""
    assert planted(RATE, "rules.records") == [
        "RATE = 121", "RATE = 119", "if hours >= 4 and not extra:", "if hours >= 2 and not extra:",
        "return min(RATE * hours, 721)", "return min(RATE * hours, 719)",
    ]  # fmt: skip


def test_the_bounds_of_a_pattern_are_planted() -> None:
    """Each number between braces moves by one, and the pattern becomes another."""
    assert planted('FORM = r"[0-9]{1,13}"') == [
        "FORM = '[0-9]{1,13}x'", "FORM = '[0-9]{2,13}'", "FORM = '[0-9]{0,13}'", "FORM = '[0-9]{1,14}'",
        "FORM = '[0-9]{1,12}'",
    ]  # fmt: skip


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
    assert "survived: rules.exams.f\n  - a\n  + b" in told
    assert f"listed, but killed or gone: {proved[0]}" in told


def test_a_long_line_is_shown_around_its_change() -> None:
    """Sixty characters on each side of a change are kept, of the rest three dots."""
    found = mutant("m", "f", "a" * 100 + "1" + "b" * 100, "a" * 100 + "2" + "b" * 100)
    assert found.before == "… " + "a" * 60 + "1" + "b" * 60 + " …"
    assert found.after == "… " + "a" * 60 + "2" + "b" * 60 + " …"


def test_every_listed_mutant_has_a_proof_and_is_still_planted() -> None:
    """A proof is a sentence, and the constants' mutants are ones that the rules of today have."""
    rows = tomllib.loads((ROOT / "tests" / "mutation" / "equivalent.toml").read_text("utf-8"))
    assert set(rows) == {"functions", "constants"}
    assert [row for tool in rows.values() for row in tool if not row["proof"].endswith(".") or not row["changes"]] == []
    for module in {row["module"] for row in rows["constants"]}:
        source = (ROOT / "src" / "xmut_rules" / f"{module.replace('.', '/')}.py").read_text("utf-8")
        assert listed("constants", [module]) - Counter(each for each, _ in mutants_of(module, source)) == Counter()
