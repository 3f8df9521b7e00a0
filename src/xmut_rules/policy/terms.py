"""Every number that the policy states, beside its clause, and the choices where its text is open.

`PILOT_2020` is 厦工教〔2020〕39号 as issued. An office that reads the text otherwise, or a later document, amends it:

>>> from xmut_rules import PILOT_2020
>>> PILOT_2020.training.hour_rate
Decimal('120.00')
>>> PILOT_2020.amended(exams={"day_rate_reading": "ceiling"}).exams.day_rate_reading
'ceiling'
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Annotated, Any, Literal, Self, cast, final

from pydantic import AfterValidator, Field, JsonValue, model_validator

from xmut_rules.base.errors import PlacedError, input_error, misnamed, wrong_type
from xmut_rules.base.language import WordedError, Words, kind_of, same
from xmut_rules.base.money import ClassHours, Credits, Rounding, Share, YuanFromZero
from xmut_rules.base.values import Day, Result, Several, Text, Value, checked, read_day
from xmut_rules.policy.readings import reading


def _by(clause: str, reading: str | None = None, *, ge: int | None = None, le: int | None = None) -> Any:
    """Return the marks of a field in the JSON Schema: its clause, and the reading that decides its default."""
    noted: dict[str, JsonValue] = {"clause": clause}
    if reading:
        noted["reading"] = reading
    return Field(json_schema_extra=noted, ge=ge, le=le)


@final
class Document(Value, frozen=True):
    """The document that a policy comes from (§0a): its number, titles, issuer and dates."""

    number: Annotated[Text, Words("文号", "document number")]
    title: Annotated[Text, Words("文件标题", "title of the document")]
    annex_title: Annotated[Text, Words("附件标题", "title of the annex")]
    issuer: Annotated[Text, Words("发文单位", "issuer")]
    issued_on: Annotated[Day, Words("发文日期", "date of issue")]
    printed_on: Annotated[Day, Words("印发日期", "date of printing")]


@final
class Source(Value, frozen=True):
    """Where a value that a later document changed is written; `field` is a field of the part that lists it."""

    field: Text
    source: Text


@final
class TrainingTerms(Value, frozen=True):
    """Training pay (课酬), §3.5.2.1.

    `hour_rate` and `day_rate` are yuan; a day counts as `hours_per_day` class hours (学时). `long_day` decides reading
    A1: `hourly` pays every hour claimed, `capped` pays at most a day's hours on one date. `day_and_hours` decides
    reading A5: beside a day record of one date its hour records pay too (`both`), or nothing more (`day_only`).
    """

    clause: Literal["§3.5.2.1"]
    hour_rate: Annotated[YuanFromZero, _by("§3.5.2.1"), Words("每学时课酬", "training pay per class hour")]
    day_rate: Annotated[YuanFromZero, _by("§3.5.2.1"), Words("每天课酬", "training pay per day")]
    hours_per_day: Annotated[ClassHours, _by("§3.5.2.1"), Words("每天折合学时", "class hours that a day counts as")]
    long_day: Annotated[
        Literal["hourly", "capped"],
        _by("§3.5.2.1", "A1"),
        Words("单日超过折合学时的计酬", "pay of more class hours than a day counts as"),
    ]
    day_and_hours: Annotated[
        Literal["both", "day_only"],
        _by("§3.5.2.1", "A5"),
        Words("同日按天又按学时的计酬", "pay of day and hour records on one date"),
    ] = "both"
    sources: Several[Source] = ()


@final
class ExamTerms(Value, frozen=True):
    """Duty pay (考务费), §3.5.2.2a-b.

    A session (场) pays `short_rate` yuan, or `long_rate` from `long_from_minutes` minutes on. From `day_rate_from`
    sessions a day on, `day_rate` comes in: flat, as a ceiling or as a floor (reading B4), for a person's whole day or
    each project's (B6), split over projects by the sessions' pay or their number (B8). Sessions of one person that
    overlap are paid `each`, or as one (`once`, B10).
    """

    clause: Literal["§3.5.2.2a"]
    short_rate: Annotated[YuanFromZero, _by("§3.5.2.2a"), Words("短场每场考务费", "duty pay per short session")]
    long_rate: Annotated[YuanFromZero, _by("§3.5.2.2a"), Words("长场每场考务费", "duty pay per long session")]
    long_from_minutes: Annotated[
        int, _by("§3.5.2.2a", "B2", ge=1, le=1440), Words("长场的起算分钟数", "minutes from which a session is long")
    ]
    day_rate: Annotated[YuanFromZero, _by("§3.5.2.2b"), Words("每天考务费", "duty pay per day")]
    day_rate_from: Annotated[
        int, _by("§3.5.2.2b", ge=1, le=100), Words("按天计酬的起算场数", "sessions from which the day rate applies")
    ]
    day_rate_reading: Annotated[
        Literal["flat", "ceiling", "floor"],
        _by("§3.5.2.2b", "B4"),
        Words("每天考务费的口径", "how the day rate applies"),
    ]
    day_scope: Annotated[
        Literal["person", "person_and_project"],
        _by("§3.5.2.2b", "B6"),
        Words("当天场次的合计范围", "which sessions count together for a day"),
    ]
    split: Annotated[
        Literal["standard_pay", "sessions"],
        _by("§3.5.2.2b", "B8"),
        Words("每天考务费的分摊方式", "how the pay of a day is split"),
    ]
    overlapping: Annotated[
        Literal["each", "once"], _by("§3.5.2.2b", "B10"), Words("时间重叠场次的计酬", "pay of overlapping sessions")
    ] = "each"
    sources: Several[Source] = ()


@final
class SurplusTerms(Value, frozen=True):
    """The college award (项目组织奖励), §3.5.3b: an exact share of the surplus, rounded once (reading C12)."""

    clause: Literal["§3.5.3b"]
    college_share: Annotated[Share, _by("§3.5.3b"), Words("学院奖励比例", "college's share of the surplus")]
    rounding: Annotated[Rounding, _by("§3.5.3b", "C12"), Words("奖励的舍入方式", "rounding of the award")]
    sources: Several[Source] = ()


@final
class LevelCredits(Value, frozen=True):
    """Credits of one level of a skill certificate (reading D14); `category` null means both categories."""

    level: Literal["初级", "中级", "高级"]
    credits: Credits
    category: Literal["innovation_practice", "general_elective"] | None = None


@final
class CreditTerms(Value, frozen=True):
    """Credits for certificates, §3.4c.

    Each certificate gives `per_certificate` credits, or what `by_level` lists if it lists anything (D14). `levels` is
    reading D4, `category_cap` the most a student gets in one category (D11), `earliest_issue` the first issue date
    that counts (D7). What was issued `before_enrolment` is refused or accepted (D6), what was issued after graduation
    counts for `days_after_graduation` calendar days (D8).
    """

    clause: Literal["§3.4c"]
    per_certificate: Annotated[Credits, _by("§3.4c"), Words("每本证书学分", "credits per certificate")]
    by_level: Annotated[Several[LevelCredits], _by("§3.4c", "D14"), Words("分等级学分", "credits by level")]
    levels: Annotated[Literal["each", "highest"], _by("§3.4c", "D4"), Words("多个等级的计法", "which levels count")]
    category_cap: Annotated[Credits | None, _by("§3.4b", "D11"), Words("每类学分上限", "cap per category")]
    earliest_issue: Annotated[Day | None, _by("§3.4a", "D7"), Words("最早发证日期", "earliest date of issue")]
    before_enrolment: Annotated[
        Literal["refused", "accepted"],
        _by("§3.4a", "D6"),
        Words("入学前取得的证书", "certificates issued before enrolment"),
    ] = "refused"
    days_after_graduation: Annotated[
        int, _by("§3.4a", "D8", ge=0, le=3660), Words("毕业后仍可认定的天数", "days after graduation that count")
    ] = 0
    sources: Several[Source] = ()

    @model_validator(mode="after")
    def _lists_each_level_once(self) -> Self:
        return checked(self, self._repeated_levels())

    def _repeated_levels(self) -> Iterator[PlacedError]:
        seen: set[tuple[str, str | None]] = set()
        for place, row in enumerate(self.by_level):
            if (row.level, row.category) in seen:
                yield ("by_level", place, "level"), input_error("level-repeated")
            seen.add((row.level, row.category))


@final
class FundTerms(Value, frozen=True):
    """Earmarked grants (专款专用), §3.3c; the clause states no number."""

    clause: Literal["§3.3c"]


@final
class ScheduleTerms(Value, frozen=True):
    """Clashes and notices, §3.5.4d-e.

    Rooms need `turnaround_minutes` between two uses (reading E3); the venue office is notified at least `notice_days`
    calendar days ahead, or simply before the start where that is null (E7).
    """

    clause: Literal["§3.5.4e"]
    turnaround_minutes: Annotated[
        int, _by("§3.5.4e", "E3", ge=0, le=1440), Words("场地间隔分钟数", "minutes between two uses of a room")
    ]
    notice_days: Annotated[
        Annotated[int, Field(ge=0, le=366)] | None, _by("§3.5.4d", "E7"), Words("提前通报天数", "days of notice")
    ]
    sources: Several[Source] = ()


@final
class Policy(Value, Result, frozen=True):
    """One edition of the policy: all its numbers and readings, and when it is in force (§0a, reading E10).

    `effective_until` is the last day in force; null leaves the end open. A policy is its JSON: `model_dump_json()`
    writes it, `model_validate_json()` reads it. A field of a part that has a default was added after the first
    edition of the format: a policy stored without it has the default reading, and the digest that it had.
    """

    format: Literal["xmut-rules/policy/1"] = "xmut-rules/policy/1"
    document: Document
    effective_from: Annotated[Day, _by("§0a", "E10"), Words("生效日期", "first day in force")]
    effective_until: Annotated[Day | None, _by("§0a"), Words("失效日期", "last day in force")]
    training: TrainingTerms
    exams: ExamTerms
    surplus: SurplusTerms
    credits: CreditTerms
    funds: FundTerms
    schedule: ScheduleTerms

    @model_validator(mode="after")
    def _is_one_edition(self) -> Self:
        return checked(self, self._edition_errors())

    def _edition_errors(self) -> Iterator[PlacedError]:
        """It ends after it begins, and each source belongs to another field of its part."""
        if self.effective_until is not None and self.effective_until < self.effective_from:
            yield ("effective_until",), input_error("effective-order")
        for name, part in zip(PARTS, self.parts(), strict=True):
            named = set[str]()
            for place, row in enumerate(part.sources):
                own = [field.partition(".")[2] for field in FIELDS if field.startswith(f"{name}.")]
                if row.field not in own:
                    yield (name, "sources", place, "field"), misnamed("change-field", row.field, own)
                elif row.field in named:
                    yield (name, "sources", place, "field"), input_error("change-repeated")
                named.add(row.field)

    def parts(self) -> tuple[PolicyPart, ...]:
        """Return the parts whose values a later document may change."""
        return self.training, self.exams, self.surplus, self.credits, self.schedule

    def in_force(self, day: date) -> Policy | None:
        """Return this policy if it is in force on a day, else nothing.

        Clause: §0a

        Args:
            day: the local date asked about.

        Raises:
            ValueError: `day` is no date from 2000 to 2099.
        """
        day = read_day(day)
        if day < self.effective_from or (self.effective_until is not None and day > self.effective_until):
            return None
        return self

    def amended(self, **changes: Any) -> Policy:
        """Return a new validated policy with changed fields; parts are merged by name.

        A changed field loses the source that it had; `sources` of its part names another.

        Args:
            changes: fields of the policy; for a part, a mapping of the fields of it that change.

        Raises:
            ValidationError: an unknown field, or a value that the field does not take.
        """
        fields = self.model_dump()
        for name, change in changes.items():
            part = fields.get(name)
            if isinstance(part, dict) and isinstance(change, Mapping):
                own = cast("dict[str, Any]", part)
                if sources := own.get("sources"):
                    own["sources"] = [row for row in sources if row["field"] not in change]
                fields[name] = {**own, **cast("Mapping[str, Any]", change)}
            else:
                fields[name] = change
        return Policy.model_validate(fields)

    @property
    def digest(self) -> str:
        """The SHA-256 of the policy's canonical JSON, in hex: two policies with one digest give the same results.

        Where a changed value is written decides nothing, and stays out of it.
        """
        document = Policy.model_dump(self, mode="json", warnings=False)
        for values in document.values():
            if isinstance(values, dict):
                cast("dict[str, object]", values).pop("sources", None)
        for part, name, default in _ADDED:
            values = document.get(part)
            fields = cast("dict[str, object]", values) if isinstance(values, dict) else {}
            if repr(fields.get(name)) == repr(default):  # a forced False is not 0
                del fields[name]
        text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


PARTS = ("training", "exams", "surplus", "credits", "schedule")
"""The parts of a policy whose values a later document may change."""

_ADDED = tuple(
    (part, name, info.default)
    for part, kind in (("training", TrainingTerms), ("exams", ExamTerms), ("credits", CreditTerms))
    for name, info in kind.model_fields.items()
    if not info.is_required() and name != "sources"
)
"""The fields that the first edition of the format did not have, by part, with their defaults."""


def _by_date(policies: tuple[Policy, ...]) -> tuple[Policy, ...]:
    return tuple(sorted(policies, key=lambda policy: policy.effective_from))


@final
class Timeline(Value, frozen=True):
    """Policies one after another, in order of their first day.

    An open-ended policy ends the day before its successor begins. A gap means that nothing is in force; an overlap is
    refused.
    """

    policies: Annotated[Several[Policy], AfterValidator(_by_date), Field(min_length=1)]

    @model_validator(mode="after")
    def _does_not_overlap(self) -> Self:
        return checked(self, self._overlaps())

    def _overlaps(self) -> Iterator[PlacedError]:
        """A policy begins after the one before it has ended."""
        for place, (before, policy) in enumerate(pairwise(self.policies), start=1):
            if policy.effective_from <= (before.effective_until or before.effective_from):
                yield ("policies", place, "effective_from"), input_error("policies-overlap")

    def in_force(self, day: date) -> Policy | None:
        """Return the policy that is in force on a day, or nothing.

        Clause: §0a

        Raises:
            ValueError: `day` is no date from 2000 to 2099.
        """
        begun = [policy for policy in self.policies if policy.effective_from <= read_day(day)]
        return begun[-1].in_force(day) if begun else None


def lookup(policy: Policy | Timeline, name: str = "policy") -> Callable[[date], Policy | None]:
    """Return a function that answers which policy is in force on a day, and remembers its answers.

    Args:
        policy: a policy or a timeline.
        name: the argument's name, for the error.

    Raises:
        ValueError: `policy` is neither a policy nor a timeline.
    """
    if type(policy) not in (Policy, Timeline):  # a stand-in may claim to be an instance
        raise wrong_type(name, Words("Policy 或 Timeline", "a Policy or a Timeline"), policy)
    return cache(policy.in_force)


def only_policy(policy: Policy, name: str = "policy") -> Policy:
    """Return one policy as it is given, for the bare tariffs.

    Args:
        policy: the policy.
        name: the argument's name, for the error.

    Raises:
        ValueError: it is something else; a timeline is asked for its policy of a day first.
    """
    if type(policy) is not Policy:
        raise WordedError(_A_POLICY.filled(other=kind_of(policy)), (name,))
    return policy


_A_POLICY = Words(
    "应为 Policy，而不是 {other}；Timeline 用 .in_force(day) 取得某日的政策",
    "expected a Policy, not {other}; a Timeline has .in_force(day)",
)

PolicyPart = TrainingTerms | ExamTerms | SurplusTerms | CreditTerms | ScheduleTerms
"""A part of a policy whose values a later document may change."""


def values_of(part: Value) -> dict[str, str | None]:
    """Return the values of a part of a policy as text by their names, null where there is none."""
    fields = part.model_dump(mode="json", exclude={"clause", "sources"})
    return {name: None if value is None else _text(value) for name, value in fields.items()}


def _text(value: object) -> str:
    """Write a value: rows of credits by level as `level credits category`."""
    if not isinstance(value, list):
        return f"{value}"
    rows = cast("list[dict[str, Any]]", value)
    return "; ".join(" ".join(f"{cell}" for cell in row.values() if cell is not None) for row in rows) or "-"


@dataclass(frozen=True, slots=True)
class PolicyField:
    """One value of a policy: what it is called, the clause that states it, the reading that decides its default."""

    name: Words
    clause: str
    reading: str | None


def _fields(kind: type[Value], prefix: str = "") -> Iterator[tuple[str, PolicyField]]:
    for name, info in kind.model_fields.items():
        part, marks = info.annotation, cast("dict[str, str]", info.json_schema_extra or {})
        if isinstance(part, type) and issubclass(part, Value):
            yield from _fields(part, f"{name}.")
        for words in info.metadata:
            if isinstance(words, Words):
                yield f"{prefix}{name}", PolicyField(words, marks.get("clause", "§0a"), marks.get("reading"))


FIELDS: Mapping[str, PolicyField] = dict(_fields(Policy))
"""Every value of a policy by its dotted name, such as `training.hour_rate`."""

CATEGORY_NAMES: Mapping[Literal["innovation_practice", "general_elective"], Words] = {
    "innovation_practice": Words("创新创业实践", "innovation practice"),
    "general_elective": Words("公共通识选修", "general elective"),
}
"""What the two categories of credits are called (§3.4b)."""

_NOT_SET = Words("未规定", "none")


def value_words(field: str, value: str | None) -> Words:
    """Return a value of a policy as a line shows it.

    In Chinese an option of a reading has its name, and a category of credits its own; in English all is as it is typed.

    Args:
        field: its dotted name.
        value: its text, as `values_of` has it.
    """
    if value is None or (field == "credits.by_level" and value == "-"):
        return _NOT_SET
    if field == "credits.by_level":
        zh = value.replace("; ", "、")
        for category, name in CATEGORY_NAMES.items():
            zh = zh.replace(f" {category}", f"（{name.zh}）")
        return Words(zh, value)
    known = FIELDS[field].reading
    options = reading(known).options if known else ()
    return next((option.words for option in options if option.value == value), same(value))
