"""Hypothesis strategies for the fields of generated models.

A strategy is read from a field's annotation and its limits; what the field does not accept after
all, for a validator of its own, is passed over.
"""

from __future__ import annotations

import datetime as dt
import enum
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, TypeAlias
from uuid import UUID

from hypothesis import strategies as st
from psycopg.types.multirange import Multirange
from psycopg.types.range import Range
from pydantic import AwareDatetime, BaseModel, JsonValue, NaiveDatetime, ValidationError
from pydantic.fields import FieldInfo

Strategy: TypeAlias = st.SearchStrategy[Any]

_TEXT: Final = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
_ZONES: Final = st.sampled_from(
    [dt.UTC, dt.timezone(dt.timedelta(hours=5, minutes=30)), dt.timezone(dt.timedelta(hours=-12))]
)
# Of a moment in the first or the last year psycopg cannot say in every time zone when it is.
_FIRST, _LAST = dt.datetime(2, 1, 1), dt.datetime(9998, 12, 31, 23, 59, 59, 999999)
_ADDRESSES: Final = ("10.0.0.1", "10.0.0.0/8", "2001:db8::1", "2001:db8::/32")
_SHORT: Final = 40
_FEW: Final = 4
STAND_IN: Final = "what nobody knows how to make up"


@dataclass
class _Limits:
    """What the metadata of annotations says."""

    ge: Any = None
    gt: Any = None
    le: Any = None
    lt: Any = None
    min_length: int | None = None
    max_length: int | None = None
    max_digits: int | None = None
    decimal_places: int | None = None
    pattern: str | None = None

    def read(self, metadata: object) -> _Limits:
        """Take over what a piece of metadata says."""
        if isinstance(metadata, FieldInfo):
            for each in metadata.metadata:
                self.read(each)
            return self
        for each in fields(self):
            value = getattr(metadata, each.name, None)
            if value is not None and not callable(value):
                setattr(self, each.name, value)
        return self


@dataclass
class Strategies:
    """Makes strategies; `known` has those of classes, which may contain themselves."""

    known: dict[type, Strategy] = field(default_factory=dict)

    def of_model(
        self, model: type[BaseModel], but: frozenset[str] = frozenset()
    ) -> tuple[Strategy | None, tuple[str, ...]]:
        """Return the strategy for what a model is made of, and the columns that are left out.

        `but` are left out in any case. It is None where one of these is required.
        """
        return self._of_model(model, but, None)

    def of_row(
        self, model: type[BaseModel], but: frozenset[str]
    ) -> tuple[Strategy | None, tuple[str, ...]]:
        """Return the same for a row, with `STAND_IN` where one is left out and required.

        It is None where the model does not take that either.
        """
        return self._of_model(model, but, STAND_IN)

    def _of_model(
        self, model: type[BaseModel], but: frozenset[str], stand_in: str | None
    ) -> tuple[Strategy | None, tuple[str, ...]]:
        needed: dict[str, Strategy] = {}
        optional: dict[str, Strategy] = {}
        left_out: list[str] = []
        possible = True
        for name, info in model.model_fields.items():
            column = str(info.validation_alias or info.alias or name)
            found = self.of(info.annotation, _Limits().read(info))
            if found is None or column in but:
                left_out.append(column)
                if info.is_required():
                    needed[column] = st.just(stand_in)
                    possible = possible and not (
                        stand_in is None or refusals(model, name, stand_in)
                    )
                continue
            chosen = needed if info.is_required() else optional
            chosen[column] = found.filter(_accepted(model, name))
        whole = st.fixed_dictionaries(needed, optional=optional) if possible else None
        return whole, tuple(left_out)

    def of(self, annotation: Any, limits: _Limits) -> Strategy | None:
        """Return the strategy for an annotation, None if nobody knows what it holds."""
        if annotation is JsonValue or getattr(annotation, "__name__", "") == "JsonValue":
            return _json()
        origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
        if origin is Annotated:
            for metadata in arguments[1:]:
                limits.read(metadata)
            return self.of(arguments[0], limits)
        if origin is Literal:
            return st.sampled_from(arguments)
        if origin in (typing.Union, types.UnionType):
            found = [self.of(each, limits) for each in arguments]
            known = [each for each in found if each is not None]
            # The first of two is what is there, the other one None.
            return st.one_of(*known) if known and found[0] is not None else None
        if origin in (Range, Multirange):
            return self._range(origin, arguments[0])
        if origin in (list, dict):
            return self._container(origin, arguments, limits)
        return self._plain(annotation, limits)

    def _container(self, origin: type, arguments: Any, limits: _Limits) -> Strategy | None:
        inside = self.of(arguments[-1], _Limits())
        if inside is None:
            return None
        least = limits.min_length or 0
        most = max(least, _FEW)
        if origin is dict:
            return st.dictionaries(st.text(_TEXT), inside, min_size=least, max_size=most)
        return st.lists(inside, min_size=least, max_size=most)

    def _range(self, origin: type, bound: Any) -> Strategy | None:
        inside = self.of(bound, _Limits())
        if inside is None:
            return None
        # NaN equals nothing, so nobody could tell that it came back.
        limit = st.none() | inside.filter(lambda value: value == value)
        flags = st.sampled_from(["[)", "[]", "(]", "()"])
        one: Strategy = st.builds(_ordered, limit, limit, flags) | st.just(Range(empty=True))
        if origin is Range:
            return one
        return one.map(lambda each: Multirange([each])) | st.just(Multirange())

    def _plain(self, kind: Any, limits: _Limits) -> Strategy | None:
        if kind is AwareDatetime:
            return st.datetimes(_FIRST, _LAST, timezones=_ZONES)
        if kind is NaiveDatetime:
            return st.datetimes()
        if kind in _LIMITED:
            limited: Strategy = _LIMITED[kind](limits)
            return limited
        if kind in _SIMPLE:
            return _SIMPLE[kind]
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            return st.sampled_from(kind)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            if kind not in self.known:
                self.known[kind] = st.deferred(lambda: self._object(kind))
            return self.known[kind]
        return None

    def _object(self, model: type[BaseModel]) -> Strategy:
        found, _ = self.of_model(model)
        return st.nothing() if found is None else found


