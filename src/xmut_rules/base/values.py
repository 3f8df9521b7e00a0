"""The immutable base of every model, and the plain values of a row: ids, texts, days, clock times, moments.

Inputs are pydantic models on `Value`. It is strict, accepts no unknown field, keeps no list or dict, and goes through
validation whenever a changed copy is asked for. What Python cannot forbid (`object.__setattr__`, `__dict__`, a second
`__init__`) shows in `Policy.digest`, where it changes a field of a policy.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from functools import cache, lru_cache
from numbers import Integral
from typing import TYPE_CHECKING, Annotated, Any, LiteralString, ParamSpec, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Strict,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, PydanticKnownError, core_schema

from xmut_rules.base.errors import PlacedError, input_error, input_errors, masked
from xmut_rules.base.language import WordedError, Words

if TYPE_CHECKING:
    from pydantic._internal._model_construction import ModelMetaclass as _Final
    from pydantic.json_schema import JsonSchemaValue


ValueT = TypeVar("ValueT", bound="Value")
P = ParamSpec("P")
T = TypeVar("T")
ItemT = TypeVar("ItemT")

LOCAL = timezone(timedelta(hours=8))
"""The school's local time: a fixed offset, so that no zone data is needed."""

ROWS_ALONE = "rows-alone"
"""The validation context in which nothing between rows is checked, as where some of them could not be read."""

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)

_DAY = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"
_MOMENT = rf"{_DAY}T{_CLOCK}(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?"
_is_day, _is_clock, _is_moment = (re.compile(form).fullmatch for form in (_DAY, _CLOCK, _MOMENT))
_FORBIDDEN = (  # control, format, private-use and line separating characters, as every dialect reads them
    r"\u0000-\u001f\u007f-\u009f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u180e\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ue000-\uf8ff"
)
_FORBIDDEN_BEYOND = "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
"""The same beyond U+FFFF: JavaScript without the flag u takes such a range for no valid pattern."""


def untitled(schema: dict[str, Any]) -> None:
    """Leave out of a model's JSON Schema the titles that pydantic makes of the fields' names."""
    for field in schema.get("properties", {}).values():
        field.pop("title", None)


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
    json_schema_extra=untitled,
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
        raise WordedError(_UNCHECKED.filled(name="copy()", instead="model_copy(update=...)"))

    @classmethod  # type: ignore[no-redef]
    def model_construct(  # type: ignore[override]
        cls, _fields_set: set[str] | None = None, **_values: Any
    ) -> Self:
        """Refuse to build a value without validation.

        Raises:
            ValueError: always.
        """
        raise WordedError(_UNCHECKED.filled(name="model_construct()", instead=cls.__name__))

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
        raise WordedError(Words("已建立的值不接受外来状态，请重新建立", "a value takes no state; build it anew"))


_UNCHECKED = Words("{name} 会跳过校验，请用 {instead}", "{name} would skip validation; use {instead}")


class AsJson:
    """The base of what is computed: it is written as JSON, with amounts as text."""

    __slots__ = ()

    def to_json(self) -> str:
        """Return it as JSON; amounts are text, and what is kept for an explanation is left out."""
        kind: Any = type(self)
        return adapter_of(kind).dump_json(self, indent=1).decode()


@cache
def adapter_of(kind: Any) -> TypeAdapter[Any]:
    """Return what writes a type as JSON; made when first asked for."""
    return TypeAdapter(kind)


class Result(AsJson):
    """The base of what a notebook shows, in Chinese and in English: results, policies and clauses."""

    __slots__ = ()
    __pydantic_config__ = ConfigDict(json_schema_extra=untitled)

    def _repr_html_(self) -> str:
        from xmut_rules.explain import notebook_html  # noqa: PLC0415  the one import upward: loaded when first shown

        shown: Any = self
        return notebook_html(shown)


DOCUMENT = ConfigDict(json_schema_extra=untitled, extra="forbid")
"""The configuration of a part of a document that stands for a result in JSON."""


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


class _AsItIs:
    """Accept anything: what a result holds was made by the rules, and its JSON Schema need not describe it."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.any_schema()


AS_IT_IS = _AsItIs()
"""The mark of a part of a result that its JSON leaves out or writes as something else."""

Unreported = Annotated[ItemT, AS_IT_IS, Field(exclude=True)]
"""A figure that a result keeps for its explanation; its JSON and its equality leave it out."""


class Defined:
    """The mark of a type that a JSON Schema describes once, under its name in `$defs`."""

    def __init__(self, name: str, description: str, form: Mapping[str, Any]) -> None:
        """Keep the name, what the type means, and the schema of what is accepted."""
        self.name, self.description, self.form = name, description, form

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return a reference to the definition, which is added to the schema's `$defs`."""
        described: Any = TypeAdapter(Annotated[Any, WithJsonSchema({"description": self.description, **self.form})])
        ref = f"{__name__}.{self.name}"
        definition: Any = {**described.core_schema, "ref": ref}
        return handler(core_schema.definitions_schema(core_schema.definition_reference_schema(ref), [definition]))


class _Pattern:
    """A text of a certain form, refused under one code; it runs without a call into Python."""

    def __init__(self, code: LiteralString, pattern: str, longest: int) -> None:
        self.code: LiteralString = code
        self.pattern, self.longest = pattern, longest

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema(strict=True, pattern=self.pattern, max_length=self.longest)
        problem = input_error(self.code)
        return core_schema.custom_error_schema(
            text, custom_error_type=self.code, custom_error_message=problem.message_template
        )


def _id(forbidden: str) -> str:
    return rf"^[^{forbidden}\s']([^{forbidden}]*[^{forbidden}\s])?$"


