"""The types of this package, registered with Hypothesis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xmut_rules.policy.terms import Policy, Timeline
from xmut_rules.rules.records import (
    Booking,
    Certificate,
    College,
    Cost,
    ExamDuty,
    ExamSession,
    Project,
    Receipt,
    StaffMember,
    Student,
    TrainingRecord,
    WeeklySeries,
)
from xmut_rules.rules.term import Term

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

STRATEGIES: dict[type, str] = {
    Booking: "bookings",
    Certificate: "certificates",
    College: "colleges",
    Cost: "costs",
    ExamDuty: "exam_duties",
    ExamSession: "exam_sessions",
    Policy: "policies",
    Project: "projects",
    Receipt: "receipts",
    StaffMember: "staff_members",
    Student: "students",
    Term: "terms",
    Timeline: "timelines",
    TrainingRecord: "training_records",
    WeeklySeries: "weekly_series",
}
"""Each type with the function of `xmut_rules.testing.strategies` that draws it."""


def register_types() -> None:
    """Make `st.from_type` draw our types, and what is annotated with them, by our strategies; called in a conftest.

    The strategies are loaded when one is first drawn from. Calling it again changes nothing.

    Raises:
        ModuleNotFoundError: Hypothesis is not there; it comes with the extra `test`.
    """
    from hypothesis.strategies import register_type_strategy  # noqa: PLC0415  an extra

    for kind in STRATEGIES:
        register_type_strategy(kind, _strategy)


def _strategy(kind: type[Any]) -> SearchStrategy[Any]:
    from xmut_rules.testing import strategies  # noqa: PLC0415  an extra, and slow to import

    strategy: SearchStrategy[Any] = getattr(strategies, STRATEGIES[kind])()
    return strategy
