"""Names of types: read as PostgreSQL's grammar has them, written as `format_type` writes them.

See "Data Types" for the aliases and "System Information Functions" for `format_type`.
"""

from __future__ import annotations

from functools import cached_property, lru_cache

from schemagen.frozen import frozen
from schemagen.sqltext.cursor import Cursor
from schemagen.sqltext.quoting import quote_qualified
from schemagen.sqltext.tokens import SqlTextError, TokenKind

BUILTIN_TYPES = frozenset(
    """
    aclitem any anyarray anycompatible anycompatiblearray anycompatiblemultirange
    anycompatiblenonarray anycompatiblerange anyelement anyenum anymultirange anynonarray anyrange
    bit bool box bpchar bytea char cid cidr circle cstring date datemultirange daterange
    event_trigger fdw_handler float4 float8 gtsvector index_am_handler inet int2 int2vector int4
    int4multirange int4range int8 int8multirange int8range internal interval json jsonb jsonpath
    language_handler line lseg macaddr macaddr8 money name numeric nummultirange numrange oid
    oidvector path pg_brin_bloom_summary pg_brin_minmax_multi_summary pg_ddl_command
    pg_dependencies pg_lsn pg_mcv_list pg_ndistinct pg_node_tree pg_snapshot point polygon record
    refcursor regclass regcollation regconfig regdictionary regnamespace regoper regoperator
    regproc regprocedure regrole regtype table_am_handler text tid time timestamp timestamptz
    timetz trigger tsm_handler tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector
    txid_snapshot unknown uuid varbit varchar void xid xid8 xml
    """.split()
)
"""The types of pg_catalog in PostgreSQL 14 to 18, by their names in pg_type."""

SERIAL_TYPES = {
    "serial": "integer",
    "serial4": "integer",
    "bigserial": "bigint",
    "serial8": "bigint",
    "smallserial": "smallint",
    "serial2": "smallint",
}
"""What CREATE TABLE takes for a type, and the type that the column gets."""

# The name in pg_type, and how format_type spells it.
_SPELLING = {
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "float4": "real",
    "float8": "double precision",
    "bool": "boolean",
    "varchar": "character varying",
    "varbit": "bit varying",
    "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone",
    "time": "time without time zone",
    "timetz": "time with time zone",
}
# Words of the grammar that stand for a type of another name.
_KEYWORD_TYPES = {
    "int": "int4",
    "integer": "int4",
    "smallint": "int2",
    "bigint": "int8",
    "real": "float4",
    "dec": "numeric",
    "decimal": "numeric",
    "boolean": "bool",
}
_CHARACTER_WORDS = frozenset({"character", "char", "nchar", "national"})
_INTERVAL_UNITS = ("year", "month", "day", "hour", "minute", "second")
_INTERVAL_ENDS = {
    "year": ("month",),
    "day": ("hour", "minute", "second"),
    "hour": ("minute", "second"),
    "minute": ("second",),
}


@frozen(slots=False)
class TypeName:
    """The name of a type.

    Attributes:
        schema: as written; empty when none was, and for built-in types.
        name: as `format_type` spells it, without modifiers: `timestamp with time zone`.
        modifiers: the length, the precision and scale, …: `("10", "2")`.
        fields: which parts of an interval are stored: `day to second`.
        dimensions: 0 unless it is an array. PostgreSQL keeps no other number than "some".
        is_builtin: whether it is a type of pg_catalog.
    """

    schema: str
    name: str
    modifiers: tuple[str, ...] = ()
    fields: str = ""
    dimensions: int = 0
    is_builtin: bool = False

    @cached_property
    def canonical(self) -> str:
        """The text that `format_type` gives for a column of this type."""
        return self._format(self.modifiers)

    @property
    def without_modifiers(self) -> str:
        """The canonical text for an argument or a result, which keep no modifiers."""
        return TypeName(self.schema, self.name, (), "", self.dimensions, self.is_builtin)._format(
            ("",) if self.name in ("character", "bit") else ()
        )

    @property
    def element(self) -> TypeName:
        """The type of an array's elements; of any other type, the type itself."""
        return TypeName(self.schema, self.name, self.modifiers, self.fields, 0, self.is_builtin)

    def _format(self, modifiers: tuple[str, ...]) -> str:
        brackets = "[]" if self.dimensions else ""
        if not self.is_builtin:
            text = quote_qualified(self.schema, self.name)
            return text + (f"({','.join(modifiers)})" if modifiers else "") + brackets
        if self.name in _BARE_SPELLING and not modifiers:
            return _BARE_SPELLING[self.name] + brackets
        if self.name == "char":
            return '"char"' + brackets
        given = ",".join(filter(None, modifiers))
        precision = f"({given})" if given else ""
        word, space, rest = self.name.partition(" ")
        if space and word in ("time", "timestamp"):
            return f"{word}{precision} {rest}{brackets}"
        fields = f" {self.fields}" if self.fields else ""
        return f"{self.name}{fields}{precision}{brackets}"


# A character or bit type without a length is not the type of length 1 that the word alone means.
_BARE_SPELLING = {"character": "bpchar", "bit": '"bit"'}


@lru_cache(maxsize=4096)
def read_type(text: str) -> TypeName:
    """Read the name of a type.

    Raises:
        SqlTextError: it is not the name of a type, or something follows it.
    """
    cursor = Cursor(text)
    found = parse_type(cursor)
    if not cursor.at_end():
        raise cursor.error("expected nothing after the type")
    return found


