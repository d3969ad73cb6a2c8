"""What a new type means for the values of a column ("ALTER TABLE", Notes)."""

from __future__ import annotations

from typing import Final

from schemagen.frozen import frozen
from schemagen.sqltext.tokens import SqlTextError
from schemagen.sqltext.types import TypeName, read_type


@frozen
class Conversion:
    """What happens to values.

    Attributes:
        in_place: whether they stay as they are on disk.
        truncates: whether more than the new type holds is cut off or rounded, without an error.
        may_fail: whether there are values that the new type does not have.
    """

    in_place: bool = False
    truncates: bool = False
    may_fail: bool = True


_SAME: Final = Conversion(in_place=True, may_fail=False)
_WIDER: Final = Conversion(may_fail=False)
_CUT: Final = Conversion(truncates=True, may_fail=False)

_STRINGS: Final = frozenset({"character varying", "text"})
_INTEGERS: Final = ("smallint", "integer", "bigint", "numeric")
_FLOATS: Final = ("real", "double precision")
_PRECISE: Final = (
    "timestamp without time zone",
    "timestamp with time zone",
    "time without time zone",
    "time with time zone",
)


def convert(current: str, desired: str) -> Conversion:
    """Compare two types, as `format_type` writes them; what is not known may go wrong."""
    try:
        old, new = read_type(current), read_type(desired)
    except SqlTextError:
        return Conversion()
    if old == new:
        return _SAME
    if old.dimensions or new.dimensions or not new.is_builtin:
        return Conversion()
    if new.name == "text" or (new.name == "character varying" and not new.modifiers):
        return _SAME if old.is_builtin and old.name in _STRINGS else _WIDER
    if new.name in ("character varying", "character"):
        return _string(old, new)
    if old.name == new.name:
        return _modified(old, new)
    return _between(old, new)


def is_same_for_all(current: str, desired: str) -> bool:
    """Tell whether a conversion gives the same in each session, whatever its settings are.

    Texts of times and of inexact numbers do not, nor times with a zone.
    """
    try:
        old, new = read_type(current), read_type(desired)
    except SqlTextError:
        return False
    if not (old.is_builtin and new.is_builtin) or old.dimensions or new.dimensions:
        return False
    names = (old.name, new.name)
    return any(names[0] in sources and names[1] in targets for sources, targets in _SAME_FOR_ALL)


def is_equal(current: str, desired: str) -> bool:
    """Tell whether `=` finds a converted value by the one that it was made of, in any session."""
    try:
        names = {read_type(current).name, read_type(desired).name}
    except SqlTextError:
        return False
    same_family = any(names <= family for family in _COMPARED)
    return same_family and not convert(current, desired).truncates


def is_text(name: str) -> bool:
    """Tell whether a type is one of text, to and from which every type can be cast."""
    try:
        read = read_type(name)
    except SqlTextError:
        return False
    return read.is_builtin and not read.dimensions and read.name in {*_STRINGS, "character", "name"}


def has_cast(current: str, desired: str) -> bool:
    """Tell whether values can be cast from one type to another (pg_cast); yes if that is unknown.

    Whoever has made casts between built-in types has to say so with an expression.
    """
    try:
        old, new = read_type(current), read_type(desired)
    except SqlTextError:
        return True
    if not (old.is_builtin and new.is_builtin) or is_text(current) or is_text(desired):
        return True
    if bool(old.dimensions) != bool(new.dimensions):
        return False
    pair = (old.name, new.name)
    return old.name == new.name or any(pair[0] in a and pair[1] in b for a, b in _CASTS)


