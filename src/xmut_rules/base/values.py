"""The immutable base of every model, and the plain values of a row: ids, texts, days, clock times, moments.

Inputs are pydantic models on `Value`. It is strict, accepts no unknown field, keeps no list or dict, and goes through
validation whenever a changed copy is asked for. What Python cannot forbid (`object.__setattr__`, `__dict__`, a second
`__init__`) shows in `Policy.digest`, where it changes a field of a policy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta, timezone
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any, LiteralString, ParamSpec, Self, TypeVar, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Strict,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticKnownError, core_schema

from xmut_rules.base.errors import (
    MOST_DETAIL,
    PlacedError,
    WordedError,
    in_words,
    input_error,
    input_errors,
    masked,
    of_argument,
)
from xmut_rules.base.language import Words, joined, kind_of, mask, within

if TYPE_CHECKING:
    from pydantic._internal._model_construction import ModelMetaclass as _Final
    from pydantic.json_schema import JsonSchemaValue


ValueT = TypeVar("ValueT", bound="Value")
P = ParamSpec("P")
T = TypeVar("T")

LOCAL = timezone(timedelta(hours=8))
"""The school's local time: a fixed offset, so that no zone data is needed."""

ROWS_ALONE = "rows-alone"
"""The validation context in which nothing between rows is checked, as where some of them could not be read."""

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)

_DAY = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"
_MOMENT = rf"{_DAY}T{_CLOCK}(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?"
_is_day, _is_clock, _is_moment = (re.compile(form).fullmatch for form in (_DAY, _CLOCK, _MOMENT))
_FORBIDDEN = (  # control, format, private-use and line separating characters, as Rust, Python and JSON Schema read them
    r"\u0000-\u001f\u007f-\u009f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u180e\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ue000-\uf8ff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
)


if not TYPE_CHECKING:  # pragma: no branch  a type checker would lose what it knows of pydantic's own

    class _Final(type(BaseModel)):
        """The type of value types, which are final: a subclass could answer otherwise than the type it passes for.

        It looks at the bases before anything that these bring along is called.
        """

        def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any) -> type:
            """Return a class.

            Raises:
                TypeError: it is a subclass of a value type.
            """
            for base in bases:
                if isinstance(base, _Final) and base is not Value:
                    raise TypeError(f"{base.__name__} is final")
            return super().__new__(cls, name, bases, namespace, **options)

        def __call__(cls, *arguments: object, **fields: object) -> object:
            """Return a value; an error shows a key as `masked` does."""
            try:
                return super().__call__(*arguments, **fields)
            except ValidationError as error:
                raise masked(error) from None


class Value(
    BaseModel,
    metaclass=_Final,
    frozen=True,
    strict=True,
    extra="forbid",
    validate_default=True,
    revalidate_instances="always",
    allow_inf_nan=False,
    hide_input_in_errors=True,
):
    """The base of every input: immutable all the way down, and valid or not there at all."""

    if not TYPE_CHECKING:  # pragma: no branch  a type checker would take it for leave to set anything

        def __setattr__(self, name: str, value: object) -> None:
            """Refuse every attribute; pydantic's own refusal lets those pass that begin with an underscore."""
            if name.startswith("_"):
                raise AttributeError(f"{name} is not set on a value")
            super().__setattr__(name, value)

        def __delattr__(self, name: str) -> None:
            """Refuse to delete any attribute."""
            if name.startswith("_"):
                raise AttributeError(f"{name} is not deleted from a value")
            super().__delattr__(name)

        @classmethod
        def model_validate(cls, *arguments: object, **options: object) -> Self:
            """Return a value as pydantic reads it; an error shows a key as `masked` does."""
            try:
                return super().model_validate(*arguments, **options)
            except ValidationError as error:
                raise masked(error) from None

        @classmethod
        def model_validate_json(cls, *arguments: object, **options: object) -> Self:
            """Return a value as pydantic reads it; an error shows a key as `masked` does."""
            try:
                return super().model_validate_json(*arguments, **options)
            except ValidationError as error:
                raise masked(error) from None

        @classmethod
        def model_validate_strings(cls, *arguments: object, **options: object) -> Self:
            """Return a value as pydantic reads it; an error shows a key as `masked` does."""
            try:
                return super().model_validate_strings(*arguments, **options)
            except ValidationError as error:
                raise masked(error) from None

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with changed fields, validated like any input (`deep` changes nothing: all is immutable)."""
        del deep
        return type(self).model_validate({**dict(self), **(update or {})})

    def __replace__(self, **changes: Any) -> Self:
        """Return a changed copy for `copy.replace`, validated."""
        return self.model_copy(update=changes)

    def copy(self, **_changes: Any) -> Self:
        """Refuse pydantic's old copy, which skips validation; use `model_copy`.

        Raises:
            ValueError: always.
        """
        raise ValueError("copy() would skip validation; use model_copy(update=...)")

    @classmethod  # type: ignore[no-redef]
    def model_construct(  # type: ignore[override]
        cls, _fields_set: set[str] | None = None, **_values: Any
    ) -> Self:
        """Refuse to build a value without validation.

        Raises:
            ValueError: always.
        """
        raise ValueError("model_construct() would skip validation; call the class")

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """Return a copy of the value alone: what it holds cannot change."""
        del memo
        return self.__copy__()  # never the value itself, which pydantic's own `model_copy` would then change

    def __reduce__(self) -> tuple[Callable[[type[Self], str], Self], tuple[type[Self], str]]:
        """Pickle as JSON, so that loading validates."""
        return _from_json, (type(self), self.model_dump_json())

    def __setstate__(self, state: dict[Any, Any]) -> None:
        """Refuse state from outside.

        Raises:
            ValueError: always.
        """
        raise ValueError("a value takes no state; build it anew")


class Result:
    """The base of what a notebook shows, in Chinese and in English: results, policies and clauses."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from xmut_rules.explain import notebook_html  # noqa: PLC0415  the one import upward: loaded when first shown

        shown: Any = self
        return notebook_html(shown)