def _ordered(one: Any, other: Any, bounds: str) -> Range[Any]:
    low, high = (other, one) if None not in (one, other) and other < one else (one, other)
    return Range(low, high, bounds)


def _accepted(model: type[BaseModel], name: str) -> Any:
    def accepts(value: object) -> bool:
        return not refusals(model, name, value)

    return accepts


def refusals(model: type[BaseModel], name: str, value: object) -> tuple[str, ...]:
    """Return the columns that a model names when it refuses a value for a field, if it does."""
    try:
        model.__pydantic_validator__.validate_assignment(model.model_construct(), name, value)
    except ValidationError as error:
        return tuple(str(each["loc"][0]) for each in error.errors() if each["loc"])
    return ()


def _integers(limits: _Limits) -> Strategy:
    low = limits.ge if limits.gt is None else limits.gt + 1
    high = limits.le if limits.lt is None else limits.lt - 1
    edges = [each for each in (low, high) if each is not None]
    return st.one_of(*map(st.just, edges), st.integers(low, high))


def _decimals(limits: _Limits) -> Strategy:
    if limits.max_digits is None:
        places = st.decimals(Decimal("-1e30"), Decimal("1e30"), places=9)
        special = [Decimal("NaN"), Decimal("Infinity"), Decimal("1e-30"), Decimal("-1e50")]
        return places | st.sampled_from(special)
    most = 10**limits.max_digits - 1
    scale = limits.decimal_places or 0
    return _integers(_Limits(ge=-most, le=most)).map(lambda n: Decimal(n).scaleb(-scale))


def _floats(limits: _Limits) -> Strategy:
    low = limits.ge if limits.gt is None else limits.gt
    high = limits.le if limits.lt is None else limits.lt
    # Many of the narrow ones are values of the type real, too.
    return st.floats(low, high) | st.floats(-8, 8, width=16)


def _texts(limits: _Limits) -> Strategy:
    if limits.pattern is not None:
        return st.from_regex(limits.pattern)
    shortest = limits.min_length or 0
    longest = min(shortest + _SHORT, limits.max_length or shortest + _SHORT)
    texts = st.text(_TEXT, min_size=shortest, max_size=longest)
    return texts | st.sampled_from(_ADDRESSES) if limits.max_length is None else texts


def _json() -> Strategy:
    scalars: Strategy = st.none() | st.booleans() | st.integers() | st.text(_TEXT)
    scalars |= st.floats(allow_nan=False, allow_infinity=False)
    return st.recursive(
        scalars,
        lambda inside: st.lists(inside) | st.dictionaries(st.text(_TEXT), inside),
        max_leaves=8,
    )


_LIMITED: Final[Mapping[Any, Any]] = {
    int: _integers,
    Decimal: _decimals,
    float: _floats,
    str: _texts,
}
_SIMPLE: Final[Mapping[Any, Strategy]] = {
    type(None): st.none(),
    bool: st.booleans(),
    bytes: st.binary(max_size=_SHORT),
    UUID: st.uuids(),
    dt.date: st.dates(),
    dt.time: st.times() | st.times(timezones=_ZONES),
    dt.timedelta: st.timedeltas(),
}


def strange_values() -> Iterator[object]:
    """Yield values at and beyond the bounds of types, for columns of any."""
    yield None
    for bits in (15, 31, 32, 63):
        yield from (2**bits, 2**bits - 1, -(2**bits), -(2**bits) - 1)
    yield from (0, 1, -1, True, 0.5, float("nan"), float("inf"), 1e300, 1e-300)
    yield from map(Decimal, ("0", "NaN", "Infinity", "1e40", "0.123456789", "-0.01"))
    yield from ("", "a", "\0", "a\ud800", "ä" * 60, "x" * 300, "😀", " ", "{}", "1")
    yield from (b"", b"\0\xff", UUID(int=0))
    yield from (dt.date.min, dt.date.max, dt.time.max, dt.timedelta.max)
    yield from (dt.datetime(2024, 2, 29), dt.datetime(2024, 2, 29, tzinfo=dt.UTC))
    yield from (Range(2, 1), Range(0, 2**31 - 1, "[]"), Range("[", None), Range(dt.date.max, None))
    yield from (Range(empty=True), Multirange(), Multirange([Range(1, 1)]), "[1,2]", "{[1,2)}")
    yield from ([], [None], ["a", None], [[1]], {}, {"a": "\0"}, {"\0": 1}, {"a": [{"b": None}]})
