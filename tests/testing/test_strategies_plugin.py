"""How Hypothesis gets to know the types: by its entry point, in either order of imports, loading nothing early."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import _xmut_rules_hypothesis
import xmut_rules
from xmut_rules import PILOT_2020, Policy, Term, TrainingRecord, training_pay
from xmut_rules.testing import strategies

ASK = """
print(sorted(name for name in ("hypothesis", "pydantic", "xmut_rules", "xmut_rules.testing.strategies") if name in sys.modules))
"""
DRAW = """
from hypothesis import find, strategies as st
print(find(st.from_type(xmut_rules.Policy), lambda policy: True) == xmut_rules.PILOT_2020)
"""


def said(code: str, **environment: str) -> str:
    """Run code in a process of its own, warnings being errors, and give what it prints."""
    command = [sys.executable, "-W", "error", "-c", f"import sys\n{code}"]
    env = {**os.environ, **environment}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


def test_hypothesis_alone_loads_no_package() -> None:
    """Importing Hypothesis runs the entry point, which imports neither the package nor pydantic."""
    assert said("import hypothesis" + ASK) == "['hypothesis']"
    assert said("import hypothesis\nprint('_xmut_rules_hypothesis' in sys.modules)") == "True"


def test_the_package_alone_loads_no_hypothesis() -> None:
    """Importing the package loads neither Hypothesis nor the strategies."""
    assert said("import xmut_rules" + ASK) == "['pydantic', 'xmut_rules']"


@pytest.mark.parametrize("order", ["import hypothesis, xmut_rules", "import xmut_rules, hypothesis"])
def test_both_orders_of_imports_register(order: str) -> None:
    """Whichever comes last registers, and the strategies are loaded only when one is asked for."""
    assert said(order + ASK) == "['hypothesis', 'pydantic', 'xmut_rules']"
    assert said(order + DRAW) == "True"


def test_a_module_of_the_package_registers_too() -> None:
    """Importing a part imports the root, and that registers."""
    assert said("import hypothesis\nfrom xmut_rules.policy import Policy\nimport xmut_rules" + DRAW) == "True"


def test_a_package_that_is_still_being_imported_registers_at_its_end() -> None:
    """Hypothesis imported in the middle of the package's own import finds nothing yet, and is told afterwards."""
    code = """
import types
sys.modules["xmut_rules"] = types.ModuleType("xmut_rules")
import hypothesis
del sys.modules["xmut_rules"]
import xmut_rules
"""
    assert said(code + DRAW) == "True"


def test_without_plugins_nothing_is_registered() -> None:
    """`HYPOTHESIS_NO_PLUGINS` is obeyed; the strategies work all the same."""
    code = """
import hypothesis, xmut_rules
from xmut_rules.testing import strategies
print("_xmut_rules_hypothesis" in sys.modules, hypothesis.find(strategies.policies(), bool) == xmut_rules.PILOT_2020)
"""
    assert said(code, HYPOTHESIS_NO_PLUGINS="1") == "False True"


def test_where_hypothesis_is_not_there_the_package_works() -> None:
    """A host without Hypothesis, or one that blocks it, imports and uses the package."""
    code = """
sys.modules["hypothesis"] = None
from datetime import timedelta
import xmut_rules
print(xmut_rules.session_rate(timedelta(hours=3), policy=xmut_rules.PILOT_2020))
"""
    assert said(code) == "200.00"


@pytest.mark.parametrize(("name", "strategy"), _xmut_rules_hypothesis.STRATEGIES.items())
def test_every_registered_type_has_its_strategy(name: str, strategy: str) -> None:
    """`st.from_type` of it draws values of the type, and so does the strategy of that name."""
    kind: type[Any] = getattr(xmut_rules, name)

    @settings(max_examples=10)
    @given(st.from_type(kind), getattr(strategies, strategy)())
    def is_one(value: object, named: object) -> None:
        assert type(named) is kind
        assert type(value) is kind

    is_one()


def test_every_table_of_a_term_is_registered() -> None:
    """The types of its rows, the term, the policy and the timeline; none is forgotten."""
    rows = {annotation.annotation.__args__[0].__origin__.__name__ for annotation in _tables()}
    assert rows | {"Policy", "Term", "Timeline"} == set(_xmut_rules_hypothesis.STRATEGIES)


def _tables() -> list[Any]:
    return [field for field in Term.model_fields.values() if "Deferred" in repr(field.annotation)]


@settings(max_examples=30)
@given(...)
def test_an_annotation_is_enough(record: TrainingRecord, policy: Policy) -> None:
    """`@given(...)` reads the types: a record that claims nothing pays nothing, under any policy."""
    pay = training_pay([record.model_copy(update={"quantity": 0})], policy=policy)
    assert pay.total == 0


def test_builds_takes_the_types() -> None:
    """`st.builds` fills an argument annotated with a policy."""

    def number(policy: Policy) -> str:
        return policy.document.number

    @settings(max_examples=10)
    @given(st.builds(number))
    def is_known(found: str) -> None:
        assert found == PILOT_2020.document.number

    is_known()
