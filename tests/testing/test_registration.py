"""The types of the package, registered with Hypothesis when a conftest asks for it and not before."""

from __future__ import annotations

import subprocess
import sys
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xmut_rules import PILOT_2020, Policy, Term, Timeline, TrainingRecord, training_pay
from xmut_rules.rules.term import ID_FIELDS
from xmut_rules.testing import register_types, strategies
from xmut_rules.testing.registration import STRATEGIES

register_types()


def printed(code: str) -> str:
    """What a process of its own prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize("module", ["xmut_rules", "xmut_rules.testing", "xmut_rules.testing.conformance"])
def test_hypothesis_is_loaded_only_when_it_is_asked_for(module: str) -> None:
    """The package and the face for embedders leave Hypothesis out."""
    assert printed(f"import sys, {module}; print('hypothesis' in sys.modules)") == "False"


def test_importing_hypothesis_loads_nothing_of_ours() -> None:
    """There is no plug-in: `import hypothesis` does not know the package."""
    assert printed("import sys, hypothesis; print('xmut_rules' in sys.modules)") == "False"


def test_registering_loads_no_strategy() -> None:
    """The strategies are loaded when one is first drawn from; registering again changes nothing."""
    code = """
import sys
from hypothesis import find, strategies as st
from xmut_rules import PILOT_2020, Policy
from xmut_rules.testing import register_types
register_types()
register_types()
print("xmut_rules.testing.strategies" in sys.modules, find(st.from_type(Policy), lambda policy: True) == PILOT_2020)
"""
    assert printed(code) == "False True"


@pytest.mark.parametrize(("kind", "name"), STRATEGIES.items())
def test_every_registered_type_has_its_strategy(kind: type[Any], name: str) -> None:
    """`st.from_type` of it draws values of the type, and so does the strategy of that name."""

    @settings(max_examples=10)
    @given(st.from_type(kind), getattr(strategies, name)())
    def draws_the_type(value: object, named: object) -> None:
        assert type(named) is kind
        assert type(value) is kind

    draws_the_type()


def test_every_table_of_a_term_is_registered() -> None:
    """The types of its rows, the term, the policy and the timeline; none is forgotten."""
    rows = {get_args(Term.model_fields[table].annotation)[0] for table in ID_FIELDS}
    assert rows | {Policy, Term, Timeline} == set(STRATEGIES)


@settings(max_examples=30)
@given(...)
def test_an_annotation_is_enough(record: TrainingRecord, policy: Policy) -> None:
    """`@given(...)` reads the types: a record that claims nothing pays nothing, under any policy."""
    pay = training_pay([record.model_copy(update={"quantity": 0})], policy=policy)
    assert pay.total == 0


def test_builds_fills_annotated_arguments() -> None:
    """`st.builds` fills an argument annotated with a policy."""

    def number(policy: Policy) -> str:
        return policy.document.number

    @settings(max_examples=10)
    @given(st.builds(number))
    def is_known(found: str) -> None:
        assert found == PILOT_2020.document.number

    is_known()