def _from_json(kind: type[ValueT], text: str) -> ValueT:
    return kind.model_validate_json(text)


def checked(value: ValueT, contradictions: Iterable[PlacedError]) -> ValueT:
    """Return a value if its fields, valid by themselves, do not contradict each other.

    Raises:
        ValidationError: with every contradiction at its place.
    """
    if found := list(contradictions):
        raise input_errors(type(value).__name__, found)
    return value


ItemT = TypeVar("ItemT")


class _ListOrTuple:
    """Accept a list or a tuple and no other iterable: a set has no order, and an iterator may never end."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        rows = handler(source)
        checked_rows = core_schema.no_info_before_validator_function(_list_or_tuple, rows)
        return core_schema.json_or_python_schema(json_schema=rows, python_schema=checked_rows)


def _list_or_tuple(value: object) -> object:
    if isinstance(value, list | tuple):
        return value  # pyright: ignore[reportUnknownVariableType]
    raise PydanticKnownError("tuple_type")


A_LIST = Strict(strict=False), _ListOrTuple()
"""The marks of a tuple that is also read from a list; what bounds its length stands before them."""

Several = Annotated[tuple[ItemT, ...], *A_LIST]
"""A tuple of plain values, or of the rows of a table; a list is accepted and copied."""

Unreported = Annotated[ItemT, Field(exclude=True)]
"""A figure that a result keeps for its explanation; its JSON and its equality leave it out."""


class _Pattern:
    """A text of a certain form, refused under one code; it runs without a call into Python."""

    def __init__(self, code: LiteralString, pattern: str, shortest: int, longest: int) -> None:
        self.code: LiteralString = code
        self.pattern, self.shortest, self.longest = pattern, shortest, longest

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema(
            strict=True, pattern=self.pattern, min_length=self.shortest, max_length=self.longest
        )
        problem = input_error(self.code)
        return core_schema.custom_error_schema(
            text, custom_error_type=self.code, custom_error_message=problem.message_template
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "minLength": self.shortest, "maxLength": self.longest, "pattern": self.pattern}


Id = Annotated[str, _Pattern("id", rf"^[^{_FORBIDDEN}\s']([^{_FORBIDDEN}]*[^{_FORBIDDEN}\s])?$", 1, 64)]
"""An opaque id: 1 to 64 characters, compared by code point, never parsed."""

Text = Annotated[str, _Pattern("text", rf"^[^{_FORBIDDEN}]*$", 0, 500)]
"""A name or a note: up to 500 characters that print."""


_MONTHS = r"(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])"
_REAL_DAY = rf"(20[0-9]{{2}}-({_MONTHS})|20([02468][048]|[13579][26])-02-29)"
"""A day that exists, from 2000 to 2099, for readers of the JSON Schema."""


def _form(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}$"})


def read_day(value: object) -> date:
    """Read a day: a `date`, or text such as 2021-03-06.

    Raises:
        ValueError: anything else, a day that does not exist, or one outside 2000 to 2099.
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        day = date(value.year, value.month, value.day)
    elif isinstance(value, str) and _is_day(value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise input_error("day") from None
    else:
        raise input_error("day")
    if not FIRST_DAY <= day <= LAST_DAY:
        raise input_error("day")
    return day


def _read_clock(value: object) -> time:
    if isinstance(value, time) and value.tzinfo is None:
        return time(value.hour, value.minute, value.second, value.microsecond)
    if isinstance(value, str) and _is_clock(value):
        return time.fromisoformat(value)
    raise input_error("clock-time")


def _read_moment(value: object) -> datetime:
    if isinstance(value, str) and _is_moment(value):
        value = _parsed(value)
    moment = _local(value) if isinstance(value, datetime) else None
    if moment is None or not FIRST_DAY.year <= moment.year <= LAST_DAY.year:
        raise input_error("moment")
    return moment


def _parsed(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _local(moment: datetime) -> datetime | None:
    """Return a plain moment, with a zone as local time; None where its zone does not determine which time that is."""
    try:
        if moment.tzinfo is not None:
            if moment.utcoffset() is None:
                return None
            moment = moment.astimezone(LOCAL)
        return datetime.combine(date(moment.year, moment.month, moment.day), moment.time(), moment.tzinfo)
    except Exception:  # noqa: BLE001  a host's tzinfo may raise anything
        return None


Day = Annotated[date, BeforeValidator(read_day), _form(_REAL_DAY)]
"""A day from 2000-01-01 to 2099-12-31."""

ClockTime = Annotated[time, BeforeValidator(_read_clock), _form(_CLOCK)]
"""A local clock time without a zone."""

Moment = Annotated[datetime, BeforeValidator(_read_moment), _form(_MOMENT.replace(_DAY, _REAL_DAY))]
"""A day with a clock time: naive is local time, aware is turned into local time (UTC+8)."""


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
        raise ValueError(f"{name}: expected {article} {kind.__name__}, not {kind_of(value)}")
    return value


class Arguments:
    """The arguments of a call: each is checked, and what is wrong with them is raised together, when all have been.

    >>> with Arguments() as check:
    ...     count = check(only, "1", int, "count")
    ...     name = check(only, 2, str, "name")
    Traceback (most recent call last):
    xmut_rules.base.errors.WordedError: count: expected an int, not str; name: expected a str, not int
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
        if kind is not None or not self._errors:
            return
        if len(self._errors) == 1:
            raise self._errors[0]
        raise WordedError(joined(Words("；", "; "), (in_words(error).cut(MOST_DETAIL) for error in self._errors)))


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
        raise ValueError(f"{name}: expected rows of {kind.__name__}, not {kind_of(rows)}")
    given: tuple[ItemT, ...] = ()
    for part in _in_parts(rows):
        given += part
        if set(map(type, part)) - {kind}:
            others = ((place, row) for place, row in enumerate(given) if type(row) is not kind)
            raise _wrong_rows(
                name, ((place, f"expected {kind.__name__}, not {kind_of(row)}") for place, row in others), len(given)
            )
        ids = list(map(attrgetter(key), given)) if key else []
        if len(set(ids)) < len(ids):
            first: dict[str, int] = {}
            again = (place for place, row_id in enumerate(ids) if first.setdefault(row_id, place) != place)
            raise _wrong_rows(name, ((place, f"the id {mask(ids[place])} is repeated") for place in again), len(given))
    return given


def _wrong_rows(name: str, problems: Iterable[tuple[int, str]], read: int) -> ValueError:
    """Return the error of rows: the first 20 problems, those that read alike together, and how many more were read."""
    found = list(problems)
    places: dict[str, list[str]] = {}
    for place, problem in found[:_MOST_PLACES]:
        places.setdefault(problem, []).append(f"{name}[{place}]")
    texts = [f"{', '.join(alike)}: {problem}" for problem, alike in places.items()]
    if len(found) > _MOST_PLACES:
        texts.append(f"{name}: {len(found) - _MOST_PLACES} more among the first {read}")
    return ValueError(within("; ".join(texts), MOST_DETAIL))


_MOST_PLACES = 20


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
    if isinstance(ids, str | bytes) or not isinstance(ids, Iterable):
        raise ValueError(f"{name}: expected several ids, not {kind_of(ids)}")
    given: frozenset[str] = frozenset()
    count = 0
    for part in _in_parts(ids):
        wrong = [(place, one_id) for place, one_id in enumerate(part, start=count) if not isinstance(one_id, str)]
        count += len(part)
        if wrong:
            raise _wrong_rows(
                name, ((place, f"expected an id as text, not {kind_of(row)}") for place, row in wrong), count
            )
        given |= frozenset(part)
    return given


def is_mixed(moments: Iterable[datetime]) -> bool:
    """Return whether moments with and without a zone are mixed."""
    return len({moment.tzinfo is None for moment in moments}) > 1
