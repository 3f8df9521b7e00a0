"""Days, moments, and which policy is in force (§0a, B7, E10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone

from tests.model.amounts import Refused, Row

BEIJING = timezone(timedelta(hours=8))


def day(text: str) -> date:
    """A day written 2021-03-06."""
    return date.fromisoformat(text)


def moment(text: str) -> datetime:
    """B7: local time as written, or a moment with a zone turned into local time."""
    written = datetime.fromisoformat(text)
    return written if written.tzinfo is None else written.astimezone(BEIJING).replace(tzinfo=None)


def lesson_times(when: str, start: str, end: str) -> tuple[datetime, datetime]:
    """The moments of a lesson of one day by its clock times; an end before the start is one of the next day."""
    begins, ends = moment(f"{when}T{start}"), moment(f"{when}T{end}")
    return begins, ends + timedelta(days=ends < begins)


def has_zone(text: str) -> bool:
    """B7: whether a moment is written with a zone; one input never mixes the two."""
    return datetime.fromisoformat(text).tzinfo is not None


class Calendar:
    """§0a, E10: a policy by its days; an open end closes the day before the next policy, gaps have none."""

    def __init__(self, policies: Sequence[Row]) -> None:
        """Lay the policies out in order of time; refuse none at all, and two in force on one day."""
        if not policies:
            raise Refused("policies")
        ordered = sorted(policies, key=lambda policy: str(policy["effective_from"]))
        self.spans: list[tuple[date, date, Row]] = []
        for i, policy in enumerate(ordered):
            first, last = day(policy["effective_from"]), date(2099, 12, 31)
            if policy["effective_until"] is not None:
                last = day(policy["effective_until"])
            elif i + 1 < len(ordered):
                last = day(ordered[i + 1]["effective_from"]) - timedelta(days=1)
            if last < first or (self.spans and self.spans[-1][1] >= first):
                raise Refused("policies")
            self.spans.append((first, last, policy))

    def on(self, when: date) -> Row | None:
        """The policy in force on a day, if any."""
        for first, last, policy in self.spans:
            if first <= when <= last:
                return policy
        return None
