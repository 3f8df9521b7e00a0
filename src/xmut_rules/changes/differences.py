"""What differs between two policies, value by value.

>>> from xmut_rules import PILOT_2020
>>> for difference in differences(PILOT_2020, PILOT_2020.amended(exams={"day_rate": "600"})):
...     print(difference.message("en"))
duty pay per day (§3.5.2.2b 三（五）（2）2): 500.00 -> 600.00; source: 厦工教〔2020〕39号
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from xmut_rules.base.arguments import Arguments, rows_of
from xmut_rules.base.language import Language, Words, joined, same
from xmut_rules.base.values import AsJson, Value
from xmut_rules.formats.documents import Block, Heading, Paragraph
from xmut_rules.policy.clauses import cited
from xmut_rules.policy.readings import find_readings
from xmut_rules.policy.terms import FIELDS, PARTS, Policy, only_policy, value_words, values_of


@dataclass(frozen=True, slots=True)
class Difference(AsJson):
    """One value that differs: its dotted field, the clause that states it, its reading, old and new.

    `old` and `new` are as in the policy's JSON, null where there is none; `source` is where the new value is written.
    """

    field: str
    clause: str
    reading: str | None
    old: str | None
    new: str | None
    source: str

    def message(self, lang: Language = "zh") -> str:
        """Return what differs, in Chinese or English.

        Raises:
            ValueError: another language.
        """
        basis = same(cited(self.clause))
        words = _DIFFERENCE.filled(
            name=FIELDS[self.field].name,
            basis=basis if self.reading is None else joined(_SEMICOLON, (basis, same(self.reading))),
            old=self._shown(self.old),
            new=self._shown(self.new),
            source=self.source,
        )
        return words.to(lang)

    def _shown(self, value: str | None) -> Words:
        """Write a value; the option of a reading with what it means."""
        if value is None:
            return Words("无", "none")
        for known in find_readings(field=self.field):
            for option in known.options:
                if option.value == value:
                    return (_OPTION if option.name else _FIGURE).filled(value=value, meaning=option.meaning)
        return value_words(self.field, value)


_SEMICOLON = Words("；", ", ")
_DIFFERENCE = Words(
    "{name}（{basis}）：{old} → {new}；出处：{source}", "{name} ({basis}): {old} -> {new}; source: {source}"
)
_OPTION = Words("{meaning}（{value}）", "{value} ({meaning})")
_FIGURE = Words("{value}（{meaning}）", "{value} ({meaning})")


def differences(a: Policy, b: Policy, *, sources: Mapping[str, str] | None = None) -> tuple[Difference, ...]:
    """Return each value that differs between two policies, in the order of the policy's fields.

    Clause: §0a

    Args:
        a: the policy before.
        b: the policy after.
        sources: where a changed field is written, by its dotted name; else it is what `b` records, or its document.

    Raises:
        ValueError: something else than two policies.
    """
    with Arguments() as check:
        check(only_policy, a, "a")
        check(only_policy, b, "b")
    before, after = _values(a), _values(b)
    known = {**_sources(b), **(sources or {})}
    return tuple(
        Difference(
            field=field,
            clause=noted.clause,
            reading=noted.reading,
            old=before[field],
            new=after[field],
            source=known.get(field, b.document.number),
        )
        for field, noted in FIELDS.items()
        if before[field] != after[field]
    )


def _values(policy: Policy) -> dict[str, str | None]:
    """Return a policy's values by dotted field, as text."""
    values = {f"{name}": None if value is None else f"{value}" for name, value in policy}
    parts = {name: part for name, part in policy if isinstance(part, Value)}
    return values | {f"{part}.{name}": text for part in parts for name, text in values_of(parts[part]).items()}


def _sources(policy: Policy) -> dict[str, str]:
    """Return where the changed values of a policy are written, by dotted field."""
    parts = zip(PARTS, policy.parts(), strict=True)
    return {f"{name}.{row.field}": row.source for name, part in parts for row in part.sources}


def difference_blocks(found: Sequence[Difference], lang: Language) -> Iterator[Block]:
    """Write differences as blocks, one paragraph each."""
    yield Heading(Words("政策差异", "Differences between the policies").to(lang), 1)
    if not found:
        yield Paragraph(Words("没有差异。", "None.").to(lang), 2)
    for difference in found:
        yield Paragraph(difference.message(lang), 2)


def differences_json(found: Sequence[Difference]) -> str:
    """Return differences as JSON.

    Raises:
        ValueError: something else than rows of Difference.
    """
    found = rows_of(Difference, found, "found")
    return TypeAdapter(tuple[Difference, ...]).dump_json(tuple(found), indent=1).decode()
