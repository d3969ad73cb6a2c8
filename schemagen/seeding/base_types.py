"""Candidates for the values of base types, and of those that extensions bring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from schemagen.seeding.candidate import NUMBER, Candidate, constant, typed
from schemagen.seeding.reading import Type
from schemagen.sqltext.quoting import Literal, Raw, sql

_HEADER: Final = 4
"""Bytes that PostgreSQL adds to a length, or a precision and a scale, in a type's modifier."""
_WIDE: Final = 24
_READ_BY_MANY: Final = (
    "1",
    "a",
    "{}",
    "[1,2,3]",
    "(0,0)",
    "",
    "10.0.0.1",
    "POINT(1 2)",
    "LINESTRING(0 0,1 1)",
    "POLYGON((0 0,0 1,1 1,0 0))",
    "MULTIPOINT((0 0))",
    "MULTILINESTRING((0 0,1 1))",
    "MULTIPOLYGON(((0 0,0 1,1 1,0 0)))",
)
"""Texts that one type of an extension or another reads."""
_EMAIL, _URL, _WORD = "user{}@example.com", "https://example.com/{}", "{}"


def values_of_base(found: Type, modifier: int, label: str) -> Iterator[Candidate]:
    """Yield candidates for a base type; `label` is the name of the column."""
    if found.category == "S" and found.name != '"char"':
        length = modifier - _HEADER if modifier >= _HEADER else None
        yield from _text(found.name, label, length)
        return
    if found.name == "numeric":
        yield from _numeric(modifier)
        return
    if found.category == "V":
        width = modifier if modifier > 0 else 32
        text = sql("(({} % 65536)::bit(32) << (32 - {}))", NUMBER, Literal(min(width, 32)))
        yield Candidate(sql("{}::bit({})", Raw(text), Literal(width)))
        return
    for template, distinct in _BASES.get(found.name, ()):
        yield Candidate(sql(template, i=NUMBER), distinct)
    if found.category == "N":
        yield from _numbers(found.name)
    if is_foreign(found):
        for text in _READ_BY_MANY:
            yield typed(constant(text), found.name)


def _numbers(name: str) -> Iterator[Candidate]:
    """Yield numbers; the largest kinds of them take every row's number."""
    limit = {"smallint": 32767, "integer": 2147483647}.get(name)
    number = sql("({} % {})", NUMBER, Literal(limit)) if limit else sql("{}", NUMBER)
    wide = name != "smallint"
    yield Candidate(sql("{}::{}", Raw(number), Raw(name)), distinct=wide)
    for text in ("0", "1", "-1", "10", "100", "1000"):
        yield Candidate(sql("{}::{}", Raw(f"({text})"), Raw(name)))
    yield Candidate(sql("(-{})::{}", Raw(number), Raw(name)), distinct=wide)
    yield Candidate(sql("({} % 100)::{}", NUMBER, Raw(name)))


def _numeric(modifier: int) -> Iterator[Candidate]:
    if modifier < _HEADER:
        yield Candidate(sql("({}::numeric + 0.25)", NUMBER), distinct=True)
        yield from _numbers("numeric")
        return
    precision, scale = (modifier - _HEADER) >> 16, (modifier - _HEADER) & 0x7FF
    scale = scale - 0x800 if scale >= 0x400 else scale
    digits = min(max(precision - scale, 0), 18)
    if digits:
        whole = sql("({} % {})::numeric", NUMBER, Literal(10**digits))
        yield Candidate(whole, distinct=digits > 7)
    step = Literal(10 ** min(scale, 18) if scale > 0 else 1)
    fraction = sql("(({} % {})::numeric / {})", NUMBER, step, step)
    yield Candidate(fraction, distinct=scale > 7)
    yield from (Candidate(text) for text in ("0", "1"))


def _text(name: str, label: str, length: int | None) -> Iterator[Candidate]:
    """Yield texts, in the order in which they look like what a column of this name holds."""
    shown = label.strip("_").replace("_", " ").lower() or "value"
    word = label.strip("_").lower() or "value"
    templates = [f"{shown} {{}}", f"{word}-{{}}", f"{word}_{{}}", _EMAIL, _URL, _WORD]
    special = {"mail": _EMAIL, "url": _URL, "uri": _URL, "link": _URL, "website": _URL}
    for part, template in special.items():
        if part in word:
            templates.insert(0, template)
            break
    for template in templates:
        before, _, after = template.partition("{}")
        if length is None or length >= max(_WIDE, len(template) + 7):
            yield typed(_around(before, after), name)
    yield from _hashes(name, length)
    if length is not None:
        short = sql("right(to_hex({}), {})", NUMBER, Literal(length))
        yield Candidate(sql("{}::{}", Raw(short), Raw(name)), distinct=length > 5)
        # Letters of a code of fixed length, as currencies and countries have.
        digits = sql("right({}::text, {})", NUMBER, Literal(length))
        code = sql(
            "translate(lpad({}, {}, '0'), '0123456789', 'ABCDEFGHIJ')", Raw(digits), Literal(length)
        )
        yield Candidate(sql("{}::{}", Raw(code), Raw(name)))
    for text in ("a", "A", "1", "en", "US", "USD", "a@b.co", "+15550100", "{}", ""):
        if length is None or len(text) <= length:
            yield typed(constant(text), name)