_CHARACTERS: Final = frozenset({*_STRINGS, "character"})
_SAME_FOR_ALL: Final = (
    (frozenset(_INTEGERS), frozenset(_INTEGERS)),
    (frozenset(_FLOATS), frozenset(_FLOATS)),
    (frozenset({"date"}), frozenset({"timestamp without time zone"})),
    (frozenset({*_INTEGERS, *_CHARACTERS, "boolean", "uuid"}), _CHARACTERS),
)
_COMPARED: Final = (
    frozenset(_INTEGERS),
    frozenset(_FLOATS),
    _STRINGS,
    frozenset({"date", "timestamp without time zone"}),
)
_NUMBERS: Final = frozenset({*_INTEGERS, *_FLOATS})
_BITS: Final = frozenset({"bit", "bit varying"})
_TIMES: Final = frozenset({"date", *_PRECISE[:2]})
_OIDS: Final = frozenset(
    """oid regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc
    regprocedure regrole regtype""".split()
)
_CASTS: Final = tuple(
    (frozenset(sources), frozenset(targets))
    for sources, targets in (
        (_NUMBERS, _NUMBERS),
        (_INTEGERS[:3], {*_OIDS, "money"}),
        (_OIDS, {*_OIDS, "integer", "bigint"}),
        ({"integer"}, {"boolean", "char"}),
        ({"boolean", "char"}, {"integer"}),
        ({"integer", "bigint", *_BITS}, _BITS),
        (_BITS, {"integer", "bigint"}),
        ({"numeric"}, {"money"}),
        ({"money"}, {"numeric"}),
        (_TIMES, _TIMES),
        (_PRECISE[:2], _PRECISE[2:3]),
        (_PRECISE[1:2], _PRECISE[3:]),
        (_PRECISE[2:], _PRECISE[2:]),
        ({"interval"}, _PRECISE[2:3]),
        (_PRECISE[2:3], {"interval"}),
        ({"json", "jsonb"}, {"json", "jsonb"}),
        ({"jsonb"}, {*_NUMBERS, "boolean"}),
        ({"inet", "cidr"}, {"inet", "cidr"}),
        ({"macaddr", "macaddr8"}, {"macaddr", "macaddr8"}),
        ({"box", "circle", "lseg", "polygon"}, {"point"}),
        ({"point", "circle", "polygon"}, {"box"}),
        ({"box", "polygon"}, {"circle"}),
        ({"box", "circle", "path"}, {"polygon"}),
        ({"polygon"}, {"path"}),
        ({"box"}, {"lseg"}),
        ({"int4range"}, {"int4multirange"}),
        ({"int8range"}, {"int8multirange"}),
        ({"numrange"}, {"nummultirange"}),
        ({"daterange"}, {"datemultirange"}),
        ({"tsrange"}, {"tsmultirange"}),
        ({"tstzrange"}, {"tstzmultirange"}),
    )
)


def _string(old: TypeName, new: TypeName) -> Conversion:
    if not old.is_builtin or old.name not in {*_STRINGS, "character"}:
        return Conversion(truncates=True)
    fits = bool(old.modifiers) and _first(old) <= _first(new)
    if fits and old.name == new.name == "character varying":
        return _SAME
    return _WIDER if fits else _CUT


def _modified(old: TypeName, new: TypeName) -> Conversion:
    if new.name == "numeric":
        return _numeric(old, new)
    if new.name in ("bit", "bit varying"):
        fits = bool(old.modifiers) and (not new.modifiers or _first(old) <= _first(new))
        return _SAME if fits and new.name == "bit varying" else _CUT
    if new.name in _PRECISE:
        finest = ("6",)
        fits = (old.modifiers or finest) <= (new.modifiers or finest)
        return _SAME if fits else _CUT
    return Conversion()


def _numeric(old: TypeName, new: TypeName) -> Conversion:
    if not new.modifiers:
        return _SAME
    if not old.modifiers:
        return Conversion(truncates=True)
    (size, scale), (new_size, new_scale) = _precision(old), _precision(new)
    if new_scale < scale:
        return Conversion(truncates=True, may_fail=new_size - new_scale < size - scale)
    wider = new_size - new_scale >= size - scale
    return Conversion(in_place=wider and scale == new_scale, may_fail=not wider)


def _between(old: TypeName, new: TypeName) -> Conversion:
    if not old.is_builtin:
        return Conversion()
    names = (old.name, new.name)
    if names == ("cidr", "inet"):
        return _SAME
    for ladder in (_INTEGERS, _FLOATS, ("date", *_PRECISE[:2])):
        if old.name in ladder and new.name in ladder:
            if ladder.index(old.name) < ladder.index(new.name) and not new.modifiers:
                return _WIDER
            return Conversion(truncates=old.name == "numeric" or ladder is not _INTEGERS)
    inexact = old.name in (*_FLOATS, "numeric") or new.name in _FLOATS
    return Conversion(truncates=inexact or new.name in ("date", *_PRECISE, "jsonb"))


def _first(name: TypeName) -> int:
    return int(name.modifiers[0]) if name.modifiers else 1


def _precision(name: TypeName) -> tuple[int, int]:
    size, *scale = map(int, name.modifiers)
    return size, scale[0] if scale else 0