def parse_type(cursor: Cursor) -> TypeName:
    """Read a type with its array brackets at the cursor."""
    base = _base(cursor)
    dimensions = 0
    if cursor.accept("array"):
        dimensions = 1
        if cursor.accept("["):
            _array_size(cursor)
    else:
        while cursor.accept("["):
            dimensions += 1
            if not cursor.accept("]"):
                _array_size(cursor)
    if not dimensions:
        return base
    return TypeName(
        base.schema, base.name, base.modifiers, base.fields, dimensions, base.is_builtin
    )


def _array_size(cursor: Cursor) -> None:
    if not cursor.kind_is(TokenKind.NUMBER):
        raise cursor.error("expected the size of the array, or nothing, in the brackets")
    cursor.take()
    cursor.expect("]", after="the size of the array")


def _base(cursor: Cursor) -> TypeName:
    if not cursor.kind_is(TokenKind.NAME, TokenKind.QUOTED_NAME):
        raise cursor.error("expected the name of a type")
    word = cursor.word
    if cursor.words[cursor.index + 1 : cursor.index + 2] == ["."]:
        return _qualified(cursor)
    if word in _CHARACTER_WORDS or word == "varchar":
        return _character(cursor)
    if word in ("time", "timestamp"):
        return _time(cursor)
    match word:
        case "bit":
            return _bit(cursor)
        case "interval":
            return _interval(cursor)
        case "float":
            return _float(cursor)
        case "double" if cursor.accept("double", "precision"):
            return _builtin("float8")
    quoted = cursor.kind_is(TokenKind.QUOTED_NAME)
    name = cursor.name("the name of a type")
    if not quoted:
        name = _KEYWORD_TYPES.get(name, name)
    return _named("", name, _modifiers(cursor))


def _qualified(cursor: Cursor) -> TypeName:
    schema = cursor.name("a schema")
    cursor.accept(".")
    name = cursor.name("the name of a type", reserved=True)
    if cursor.looks_at("."):
        raise cursor.error("expected at most a schema before the name of a type")
    return _named(schema, name, _modifiers(cursor))


def _named(schema: str, name: str, modifiers: tuple[str, ...]) -> TypeName:
    if schema in ("", "pg_catalog") and name in BUILTIN_TYPES:
        return _builtin(name, modifiers)
    return TypeName(schema, name, modifiers)


def _builtin(name: str, modifiers: tuple[str, ...] = ()) -> TypeName:
    if name == "numeric" and len(modifiers) == 1:
        modifiers = (*modifiers, "0")
    if name == "bpchar":
        name = "character"
    return TypeName("", _SPELLING.get(name, name), modifiers, is_builtin=True)


def _modifiers(cursor: Cursor) -> tuple[str, ...]:
    if cursor.word != "(":
        return ()
    start = cursor.index
    cursor.skip_brackets()
    inner = cursor.tokens[start + 1 : cursor.index - 1]
    parts: list[str] = [""]
    for token in inner:
        if token.text == ",":
            parts.append("")
        else:
            parts[-1] += token.text
    if not all(parts):
        raise SqlTextError("expected a value in the type's parentheses", cursor.tokens[start].start)
    return tuple(parts)


def _numbers(cursor: Cursor) -> tuple[str, ...]:
    """Read the modifiers of a built-in type, which are whole numbers."""
    start = cursor.index
    modifiers = _modifiers(cursor)
    if not all(part.removeprefix("-").isdecimal() for part in modifiers):
        message = "expected a whole number in the type's parentheses"
        raise SqlTextError(message, cursor.tokens[start].start)
    return modifiers


def _character(cursor: Cursor) -> TypeName:
    if cursor.accept("varchar"):
        return _builtin("varchar", _numbers(cursor))
    if cursor.accept("national") and cursor.word not in ("character", "char"):
        raise cursor.error("expected 'character' after 'national'")
    cursor.take()
    if cursor.accept("varying"):
        return _builtin("varchar", _numbers(cursor))
    return _builtin("bpchar", _numbers(cursor) or ("1",))


def _bit(cursor: Cursor) -> TypeName:
    cursor.take()
    if cursor.accept("varying"):
        return _builtin("varbit", _numbers(cursor))
    return _builtin("bit", _numbers(cursor) or ("1",))


def _time(cursor: Cursor) -> TypeName:
    word = cursor.take().name
    modifiers = _numbers(cursor)
    if cursor.accept("with", "time", "zone"):
        return _builtin(f"{word}tz", modifiers)
    cursor.accept("without", "time", "zone")
    return _builtin(word, modifiers)


def _interval(cursor: Cursor) -> TypeName:
    cursor.take()
    if cursor.word == "(":
        return _builtin("interval", _numbers(cursor))
    first = cursor.word
    if first not in _INTERVAL_UNITS:
        return _builtin("interval")
    cursor.take()
    fields, last = first, first
    if cursor.accept("to"):
        last = cursor.word
        if last not in _INTERVAL_ENDS.get(first, ()):
            raise cursor.error(f"expected a smaller unit after '{first} to'")
        cursor.take()
        fields = f"{first} to {last}"
    modifiers = _numbers(cursor) if last == "second" else ()
    return TypeName("", "interval", modifiers, fields, is_builtin=True)


def _float(cursor: Cursor) -> TypeName:
    start = cursor.offset
    cursor.take()
    modifiers = _numbers(cursor)
    if not modifiers:
        return _builtin("float8")
    digits = modifiers[0]
    if len(modifiers) > 1 or not digits.isdecimal() or not 1 <= int(digits) <= 53:
        raise SqlTextError("float takes a precision of 1 to 53 bits", start)
    return _builtin("float4" if int(digits) <= 24 else "float8")
