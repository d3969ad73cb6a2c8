"""From a PostgreSQL type to SQLAlchemy's, and to what Python holds through psycopg 3.

What SQLAlchemy has no type for is `_Native`, which is nothing but its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.kinds.domain import Domain
from schemagen.kinds.enum import Enum
from schemagen.render.viewmodels.pytext import call, string
from schemagen.render.viewmodels.pytypes import AS_TEXT
from schemagen.sqltext.types import TypeName, read_type

_PLAIN: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "bigint": ("sa.BigInteger()", "int"),
        "boolean": ("sa.Boolean()", "bool"),
        "bytea": ("sa.LargeBinary()", "bytes"),
        "char": ("sa.String()", "str"),
        "cidr": ("pg.CIDR()", "_Cidr"),
        "date": ("sa.Date()", "dt.date"),
        "double precision": ("sa.Double()", "float"),
        "inet": ("pg.INET()", "_Inet"),
        "integer": ("sa.Integer()", "int"),
        "json": ("pg.JSON(none_as_null=True)", "Any"),
        "jsonb": ("pg.JSONB(none_as_null=True)", "Any"),
        "macaddr": ("pg.MACADDR()", "str"),
        "macaddr8": ("pg.MACADDR8()", "str"),
        "money": ("pg.MONEY()", "str"),
        "name": ("sa.String()", "str"),
        "oid": ("pg.OID()", "int"),
        "real": ("sa.REAL()", "float"),
        "smallint": ("sa.SmallInteger()", "int"),
        "text": ("sa.Text()", "str"),
        "tsquery": ("pg.TSQUERY()", "str"),
        "tsvector": ("pg.TSVECTOR()", "str"),
        "uuid": ("sa.Uuid()", "UUID"),
    }
)
_RANGES: Mapping[str, str] = MappingProxyType(
    {
        "int4": "int",
        "int8": "int",
        "num": "Decimal",
        "date": "dt.date",
        "ts": "dt.datetime",
        "tstz": "dt.datetime",
    }
)
_EXTENSIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"citext": ("pg.CITEXT()", "str"), "hstore": ("pg.HSTORE()", "dict[str, str | None]")}
)


@frozen
class OrmType:
    """A type as SQLAlchemy has it.

    Attributes:
        code: the expression that makes it.
        annotation: what a value is in Python.
        not_null: whether a domain says so; SQLAlchemy does not ask what that one is made of.
        has_default: whether a domain has a default.
    """

    code: str
    annotation: str
    not_null: bool = False
    has_default: bool = False


@dataclass
class OrmTypes:
    """Looks up types, each once.

    Attributes:
        home: the schema of names without one.
        default: the schema that SQLAlchemy gives no name.
        names: the class of each enum, the name of each domain.
        definitions: enums and domains that were asked for, by the variable that holds them.
    """

    catalog: Catalog
    home: str
    default: str
    names: Mapping[ObjectId, str]
    definitions: dict[str, str] = field(default_factory=dict)
    _known: dict[str, OrmType] = field(default_factory=dict)

    def of(self, text: str) -> OrmType:
        """Return the type of a column."""
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = self._read(text)
        return found

    def _read(self, text: str) -> OrmType:
        name = read_type(text)
        element = self._element(name.element)
        if not name.dimensions:
            return element
        held = element.annotation
        either = held if held == "Any" else f"{held} | None"
        return OrmType(f"pg.ARRAY({element.code})", f"list[{either}]")

    def _element(self, name: TypeName) -> OrmType:
        schema = name.schema or self.home
        for kind in ("enum", "domain"):
            key = ObjectId(kind, schema, name.name)
            match self.catalog.get(key):
                case Enum():
                    return OrmType(self._enum(key), self.names[key])
                case Domain() as domain:
                    return self._domain(domain)
        return builtin_type(name)

    def _enum(self, key: ObjectId) -> str:
        name = f"_{self.names[key]}Type"
        arguments = [self.names[key], f"name={string(key.name)}", *self._schema(key)]
        arguments += ["create_type=False", "values_callable=_labels"]
        self.definitions[name] = "\n".join(call(f"{name} = pg.ENUM(", arguments))
        return name

    def _domain(self, domain: Domain) -> OrmType:
        base = self.of(domain.type)
        name = f"_{self.names[domain.id]}Type"
        arguments = [string(domain.id.name), base.code, *self._schema(domain.id)]
        arguments.append("create_type=False")
        self.definitions[name] = "\n".join(call(f"{name} = pg.DOMAIN(", arguments))
        return OrmType(
            name,
            base.annotation,
            not_null=domain.not_null,
            has_default=domain.default is not None or base.has_default,
        )

    def _schema(self, key: ObjectId) -> list[str]:
        return [] if key.schema == self.default else [f"schema={string(key.schema)}"]


@lru_cache(maxsize=4096)
def builtin_type(name: TypeName) -> OrmType:
    """Return the type for one that is neither an enum nor a domain of the project, no array."""
    if not name.is_builtin:
        if name.name in _EXTENSIONS:
            return OrmType(*_EXTENSIONS[name.name])
        return _native(name, "Any")
    if name.name in _PLAIN:
        return OrmType(*_PLAIN[name.name])
    word = name.name.partition(" ")[0]
    if word in ("time", "timestamp"):
        return _time(name, word)
    sized = ", ".join(name.modifiers)
    match name.name:
        case "character varying":
            return OrmType(f"sa.String({sized})", "str")
        case "character" if sized:
            return OrmType(f"sa.CHAR({sized})", "str")
        case "numeric":
            return OrmType(f"sa.Numeric({sized})", "Decimal")
        case "bit" if sized:
            return OrmType(f"pg.BIT({sized})", "str")
        case "bit varying":
            varying = f"{sized}, varying=True" if sized else "varying=True"
            return OrmType(f"pg.BIT({varying})", "str")
        case "interval":
            given = [f"fields={string(name.fields.upper())}"] if name.fields else []
            given += [f"precision={sized}"] if sized else []
            return OrmType(f"pg.INTERVAL({', '.join(given)})", "dt.timedelta")
    return _range(name) or _native(name, "str" if name.name in AS_TEXT else "Any")


def _time(name: TypeName, word: str) -> OrmType:
    zone = ["timezone=True"] if name.name.endswith("with time zone") else []
    held = "dt.time" if word == "time" else "dt.datetime"
    precision = "".join(name.modifiers)
    if precision:
        given = ", ".join([*zone, f"precision={precision}"])
        return OrmType(f"pg.{word.upper()}({given})", held)
    plain = "Time" if word == "time" else "DateTime"
    return OrmType(f"sa.{plain}({''.join(zone)})", held)


def _range(name: TypeName) -> OrmType | None:
    for ending, held in (("multirange", "list[pg.Range[{}]]"), ("range", "pg.Range[{}]")):
        bound = _RANGES.get(name.name.removesuffix(ending))
        if bound and name.name.endswith(ending):
            return OrmType(f"pg.{name.name.upper()}()", held.format(bound))
    return None


def _native(name: TypeName, annotation: str) -> OrmType:
    return OrmType(f"_Native({string(name.canonical)})", annotation)
