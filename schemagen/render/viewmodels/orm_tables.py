"""The class of a table for SQLAlchemy, as finished text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Project
from schemagen.kinds.column import Column, Identity
from schemagen.kinds.foreign_key import ForeignKey
from schemagen.kinds.index import Index, IndexElement
from schemagen.kinds.primary_key import PrimaryKey
from schemagen.kinds.table import Table
from schemagen.kinds.unique import Unique
from schemagen.render.viewmodels.model_module import ModelModule
from schemagen.render.viewmodels.names import attributes
from schemagen.render.viewmodels.orm_types import OrmTypes
from schemagen.render.viewmodels.pycode import Argument, Call, Keyword, lay_out, listing
from schemagen.render.viewmodels.pytext import INDENT, WIDTH, class_text, docstring, string
from schemagen.render.viewmodels.relationships import Relationship, Relationships, relationships
from schemagen.sqltext.quoting import quote_name, quote_qualified

ORM_NAMES = frozenset(
    """
    Any Decimal IPv4Address IPv4Interface IPv4Network IPv6Address IPv6Interface IPv6Network Mapped
    UUID bool bytes dict dt float int list mapped_column metadata pg registry relationship sa str
    """.split()
)
"""Names that the body of a class uses, or that SQLAlchemy keeps for itself."""
DEFAULT_SCHEMA = "public"
"""The schema whose tables SQLAlchemy and Alembic call by no schema, as they reflect them."""
_BIND = re.compile(r"(?<![:\w\\]):(?=\w)")
_COUNTER = '__mapper_args__ = {{"version_id_col": {}, "version_id_generator": False}}'
"""An update finds its row only under the version that was read; a trigger counts. Times are not
taken for versions: what many write to, such as a counter, would be refused."""
_TRUE = "True"


@dataclass
class OrmTables:
    """Makes the classes of tables, and gathers what they share.

    Attributes:
        documents: the variable for the type of each shape, by the name of its model.
        used: annotations, to tell what must be imported.
    """

    project: Project
    models: ModelModule
    tables: Sequence[Table]
    base: str
    documents: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @cached_property
    def types(self) -> OrmTypes:
        """The types of columns."""
        home, names = self.project.schema, self.models.names.types
        return OrmTypes(self.project.catalog, home, DEFAULT_SCHEMA, names)

    @cached_property
    def attributes(self) -> Mapping[ObjectId, Mapping[str, str]]:
        """The attribute of each column, by table."""
        taken = self.models.names.claims.taken | ORM_NAMES
        found = {}
        for table in self.tables:
            names = [column.id.name for column in self.columns(table.id)]
            found[table.id] = dict(zip(names, attributes(names, taken), strict=True))
        return found

    @cached_property
    def relationships(self) -> Relationships:
        """The relationships of all tables."""
        keys = [table.id for table in self.tables]
        return relationships(self.project, keys, lambda key: self.attributes[key].values())

    @cached_property
    def without_class(self) -> Mapping[ObjectId, str]:
        """The variables of tables that have no class: without a key, or only joining others."""
        catalog, joins = self.project.catalog, self.relationships.joins
        plain = [
            table.id
            for table in self.tables
            if table.id in joins or not catalog.belonging_to(table.id, PrimaryKey)
        ]
        taken = self.models.names.claims.taken | ORM_NAMES | {"include_object"}
        homes = [key.name if key.schema == self.project.schema else f"{key.schema}_{key.name}"
                 for key in plain]  # fmt: skip
        return dict(zip(plain, attributes(homes, taken), strict=True))

    def columns(self, table: ObjectId) -> list[Column]:
        """Return the columns of a table in their order."""
        found = self.project.catalog.belonging_to(table, Column)
        return sorted(found, key=lambda column: column.position)

    def class_of(self, table: Table) -> str:
        """Return the class of a table that has a primary key."""
        arguments = [*self._members(table), *self._options(table)]
        named = self.attributes[table.id]
        lines = [f"__tablename__ = {string(table.id.name)}"]
        if arguments:
            lines += lay_out(Call("(", tuple(arguments)), indent=4, before="__table_args__ = ")
        fields = [
            line
            for column in self.columns(table.id)
            for line in self._field(column, named[column.id.name])
        ]
        related = [
            line
            for one in self.relationships.by_table.get(table.id, ())
            for line in self._relationship(one)
        ]
        counter = [
            _COUNTER.format(named[column.id.name])
            for column in self.columns(table.id)
            if column.id.name == self.project.facts.renewed.get(table.id)
            and column.type == "integer"
        ]
        name = self.models.names.tables[table.id]
        text = table.comment or f"A row of {quote_qualified(table.id.schema, table.id.name)}."
        doc = docstring(text, indent=4)
        return class_text(f"class {name}({self.base}):", doc, lines, fields, counter, related)

    def table_of(self, table: Table) -> str:
        """Return a table without a class."""
        options = [
            Keyword(each.name.strip('"'), each.value)
            for mapping in self._options(table)
            for each in mapping.items
            if isinstance(each, Keyword)
        ]
        arguments: tuple[Argument, ...] = (
            string(table.id.name),
            f"{self.base}.metadata",
            *map(self._plain, self.columns(table.id)),
            *self._members(table),
            *options,
        )
        whole = Call("sa.Table(", arguments)
        return "\n".join(lay_out(whole, indent=0, before=f"{self.without_class[table.id]} = "))

    def _options(self, table: Table) -> list[Call]:
        found = []
        if table.id.schema != DEFAULT_SCHEMA:
            found.append(Keyword('"schema"', string(table.id.schema), mark=": "))
        if table.comment:
            found.append(Keyword('"comment"', string(table.comment), mark=": "))
        return [Call("{", tuple(found), "}")] if found else []

    def _field(self, column: Column, attribute: str) -> list[str]:
        held = self._held(column)
        self.used.add(held)
        optional = "" if self._is_required(column) else " | None"
        arguments = tuple(self._column(column, in_class=True))
        if attribute != column.id.name:
            arguments = (string(column.id.name), *arguments)
        code = Call("mapped_column(", arguments)
        return _assigned(f"{attribute}: Mapped[{held}{optional}] = ", code)

    def _plain(self, column: Column) -> Call:
        arguments = tuple(self._column(column, in_class=False))
        return Call("sa.Column(", (string(column.id.name), *arguments))

    def _held(self, column: Column) -> str:
        chosen = self.models.choices.get((_table(column), column.id.name))
        shape = self.models.shapes.get(column.id)
        return chosen or shape or self.types.of(column.type).annotation

    def _column(self, column: Column, *, in_class: bool) -> Iterable[Argument]:
        """Yield the arguments of a column behind its name."""
        yield self._type(column)
        if column.identity is not None:
            yield _identity(column.identity)
        if column.generated is not None:
            stored = "False" if column.generated_storage == "virtual" else _TRUE
            yield Call(
                "sa.Computed(", (string(_escaped(column.generated)), Keyword("persisted", stored))
            )
        if not in_class and self._is_required(column):
            yield Keyword("nullable", "False")
        default = self._default(column)
        if default is not None:
            yield Keyword("server_default", default)
        if column.id in self.project.facts.touched:
            yield Keyword("server_onupdate", "sa.FetchedValue()")
        if column.comment:
            yield Keyword("comment", string(column.comment))

    def _type(self, column: Column) -> str:
        shape = self.models.shapes.get(column.id)
        if shape is None:
            return self.types.of(column.type).code
        return self.documents.setdefault(shape, f"_{shape}Document")

    def _is_required(self, column: Column) -> bool:
        return column.not_null or self.types.of(column.type).not_null

    def _default(self, column: Column) -> str | Call | None:
        default = column.default or self.types.of(column.type).default
        if default is None:
            return "sa.FetchedValue()" if column.id in self.project.facts.filled else None
        # Nobody can compare values of json, and Alembic takes serials for no default.
        if column.type == "json" or default.startswith("nextval("):
            return "sa.FetchedValue()"
        return Call("sa.text(", (string(_escaped(default)),))

    def _members(self, table: Table) -> Iterable[Call]:
        """Yield keys, constraints and indexes, each sorted by name."""
        catalog = self.project.catalog
        for primary in catalog.belonging_to(table.id, PrimaryKey):
            names = map(string, primary.columns)
            yield Call("sa.PrimaryKeyConstraint(", (*names, _named(primary)))
        for unique in catalog.belonging_to(table.id, Unique):
            yield Call("sa.UniqueConstraint(", tuple(_unique(unique)))
        for key in catalog.belonging_to(table.id, ForeignKey):
            yield Call("sa.ForeignKeyConstraint(", tuple(self._foreign_key(key)))
        for index in catalog.belonging_to(table.id, Index):
            yield Call("sa.Index(", tuple(_index(index)))

    def _foreign_key(self, key: ForeignKey) -> Iterable[Argument]:
        target = key.references
        home = [] if target.schema == DEFAULT_SCHEMA else [target.schema]
        yield listing(key.columns)
        yield listing(tuple(".".join([*home, target.name, c]) for c in key.referenced_columns))
        yield _named(key)
        narrowed = ", ".join(map(quote_name, key.on_delete_columns))
        action = key.on_delete.upper() + (f" ({narrowed})" if narrowed else "")
        for name, said in (("ondelete", action), ("onupdate", key.on_update.upper())):
            if said != "NO ACTION":
                yield Keyword(name, string(said))
        yield from _deferred(deferrable=key.deferrable, initially=key.initially_deferred)
        if key.match == "full":
            yield Keyword("match", '"FULL"')
        if key.id in self.relationships.late:
            yield Keyword("use_alter", _TRUE)

    def _relationship(self, one: Relationship) -> list[str]:
        target = self.models.names.tables[one.target]
        held = f'list["{target}"]' if one.many else f'"{target} | None"'
        if not one.many and not one.nullable:
            held = f'"{target}"'
        code = Call("relationship(", tuple(self._follows(one)))
        return _assigned(f"{one.name}: Mapped[{held}] = ", code)

    def _follows(self, one: Relationship) -> Iterable[Argument]:
        """Yield how SQLAlchemy is to follow a key."""
        home = _table(one.key)
        if one.through is not None:
            yield from self._through(one)
        elif one.several:
            yield Keyword("foreign_keys", string(self._listed(home, one.key.columns)))
        if one.forward and one.target == home:
            columns = self._listed(one.target, one.key.referenced_columns)
            yield Keyword("remote_side", string(columns))
        yield Keyword("back_populates", string(one.back))
        if one.shared:
            yield Keyword("overlaps", string(",".join(one.shared)))
        if one.circular:
            yield Keyword("post_update", _TRUE)
        if not one.forward:
            # What becomes of rows that refer to a deleted one is said in the database.
            yield Keyword("passive_deletes", _TRUE if one.through is not None else '"all"')

    def _through(self, one: Relationship) -> Iterable[Argument]:
        table = self.without_class[_table(one.key)]
        yield Keyword("secondary", table)
        if one.several:
            [other] = [
                key
                for key in self.project.catalog.belonging_to(_table(one.key), ForeignKey)
                if key is not one.key
            ]
            own = self.models.names.tables[one.key.references]
            for name, key in (("primaryjoin", one.key), ("secondaryjoin", other)):
                pairs = zip(key.columns, key.referenced_columns, strict=True)
                named = self.attributes[key.references]
                terms = [f"{own}.{named[there]} == {table}.c[{here!r}]" for here, there in pairs]
                joined = terms[0] if len(terms) == 1 else f"sa.and_({', '.join(terms)})"
                yield Keyword(name, f"lambda: {joined}")

    def _listed(self, table: ObjectId, columns: Iterable[str]) -> str:
        name, named = self.models.names.tables[table], self.attributes[table]
        return f"[{', '.join(f'{name}.{named[column]}' for column in columns)}]"


def _assigned(before: str, code: Call) -> list[str]:
    """Return a field; where not even its call begins on the first line, it stands in brackets."""
    if len(INDENT) + len(before) + len(code.head) <= WIDTH:
        return lay_out(code, indent=4, before=before)
    return [f"{before}(", *(INDENT + line for line in lay_out(code, indent=8)), ")"]


def _table(item: Column | ForeignKey) -> ObjectId:
    return ObjectId("table", item.id.schema, item.id.table)


def _escaped(text: str) -> str:
    """Keep SQLAlchemy from reading parameters into SQL: `'{"a":true}'` has none."""
    return _BIND.sub(r"\\:", text)


def _named(item: PrimaryKey | Unique | ForeignKey) -> Keyword:
    return Keyword("name", string(item.id.name))


def _identity(identity: Identity) -> Call:
    arguments = [Keyword("always", _TRUE)] if identity.generation == "always" else []
    options = {
        "start": identity.start,
        "increment": None if identity.increment == 1 else identity.increment,
        "minvalue": identity.minimum,
        "maxvalue": identity.maximum,
        "cache": None if identity.cache == 1 else identity.cache,
    }
    arguments += [Keyword(name, str(said)) for name, said in options.items() if said is not None]
    arguments += [Keyword("cycle", _TRUE)] if identity.cycle else []
    return Call("sa.Identity(", tuple(arguments))


def _unique(item: Unique) -> Iterable[Argument]:
    yield from map(string, item.columns)
    yield _named(item)
    yield from _deferred(deferrable=item.deferrable, initially=item.initially_deferred)
    if item.include:
        yield Keyword("postgresql_include", listing(item.include))
    if item.nulls_not_distinct:
        yield Keyword("postgresql_nulls_not_distinct", _TRUE)


def _deferred(*, deferrable: bool, initially: bool) -> Iterable[Argument]:
    if deferrable:
        yield Keyword("deferrable", _TRUE)
    if initially:
        yield Keyword("initially", '"DEFERRED"')


def _index(item: Index) -> Iterable[Argument]:
    yield string(item.id.name)
    operators: list[Argument] = []
    for number, element in enumerate(item.elements, start=1):
        label = element.column or f"key_{number}"
        yield _element(element, label)
        if element.opclass:
            operators.append(Keyword(string(label), string(element.opclass), mark=": "))
    if item.unique:
        yield Keyword("unique", _TRUE)
    if item.method != "btree":
        yield Keyword("postgresql_using", string(item.method))
    if operators:
        yield Keyword("postgresql_ops", Call("{", tuple(operators), "}"))
    if item.include:
        yield Keyword("postgresql_include", listing(item.include))
    if item.predicate:
        yield Keyword("postgresql_where", Call("sa.text(", (string(_escaped(item.predicate)),)))
    if item.nulls_not_distinct:
        yield Keyword("postgresql_nulls_not_distinct", _TRUE)


def _element(element: IndexElement, label: str) -> Argument:
    """Return a column by its name, and whatever is more as SQL."""
    order = " DESC" if element.descending else ""
    order += f" NULLS {element.nulls.upper()}" if element.nulls else ""
    if element.column and not order:
        return string(element.column)
    text = quote_name(element.column) if element.column else f"({element.expression})"
    if element.opclass:
        return f"sa.literal_column({string(text)}).label({string(label)})"
    return Call("sa.text(", (string(_escaped(text + order)),))
