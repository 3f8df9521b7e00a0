"""What a caller hands to a function: checked argument by argument, and all that is wrong with them reported at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any, ParamSpec, Self, TypeVar, cast

from xmut_rules.base.errors import of_argument, together, wrong_type
from xmut_rules.base.language import WordedError, Words, mask, same

P = ParamSpec("P")
T = TypeVar("T")
ItemT = TypeVar("ItemT")


def only(value: object, kind: type[ItemT], name: str) -> ItemT:
    """Return a caller's argument, which must have a type.

    Args:
        value: the argument.
        kind: its type.
        name: the argument's name, for the error.

    Raises:
        ValueError: it has another type.
    """
    if not isinstance(value, kind):
        article = "an" if kind.__name__[0].lower() in "aeiou" else "a"
        raise wrong_type(name, Words(kind.__name__, f"{article} {kind.__name__}"), value)
    return value


class Arguments:
    """The arguments of a call: each is checked, and what is wrong with them is raised together, when all have been.

    >>> with Arguments() as check:
    ...     count = check(only, "1", int, "count")
    ...     name = check(only, 2, str, "name")
    Traceback (most recent call last):
    xmut_rules.base.language.WordedError: count: expected an int, not str; name: expected a str, not int
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._errors: list[ValueError] = []

    def __enter__(self) -> Self:
        """Return what checks an argument."""
        return self

    def __call__(self, check: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Return what a check returns; where it refuses the argument, nothing that anybody will see.

        Args:
            check: raises a ValueError that names the argument.
            given: what the check takes.
            named: what the check takes by name.
        """
        try:
            return check(*given, **named)
        except ValueError as error:
            self._errors.append(error)
            return cast("T", None)

    def read(self, name: str, reader: Callable[[Any], T], value: object) -> T:
        """Return a value as it is read; the error of a reader, which does not know it, gets the argument's name."""
        try:
            return reader(value)
        except ValueError as error:
            self._errors.append(of_argument(name, error))
            return cast("T", None)

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        """Raise what is wrong with the arguments, one error as it is, several as one.

        Raises:
            ValueError: an argument was refused.
        """
        if kind is None and self._errors:
            raise self.error()

    def error(self) -> ValueError:
        """Return what is wrong with the arguments that were checked, as one error; at least one is wrong."""
        return together(self._errors)


def rows_of(kind: type[ItemT], rows: Iterable[ItemT], name: str, key: str = "") -> tuple[ItemT, ...]:
    """Return a caller's rows as a tuple.

    Args:
        kind: the type each row has.
        rows: the rows; an iterator is used up, or as far as a part of it that is wrong.
        name: the argument's name, for the error.
        key: the field that holds a row's id, if it has one.

    Raises:
        ValueError: it is no iterable, rows have another type, or ids are repeated; the error names the first 20 places.
    """
    if isinstance(rows, str | bytes) or not isinstance(rows, Iterable):
        raise wrong_type(name, Words(f"多行 {kind.__name__}", f"rows of {kind.__name__}"), rows)
    given: tuple[ItemT, ...] = ()
    for part in _in_parts(rows):
        given += part
        if set(map(type, part)) - {kind}:
            others = [(place, row) for place, row in enumerate(given) if type(row) is not kind]
            shown = [wrong_type((name, place), same(kind.__name__), row) for place, row in others[:_MOST_PLACES]]
            raise _wrong_rows(name, shown, len(others), len(given))
        ids = list(map(attrgetter(key), given)) if key else []
        if len(set(ids)) < len(ids):
            first: dict[str, int] = {}
            again = [place for place, row_id in enumerate(ids) if first.setdefault(row_id, place) != place]
            shown = [
                WordedError(_REPEATED.filled(id=mask(ids[place])), (name, place), "repeated-id")
                for place in again[:_MOST_PLACES]
            ]
            raise _wrong_rows(name, shown, len(again), len(given))
    return given


_MOST_PLACES = 20
_REPEATED = Words("编号 {id} 重复", "the id {id} is repeated")
_MORE = Words("前 {read} 项中还有 {count} 项", "{count} more among the first {read}")


def _wrong_rows(name: str, shown: Sequence[WordedError], count: int, read: int) -> ValueError:
    """Return the error of rows: the first of what is wrong, and how many more of those that were read are."""
    more = [WordedError(_MORE.filled(read=read, count=count - len(shown)), (name,))] if count > len(shown) else []
    return together([*shown, *more])


def _in_parts(rows: Iterable[ItemT]) -> Iterator[tuple[ItemT, ...]]:
    """Return what is in a list at once, and of an iterator, which may never end, a part that doubles each time."""
    if isinstance(rows, list | tuple):
        yield tuple(rows)
        return
    iterator, size = iter(rows), 1000
    while part := tuple(islice(iterator, size)):
        yield part
        size *= 2


def ids_of(ids: Iterable[str], name: str) -> frozenset[str]:
    """Return a caller's ids as a set.

    Args:
        ids: the ids; one text alone is refused, for it would be split into characters.
        name: the argument's name, for the error.

    Raises:
        ValueError: it is no iterable of texts.
    """
    return frozenset(items_of((str,), ids, name, Words("多个编号", "several ids"), _ID))


_ID = Words("文本形式的编号", "an id as text")


def items_of(
    kinds: tuple[type[ItemT], ...], items: Iterable[ItemT], name: str, several: Words, each: Words
) -> tuple[ItemT, ...]:
    """Return a caller's ids or paths as a tuple.

    Args:
        kinds: the types that an item may have.
        items: the items; one text alone is refused, for it would be split into characters.
        name: the argument's name, for the error.
        several: the words for all of them.
        each: the words for one.

    Raises:
        ValueError: it is no iterable, or items have another type; the error names the first 20 places.
    """
    if isinstance(items, str | bytes) or not isinstance(items, Iterable):
        raise wrong_type(name, several, items)
    given: tuple[ItemT, ...] = ()
    for part in _in_parts(items):
        others = [(place, item) for place, item in enumerate(part, start=len(given)) if not isinstance(item, kinds)]
        given += part
        if others:
            shown = [wrong_type((name, place), each, item) for place, item in others[:_MOST_PLACES]]
            raise _wrong_rows(name, shown, len(others), len(given))
    return given
