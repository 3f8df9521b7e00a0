"""What Hypothesis loads when it is imported: strategies for the types of `xmut_rules`, registered by name.

It stands outside the package, since `import hypothesis` must not load that. Whichever of the two is imported last
registers: Hypothesis calls `register`, and the package's root calls it if Hypothesis has loaded this module before.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

STRATEGIES = {
    "Booking": "bookings",
    "Certificate": "certificates",
    "College": "colleges",
    "Cost": "costs",
    "ExamDuty": "exam_duties",
    "ExamSession": "exam_sessions",
    "Policy": "policies",
    "Project": "projects",
    "Receipt": "receipts",
    "StaffMember": "staff_members",
    "Student": "students",
    "Term": "terms",
    "Timeline": "timelines",
    "TrainingRecord": "training_records",
    "WeeklySeries": "weekly_series",
}
"""The types of `xmut_rules`, each with its function of `xmut_rules.testing.strategies`."""


def register() -> None:
    """Tell Hypothesis the types, once the package is loaded; what draws them is loaded when first asked for."""
    package = sys.modules.get("xmut_rules")
    if not hasattr(package, "__all__"):  # not imported, or just now: then it calls again
        return
    from hypothesis.strategies import register_type_strategy  # noqa: PLC0415  only where it is loaded already

    for name in STRATEGIES:
        register_type_strategy(getattr(package, name), _strategy)


def _strategy(kind: type[Any]) -> SearchStrategy[Any]:
    from xmut_rules.testing import strategies  # noqa: PLC0415

    strategy: SearchStrategy[Any] = getattr(strategies, STRATEGIES[kind.__name__])()
    return strategy
