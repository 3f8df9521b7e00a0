"""A change of policy: what differs, whom it costs what, a smallest example, oddities, and old reports replayed."""

from xmut_rules.changes.differences import Difference, differences, differences_json
from xmut_rules.changes.examples import SmallestExample, example_json, smallest_example
from xmut_rules.changes.impact import AmountChange, Impact, ProjectChange, impact, impact_json
from xmut_rules.changes.inspection import Observation, inspect_policy, observations_json
from xmut_rules.changes.next_term import next_term
from xmut_rules.changes.replay import Verification, verification_json, verify

__all__ = [
    "AmountChange",
    "Difference",
    "Impact",
    "Observation",
    "ProjectChange",
    "SmallestExample",
    "Verification",
    "differences",
    "differences_json",
    "example_json",
    "impact",
    "impact_json",
    "inspect_policy",
    "next_term",
    "observations_json",
    "smallest_example",
    "verification_json",
    "verify",
]
