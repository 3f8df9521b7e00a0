"""What differs between two policies, in words, and what the difference costs: by person, project, college and student.

>>> from xmut_rules import PILOT_2020
>>> for each in differences(PILOT_2020, PILOT_2020.amended(exams={"day_rate": "600"})):
...     print(each.message("en"))
duty pay for a day (§3.5.2.2b): 500.00 -> 600.00; source: 厦工教〔2020〕39号
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter

from xmut_rules.base.language import Language, Words, require_language
from xmut_rules.base.values import Value
from xmut_rules.formats.documents import Block, Heading, Paragraph
from xmut_rules.policy.readings import find_readings
from xmut_rules.policy.terms import FIELD_NAMES, Policy, only_policy


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs: its dotted field, the clause that states it, the reading that it takes, old and new.

    `old` and `new` are as in the policy's JSON, null where there is none; `source` says where the new value is written.
    """

    field: str
    clause: str
    reading: str | None
    old: str | None
    new: str | None
    source: str

    def message(self, lang: Language = "zh") -> str:
        """Say what differs, in Chinese or English.

        Raises:
            ValueError: another language.
        """
        require_language(lang)
        old, new = (self._shown(value, lang) for value in (self.old, self.new))
        name = FIELD_NAMES[self.field].to(lang)
        basis = self.clause if self.reading is None else f"{self.clause}, {self.reading}"
        zh, en = (
            f"{name}（{basis}）：{old} -> {new}；依据：{self.source}",
            f"{name} ({basis}): {old} -> {new}; source: {self.source}",
        )
        return Words(zh, en).to(lang)

    def _shown(self, value: str | None, lang: Language) -> str:
        if value is None:
            return Words("无", "none").to(lang)
        for known in find_readings(field=self.field):
            for option in known.options:
                if option.value == value:
                    return f"{value} ({option.meaning.to(lang)})"
        return value


def differences(a: Policy, b: Policy, *, sources: Mapping[str, str] | None = None) -> tuple[Difference, ...]:
    """Give each value that differs between two policies, in the order of the policy's fields.

    Clause: §0a

    Args:
        a: the policy before.
        b: the policy after.
        sources: where a changed field is written, by its dotted name; else the document of `b` is named.

    Raises:
        ValueError: something else than two policies.
    """
    before, after = _values(only_policy(a)), _values(only_policy(b))
    known = sources or {}
    return tuple(
        Difference(field, *_basis(field), before[field], after[field], known.get(field, b.document.number))
        for field in FIELD_NAMES
        if before[field] != after[field]
    )


def _values(policy: Policy) -> dict[str, str | None]:
    """Give a policy's values by dotted field, as text."""
    values: dict[str, str | None] = {}
    for name, part in policy.model_dump(mode="json").items():
        fields = cast("dict[str, Any]", part) if isinstance(part, dict) else {"": part}
        for field, value in fields.items():
            values[f"{name}.{field}".rstrip(".")] = None if value is None else _text(value)
    return values


def _text(value: object) -> str:
    """Write a value: rows of credits by level as `level credits category`."""
    if not isinstance(value, list):
        return f"{value}"
    rows = cast("list[dict[str, Any]]", value)
    return "; ".join(" ".join(f"{each}" for each in row.values() if each is not None) for row in rows) or "-"


@cache
def _basis(field: str) -> tuple[str, str | None]:
    """Give the clause and the reading that a field is noted with."""
    part, _, name = field.partition(".")
    info = Policy.model_fields[part]
    if name and isinstance(info.annotation, type) and issubclass(info.annotation, Value):
        info = info.annotation.model_fields[name]
    noted = info.json_schema_extra
    if not isinstance(noted, dict):
        return "§0a", None
    marks = cast("dict[str, object]", noted)
    return f"{marks['clause']}", f"{marks['reading']}" if "reading" in marks else None


def difference_blocks(found: Sequence[Difference], lang: Language) -> Iterator[Block]:
    """Write differences as blocks, one paragraph each."""
    yield Heading(Words("政策的差别", "Differences of the policies").to(lang), 1)
    if not found:
        yield Paragraph(Words("没有差别。", "There is none.").to(lang), 2)
    for each in found:
        yield Paragraph(each.message(lang), 2)


def differences_json(found: Sequence[Difference]) -> str:
    """Give differences as JSON."""
    return TypeAdapter(tuple[Difference, ...]).dump_json(tuple(found), indent=1).decode()
