"""What changes: policies and whom they cost what, reports replayed, terms corrected after payment or continued."""

from xmut_rules.changes.comparison import Differs, Equal, compare, comparison_json
from xmut_rules.changes.correction_pages import correction_page, correction_workbook
from xmut_rules.changes.corrections import Corrected, Correction, RowChange, correct, correction_json, read_report
from xmut_rules.changes.differences import Difference, differences, differences_json
from xmut_rules.changes.examples import SmallestExample, example_json, smallest_example
from xmut_rules.changes.impact import AmountChange, Impact, ProjectChange, impact, impact_json, impact_page
from xmut_rules.changes.inspection import Observation, inspect_policy, observations_json
from xmut_rules.changes.issued import PaidReport
from xmut_rules.changes.next_term import next_term
from xmut_rules.changes.properties import Fails, Holds, properties, properties_json
from xmut_rules.changes.replay import Verification, verification_json, verify

__all__ = [
    "AmountChange",
    "Corrected",
    "Correction",
    "Difference",
    "Differs",
    "Equal",
    "Fails",
    "Holds",
    "Impact",
    "Observation",
    "PaidReport",
    "ProjectChange",
    "RowChange",
    "SmallestExample",
    "Verification",
    "compare",
    "comparison_json",
    "correct",
    "correction_json",
    "correction_page",
    "correction_workbook",
    "differences",
    "differences_json",
    "example_json",
    "impact",
    "impact_json",
    "impact_page",
    "inspect_policy",
    "next_term",
    "observations_json",
    "properties",
    "properties_json",
    "read_report",
    "smallest_example",
    "verification_json",
    "verify",
]
