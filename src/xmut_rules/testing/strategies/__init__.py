"""Hypothesis strategies for programs that embed this library (extra `test`): valid values, rich in boundaries.

What is drawn is always valid: breaches of the policy are drawn too, malformed input never is. Boundaries (three hours
less a second, six class hours and a hundredth, half a fen of an award) come up by construction, beside the whole
range. Examples shrink to few rows with plain values. Ids come from short lists, so that rows meet.

After `xmut_rules.testing.register_types()` in a conftest, `st.from_type(Policy)`, and whatever is annotated with a type
of the term, draw from these strategies.

>>> from datetime import timedelta
>>> from hypothesis import find
>>> find(session_lengths(), lambda length: length > timedelta(hours=2))
datetime.timedelta(seconds=10800)
"""

from xmut_rules.testing.strategies.policies import policies, timelines
from xmut_rules.testing.strategies.records import (
    bookings,
    certificates,
    colleges,
    costs,
    duty_days,
    exam_duties,
    exam_sessions,
    projects,
    receipts,
    staff_members,
    students,
    training_records,
    weekly_series,
)
from xmut_rules.testing.strategies.terms import terms
from xmut_rules.testing.strategies.values import amounts, class_hours, days, session_lengths

__all__ = [
    "amounts",
    "bookings",
    "certificates",
    "class_hours",
    "colleges",
    "costs",
    "days",
    "duty_days",
    "exam_duties",
    "exam_sessions",
    "policies",
    "projects",
    "receipts",
    "session_lengths",
    "staff_members",
    "students",
    "terms",
    "timelines",
    "training_records",
    "weekly_series",
]
