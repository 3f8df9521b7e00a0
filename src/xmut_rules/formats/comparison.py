"""Two JSON documents compared, place by place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import cast

from xmut_rules.base.language import printable


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A place where a report is not what is recomputed: a path, what the report has and what is recomputed, as JSON."""

    path: str
    reported: str
    recomputed: str


def as_printed(place: Mismatch) -> Mismatch:
    """Return a mismatch without characters that would steer a terminal."""
    return Mismatch(printable(place.path), printable(place.reported), printable(place.recomputed))


def mismatches(path: str, old: object, new: object) -> Iterator[Mismatch]:
    """Walk two JSON values side by side; what one of them lacks is a mismatch at its own place."""
    if type(old) is not type(new) or not isinstance(old, dict | list):
        if old is not new and (type(old) is not type(new) or old != new):
            yield Mismatch(path, shown(old), shown(new))
    elif isinstance(old, dict):
        before, after = cast("dict[str, object]", old), cast("dict[str, object]", new)
        for key in dict.fromkeys([*before, *after]):
            place = f"{path}.{key}".removeprefix(".")
            if key in before and key in after:
                yield from mismatches(place, before[key], after[key])
            else:
                yield Mismatch(place, shown(before.get(key, _NOTHING)), shown(after.get(key, _NOTHING)))
    else:
        one, other = cast("list[object]", old), cast("list[object]", new)
        for number, (before_row, after_row) in enumerate(zip_longest(one, other, fillvalue=_NOTHING)):
            yield from mismatches(f"{path}[{number}]", before_row, after_row)


_NOTHING = object()


def shown(value: object) -> str:
    """Write a JSON value in at most 80 characters; nothing is `-`."""
    if value is _NOTHING:
        return "-"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:79]}…"