def _hashes(name: str, length: int | None) -> Iterator[Candidate]:
    seed = sql("{}::text", NUMBER)
    digests = {
        32: sql("md5({})", Raw(seed)),
        36: sql("md5({})::uuid::text", Raw(seed)),
        64: sql("encode(sha256({}::bytea), 'hex')", Raw(seed)),
        42: sql("'0x' || substr(encode(sha256({}::bytea), 'hex'), 1, 40)", Raw(seed)),
        66: sql("'0x' || encode(sha256({}::bytea), 'hex')", Raw(seed)),
        14: sql("'+1' || lpad({}, 10, '0')", Raw(seed)),
    }
    for width, text in digests.items():
        if length is None or length >= width:
            yield Candidate(sql("({})::{}", Raw(text), Raw(name)), distinct=True)


def _around(before: str, after: str) -> Candidate:
    text = sql("({} || {})", Literal(before), NUMBER)
    if after:
        text = sql("({} || {} || {})", Literal(before), NUMBER, Literal(after))
    return Candidate(text, distinct=True)


def is_foreign(found: Type) -> bool:
    """Tell whether only the server knows what a value of a base type is written like."""
    return not found.element and found.name not in _BASES and found.category not in "SVN"


_MINUTE: Final = "({i} * interval '1 minute')"
_MOMENTS: Final = tuple(
    (start, True)
    for start in ("2025-01-01", "2025-01-02", "2024-06-01", "2025-07-01", "2100-01-01")
)


_YEAR: Final = 366 * 24 * 60
"""The minutes of 2024."""
_STRIDE: Final = 104729
"""Has no divisor in common with them, so that rows come to each minute once before any again."""


def _moments(name: str) -> tuple[tuple[str, bool], ...]:
    """Return moments all over a year, then some that follow each other and never come again.

    The year is before all others, so that what is to come later can.
    """
    zone = "+00" if "with time zone" in name else ""
    year = sql("{}::{}", Literal(f"2024-01-01 00:00:00{zone}"), Raw(name))
    minutes = sql("({{i}} * {} % {})", Literal(_STRIDE), Literal(_YEAR))
    found = [(sql("({} + {} * interval '1 minute')", Raw(year), Raw(minutes)), False)]
    for day, distinct in _MOMENTS:
        start = sql("({}::{} + ", Literal(f"{day} 00:00:00{zone}"), Raw(name))
        found.append((start + _MINUTE + ")", distinct))
    return tuple(found)


def _days() -> tuple[tuple[str, bool], ...]:
    return tuple(
        (sql("({}::date + ({{i}} % 1000000)::integer)", Literal(day)), distinct)
        for day, distinct in _MOMENTS
    )


_TZ, _TS = "timestamp with time zone", "timestamp without time zone"
_JSON: Final = ("{i}", "'{{}}'", "'[]'", "'\"a\"'", "'1'", "'true'")
_BASES: Final[Mapping[str, tuple[tuple[str, bool], ...]]] = {
    "boolean": (("({i} % 2 = 1)", False), ("true", False), ("false", False)),
    "uuid": (("md5({i}::text)::uuid", True),),
    _TZ: _moments(_TZ),
    _TS: _moments(_TS),
    "date": _days(),
    "time without time zone": (
        ("('00:00'::time + ({i} % 1440) * interval '1 minute')", False),
        ("('12:00'::time + ({i} % 60) * interval '1 minute')", False),
        ("('23:00'::time + ({i} % 60) * interval '1 minute')", False),
    ),
    "time with time zone": (("('00:00+00'::timetz + ({i} % 1440) * interval '1 minute')", False),),
    "interval": (("({i} * interval '1 minute')", True),),
    "jsonb": (
        ("jsonb_build_object('number', {i})", True),
        *((sql("{}::jsonb", Raw(text)), False) for text in _JSON[1:]),
    ),
    "json": (
        ("json_build_object('number', {i})", True),
        *((sql("{}::json", Raw(text)), False) for text in _JSON[1:]),
    ),
    "bytea": (("sha256({i}::text::bytea)", True), ("'\\x'::bytea", False)),
    "inet": (("('10.0.0.0'::inet + {i})", True),),
    "cidr": (("set_masklen('10.0.0.0'::inet + {i}, 32)::cidr", True),),
    "macaddr": (("lpad(to_hex({i}), 12, '0')::macaddr", True),),
    "macaddr8": (("lpad(to_hex({i}), 16, '0')::macaddr8", True),),
    "point": (("point({i}, {i})", False),),
    "line": (("line(point(0, {i}), point(1, {i}))", False),),
    "lseg": (("lseg(point(0, {i}), point(1, {i}))", False),),
    "box": (("box(point({i} * 2, 0), point({i} * 2 + 1, 1))", False),),
    "path": (("path '[(0,0),(1,1)]'", False),),
    "polygon": (("polygon(box(point(0, 0), point({i}, 1)))", False),),
    "circle": (("circle(point({i} * 4, 0), 1)", False),),
    "tsvector": (("to_tsvector('simple', 'word' || {i})", False),),
    "tsquery": (("to_tsquery('simple', 'word' || {i})", False),),
    "xml": (("xmlparse(content '<row>' || {i} || '</row>')", False),),
    "money": (("({i} % 1000000)::integer::money", False),),
    "oid": (("{i}::oid", True),),
    "regclass": (("'pg_class'::regclass", False),),
    "regtype": (("'integer'::regtype", False),),
    "pg_lsn": (("('0/0'::pg_lsn + {i}::numeric)", True),),
    '"char"': (('chr((97 + {i} % 26)::integer)::"char"', False),),
    "name": (("('name_' || {i})::name", True),),
    "citext": (("('value ' || {i})::citext", True),),
}
