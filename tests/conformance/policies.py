"""The policies that the cases name: the document of 2020 as literals, and changes of it.

A name says what differs from `pilot`: `exams.day_rate=600.00,exams.day_rate_from=4`. The few whose change does not
fit a name stand in `LATER`.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.conformance.case import Json

Policy = Mapping[str, Json]

PILOT: Policy = {
    "format": "xmut-rules/policy/1",
    "document": {
        "number": "厦工教〔2020〕39号",
        "title": "厦门工学院“1+X”证书制度试点实施办法（试行）",
        "annex_title": "厦门工学院“1+X”证书制度试点实施方案（试行）",
        "issuer": "厦门工学院",
        "issued_on": "2020-12-18",
        "printed_on": "2020-12-21",
    },
    "effective_from": "2020-12-18",
    "effective_until": None,
    "training": {
        "clause": "§3.5.2.1",
        "hour_rate": "120.00",
        "day_rate": "720.00",
        "hours_per_day": "6",
        "long_day": "hourly",
    },
    "exams": {
        "clause": "§3.5.2.2a",
        "short_rate": "150.00",
        "long_rate": "200.00",
        "long_from_minutes": 180,
        "day_rate": "500.00",
        "day_rate_from": 3,
        "day_rate_reading": "flat",
        "day_scope": "person",
        "split": "standard_pay",
    },
    "surplus": {"clause": "§3.5.3b", "college_share": "3/10", "rounding": "half_up"},
    "credits": {
        "clause": "§3.4c",
        "per_certificate": "2",
        "by_level": [],
        "levels": "each",
        "category_cap": None,
        "earliest_issue": None,
    },
    "funds": {"clause": "§3.3c"},
    "schedule": {"clause": "§3.5.4e", "turnaround_minutes": 0, "notice_days": None},
}
WHOLE_NUMBERS = {
    "credits.days_after_graduation",
    "exams.long_from_minutes",
    "exams.day_rate_from",
    "schedule.turnaround_minutes",
    "schedule.notice_days",
}


def changed(policy: Policy, changes: Mapping[str, Json]) -> Policy:
    """Return the policy with other values, by dotted field."""
    made: dict[str, Json] = dict(policy)
    for field, value in changes.items():
        part, _, name = field.partition(".")
        old = made[part]
        made[part] = {**old, name: value} if isinstance(old, Mapping) else value
    return made


def by_level(*rows: str) -> list[Json]:
    """Write rows of credits by level: `初级=1` for both categories, `初级=1=innovation_practice` for one."""
    made: list[Json] = []
    for row in rows:
        level, value, *category = row.split("=")
        made.append({"level": level, "credits": value, "category": category[0] if category else None})
    return made


INNOVATION, ELECTIVE = "innovation_practice", "general_elective"
TWO_LEVELS = by_level("初级=1", "中级=2")
NOTICE_2024 = by_level(
    f"初级=1={INNOVATION}",
    f"中级=2={INNOVATION}",
    f"初级=2={ELECTIVE}",
    f"中级=2={ELECTIVE}",
    f"高级=2={ELECTIVE}",
)
THREE_LEVELS = by_level("初级=0.5", "中级=1.25", "高级=3")
FROM_2024_09: Mapping[str, Json] = {
    "effective_from": "2024-09-01",
    "training.hour_rate": "150.00",
    "training.day_rate": "900.00",
    "exams.short_rate": "180.00",
    "exams.long_rate": "240.00",
    "exams.day_rate": "650.00",
    "surplus.college_share": "2/5",
    "credits.per_certificate": "1",
}
LATER: Mapping[str, Mapping[str, Json]] = {
    "pilot": {},
    "from-2024-09-01": FROM_2024_09,
    "from-2024-09-01,training.long_day=capped": {**FROM_2024_09, "training.long_day": "capped"},
    "credits.by_level=初级:1,中级:2": {"credits.by_level": TWO_LEVELS},
    "credits.by_level=初级:1,中级:2,credits.per_certificate=3": {
        "credits.by_level": TWO_LEVELS,
        "credits.per_certificate": "3",
    },
    "credits.by_level=初级:0.5,中级:1.25,高级:3": {"credits.by_level": THREE_LEVELS},
    "credits.by_level=初级:0.5,中级:1.25,高级:3,credits.levels=highest": {
        "credits.by_level": THREE_LEVELS,
        "credits.levels": "highest",
    },
    "credits.by_level=初级:0.5,中级:1.25,高级:3,credits.category_cap=1.5": {
        "credits.by_level": THREE_LEVELS,
        "credits.category_cap": "1.5",
    },
    "credits.by_level=高级:3,credits.levels=highest": {
        "credits.by_level": by_level("高级=3"),
        "credits.levels": "highest",
    },
    "credits.by_level=初级:1,中级:2:innovation_practice,credits.levels=highest": {
        "credits.by_level": by_level("初级=1", f"中级=2={INNOVATION}"),
        "credits.levels": "highest",
    },
    "credits.by_level=中级:1:innovation_practice,中级:3": {
        "credits.by_level": by_level(f"中级=1={INNOVATION}", "中级=3"),
    },
    "credits.by_level=中级:3,中级:1:innovation_practice": {
        "credits.by_level": by_level("中级=3", f"中级=1={INNOVATION}"),
    },
    "notice-2024-04-16": {"effective_from": "2024-04-16", "credits.by_level": NOTICE_2024},
}


def value_of(field: str, text: str) -> Json:
    """Read a value of a policy's name."""
    if text == "null":
        return None
    return int(text) if field in WHOLE_NUMBERS else text


def policy_named(name: str) -> Policy:
    """Return the full policy of a name."""
    if name in LATER:
        return changed(PILOT, LATER[name])
    pairs = [part.partition("=") for part in name.split(",")]
    return changed(PILOT, {field: value_of(field, text) for field, _, text in pairs})