def _text(forbidden: str) -> str:
    return f"^[^{forbidden}]*$"


_ALL_FORBIDDEN = _FORBIDDEN + _FORBIDDEN_BEYOND

Id = Annotated[
    str,
    _Pattern("id", _id(_ALL_FORBIDDEN), 64),
    Defined(
        "Id",
        "An id: 1 to 64 characters without control characters, no space at either end, no leading apostrophe.",
        {"type": "string", "minLength": 1, "maxLength": 64, "pattern": _id(_FORBIDDEN)},
    ),
]
"""An opaque id: 1 to 64 characters, compared by code point, never parsed."""

Text = Annotated[
    str,
    _Pattern("text", _text(_ALL_FORBIDDEN), 500),
    Defined(
        "Text",
        "A name or a note: up to 500 characters without control characters.",
        {"type": "string", "minLength": 0, "maxLength": 500, "pattern": _text(_FORBIDDEN)},
    ),
]
"""A name or a note: up to 500 characters that print."""


_MONTHS = r"(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])"
_REAL_DAY = rf"(20[0-9]{{2}}-({_MONTHS})|20([02468][048]|[13579][26])-02-29)"
"""A day that exists, from 2000 to 2099, for readers of the JSON Schema."""


def refused(code: LiteralString, value: object) -> PydanticCustomError:
    """Return the error for a value of another form; NaN, NaT and NA, which data frames have, are no value at all."""
    is_nan = isinstance(value, float) and math.isnan(value)
    return input_error("value-nothing" if is_nan or type(value).__name__ in ("NaTType", "NAType") else code)


def read_day(value: object) -> date:
    """Read a day: a `date`, midnight without a zone, as databases and data frames have it, or text such as 2021-03-06.

    Raises:
        ValueError: anything else, a day that does not exist, or one outside 2000 to 2099.
    """
    day = None
    if isinstance(value, str):
        day = _parsed_day(value)
    elif isinstance(value, datetime):
        day = _day_of_midnight(value)
    elif isinstance(value, date):
        day = date(value.year, value.month, value.day)
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise refused("day", value)
    return day


@lru_cache(maxsize=4096)
def _parsed_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _is_day(text) else None
    except ValueError:
        return None


def _day_of_midnight(moment: datetime) -> date | None:
    """Return the day of a midnight; None for another time, and for one with a zone, whose day may be another."""
    local = _local(moment) if moment.tzinfo is None else None
    return local.date() if local is not None and local.time() == time() else None


def _read_clock(value: object) -> time:
    if isinstance(value, time) and value.tzinfo is None:
        return time(value.hour, value.minute, value.second, value.microsecond)
    found = _parsed_clock(value) if isinstance(value, str) else None
    if found is None:
        raise refused("clock-time", value)
    return found


@lru_cache(maxsize=4096)
def _parsed_clock(text: str) -> time | None:
    return time.fromisoformat(text) if _is_clock(text) else None


def _read_moment(value: object) -> datetime:
    moment = _parsed(value) if isinstance(value, str) and _is_moment(value) else value
    moment = _local(moment) if isinstance(moment, datetime) else None
    if moment is None or not FIRST_DAY.year <= moment.year <= LAST_DAY.year:
        raise refused("moment", value)
    return moment


def _parsed(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _local(moment: datetime) -> datetime | None:
    """Return a plain moment, with a zone as local time; None where its zone does not determine which time that is.

    A moment of pandas may have nanoseconds, which would be lost.
    """
    try:
        if getattr(moment, "nanosecond", 0):
            return None
        if moment.tzinfo is not None:
            if moment.utcoffset() is None:
                return None
            moment = moment.astimezone(LOCAL)
        return datetime.combine(date(moment.year, moment.month, moment.day), moment.time(), moment.tzinfo)
    except Exception:  # noqa: BLE001  a host's tzinfo may raise anything
        return None


Day = Annotated[
    date,
    BeforeValidator(read_day),
    Defined(
        "Day",
        "A day from 2000-01-01 to 2099-12-31.",
        {"type": "string", "format": "date", "pattern": f"^{_REAL_DAY}$"},
    ),
]
"""A day from 2000-01-01 to 2099-12-31."""

ClockTime = Annotated[
    time,
    BeforeValidator(_read_clock),
    Defined("ClockTime", "A local clock time, such as 08:30.", {"type": "string", "pattern": f"^{_CLOCK}$"}),
]
"""A local clock time without a zone."""

_WITHOUT_SECONDS_OR_ZONE = r"T([0-9:.]+$|[0-9]{2}:[0-9]{2}[Z+-])"
"""What a moment has that is accepted without being a date-time of RFC 3339."""

Moment = Annotated[
    datetime,
    BeforeValidator(_read_moment),
    Defined(
        "Moment",
        "A day with a clock time, such as 2021-05-29T08:30: local time (UTC+8), unless a zone follows. "
        "All times of one input have a zone, or none has.",
        {
            "type": "string",
            "pattern": f"^{_MOMENT.replace(_DAY, _REAL_DAY)}$",
            "anyOf": [{"format": "date-time"}, {"pattern": _WITHOUT_SECONDS_OR_ZONE}],
        },
    ),
]
"""A day with a clock time: naive is local time, aware is turned into local time (UTC+8)."""


def _plain_whole(value: object) -> object:
    return int(value) if isinstance(value, Integral) and not isinstance(value, int) else value


WHOLE = BeforeValidator(_plain_whole)
"""The mark of an int that accepts a whole number of numpy, too; it stands after its bounds."""


def is_mixed(moments: Iterable[datetime]) -> bool:
    """Return whether moments with and without a zone are mixed."""
    return len({moment.tzinfo is None for moment in moments}) > 1
