"""Checks SQL text of a spec against the names that it declares, and finds what the text needs."""

from __future__ import annotations

from collections.abc import Mapping

from schemagen.catalog.object import ObjectId
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.problems import Path
from schemagen.declare.suggest import did_you_mean
from schemagen.sqltext.claims import find_claims
from schemagen.sqltext.fragment import Fragment, read_expression, read_query
from schemagen.sqltext.quoting import quote_qualified
from schemagen.sqltext.scope import ColumnUse, RelationUse, Source
from schemagen.sqltext.tokens import SqlTextError, Token, check_balanced, tokenize
from schemagen.sqltext.types import read_type

_USUAL_TYPES = (
    """
    bigint bigserial boolean bytea char character date double inet integer interval json jsonb
    numeric real serial smallint text time timestamp timestamptz uuid varchar xml
    """
).split()


def check_type(text: str, project: ProjectDraft, path: Path) -> tuple[str, set[ObjectId]]:
    """Return the type as PostgreSQL writes it, and the declared type that it names.

    Unreadable and unknown types become problems; a type of an extension, named with its schema, is
    taken as it is.
    """
    try:
        read = read_type(text)
    except SqlTextError as error:
        project.problems.add("syntax", str(error), path, offset=error.offset, text=text)
        return text, set()
    if read.is_builtin:
        return read.canonical, set()
    written = f"{read.schema}.{read.name}" if read.schema else read.name
    declared = project.names.types.get(written)
    if declared is None:
        if read.schema in ("", project.schema) and not project.sections["extensions"]:
            project.problems.add(
                "unknown-type",
                f'type "{written}" is not declared',
                path,
                text=text,
                hint=did_you_mean(read.name, [*project.names.types, *_USUAL_TYPES]),
            )
        return read.canonical, set()
    tail = read.canonical[len(quote_qualified(read.schema, read.name)) :]
    # A multirange has its own name, and comes with its range.
    return quote_qualified(read.schema or declared.schema, read.name) + tail, {declared}


def find_type(text: str, project: ProjectDraft) -> set[ObjectId]:
    """Return the declared type or relation that a type names, if it names one."""
    try:
        read = read_type(text)
    except SqlTextError:
        return set()
    written = f"{read.schema}.{read.name}" if read.schema else read.name
    names = project.names
    found = names.types.get(written) or names.relations.get(written)
    return {found} if found and not read.is_builtin else set()


def named_in(text: str, project: ProjectDraft) -> set[ObjectId]:
    """Return the declared relations, types and functions that SQL of any form names.

    What cannot be read names nothing: PostgreSQL is asked about it.
    """
    try:
        tokens = tokenize(text)
    except SqlTextError:
        return set()
    names = project.names
    found: set[ObjectId] = set()
    for index, token in enumerate(tokens):
        if not token.is_name:
            continue
        written = _qualified_at(tokens, index)
        found.update(names.functions.get(written, ()))
        found.update(space[written] for space in (names.relations, names.types) if written in space)
    return found


def check_argument_type(text: str, project: ProjectDraft, path: Path) -> set[ObjectId]:
    """Return the declared type that an argument or a result has; a relation's rows are one, too."""
    try:
        read = read_type(text)
    except SqlTextError:
        return set()
    written = f"{read.schema}.{read.name}" if read.schema else read.name
    row = project.names.relations.get(written)
    if row and not read.is_builtin and written not in project.names.types:
        return {row}
    return check_type(text, project, path)[1]


def check_expression(
    text: str,
    project: ProjectDraft,
    path: Path,
    columns: Mapping[str, str] | None,
    *,
    qualifiers: tuple[str, ...] = (),
) -> set[ObjectId]:
    """Check an expression and return the declared objects that it needs.

    `columns` are those of the relation that it is declared for, None when they are not known;
    `qualifiers` are further names that this relation goes by, such as `new`. A certain mistake
    becomes a problem at its character, what cannot be judged here a warning.
    """
    fragment = read_expression(text)
    check = _Check(text, fragment, project, path)
    check.syntax()
    check.claims()
    check.relations()
    check.columns(columns, qualifiers)
    return check.needs()


def columns_of_expression(text: str) -> frozenset[str]:
    """Return the names of the columns that an expression uses, of its own relation alone."""
    uses = read_expression(text).uses
    return frozenset(use.name for use in uses if not use.sources)


def check_query(text: str, project: ProjectDraft, path: Path) -> set[ObjectId]:
    """Check a query and return the declared objects that it needs."""
    check = _Check(text, read_query(text), project, path)
    check.syntax()
    check.claims()
    check.relations()
    check.columns({}, ())
    return check.needs()


def check_body(body: str, language: str, project: ProjectDraft, path: Path) -> set[ObjectId]:
    """Check the body of a function and return the declared objects that must exist before it.

    PostgreSQL looks into a body of SQL when it creates the function. In PL/pgSQL it resolves the
    types alone, and in other languages nothing.
    """
    language = language.lower()
    if language == "sql" and not _is_empty(body):
        check = _Check(body, read_query(body), project, path)
        check.syntax()
        check.claims()
        check.relations()
        # A name without a table may be an argument here.
        check.columns(None, ())
        return check.needs()
    if language == "plpgsql":
        return _types_of_plpgsql(body, project, path)
    return set()


def _is_empty(body: str) -> bool:
    """Whether a body has no statement: a function in SQL that returns nothing needs none."""
    try:
        return not tokenize(body)
    except SqlTextError:
        return False


def _types_of_plpgsql(body: str, project: ProjectDraft, path: Path) -> set[ObjectId]:
    """Find the declared types that a PL/pgSQL body names; `%type` and `%rowtype` are estimated."""
    try:
        tokens = tokenize(body)
        check_balanced(tokens)
    except SqlTextError as error:
        project.problem("syntax", str(error), path, offset=error.offset)
        return set()
    names = project.names
    found: set[ObjectId] = set()
    for index, token in enumerate(tokens):
        if not token.is_name:
            continue
        qualified = _qualified_at(tokens, index)
        if qualified in names.types:
            found.add(names.types[qualified])
        if qualified in names.relations and _is_percent_type(tokens, index):
            found.add(names.relations[qualified])
    return found


def _qualified_at(tokens: tuple[Token, ...], index: int) -> str:
    """Return the name that ends at a token, with its schema."""
    name = tokens[index].name
    if index >= 2 and tokens[index - 1].text == "." and tokens[index - 2].is_name:
        return f"{tokens[index - 2].name}.{name}"
    return name


def _is_percent_type(tokens: tuple[Token, ...], index: int) -> bool:
    rest = [token.word for token in tokens[index + 1 : index + 5]]
    return rest[:2] == ["%", "rowtype"] or (rest[:1] == ["."] and rest[2:] == ["%", "type"])


class _Check:
    """Compares what a fragment names with what the spec declares."""

    def __init__(self, text: str, fragment: Fragment, project: ProjectDraft, path: Path) -> None:
        self.text = text
        self.fragment = fragment
        self.project = project
        self.names = project.names
        self.path = path

    def syntax(self) -> None:
        """Report what is wrong with the text itself."""
        problem = self.fragment.problem
        if problem is None:
            return
        code = "syntax" if problem.definite else "unread-sql"
        self._report(code, problem.message, problem.offset, warning=not problem.definite)

    def claims(self) -> None:
        """Report claims that stand where nobody puts SQL in their place."""
        if not self.fragment.claims:
            return
        known = {name for actor in self.project.facts.actors.values() for name in actor.claims}
        for use in find_claims(self.text):
            if use.name in known:
                self._report(
                    "claim-place",
                    f'"claim.{use.name}" has a meaning in access rules and policies alone',
                    use.start,
                    hint="elsewhere, call the function that reads the claim",
                )

    def _report(
        self, code: str, message: str, offset: int, *, hint: str = "", warning: bool = False
    ) -> None:
        self.project.problems.add(
            code, message, self.path, hint=hint, offset=offset, text=self.text, warning=warning
        )

    def relations(self) -> None:
        """Report relations that nobody declares and that PostgreSQL does not bring along."""
        if self.fragment.problem is not None:
            return
        for use in self.fragment.relation_uses:
            if self._relation(use.schema, use.name) or self._may_be_foreign(use):
                continue
            written = f"{use.schema}.{use.name}" if use.schema else use.name
            known = [key for key in self.names.relations if ("." in key) == bool(use.schema)]
            hint = did_you_mean(written, known)
            message = f'table "{written}" is not declared'
            self._report("unknown-table", message, use.offset, hint=hint)

    def _relation(self, schema: str | None, name: str) -> ObjectId | None:
        return self.names.relations.get(f"{schema}.{name}" if schema else name)

    def _may_be_foreign(self, use: RelationUse) -> bool:
        """Whether a relation may come from PostgreSQL itself or from an extension."""
        if use.schema and use.schema != self.project.schema:
            return True
        return use.name.startswith("pg_") or bool(self.project.sections["extensions"])

    def columns(self, own: Mapping[str, str] | None, qualifiers: tuple[str, ...]) -> None:
        """Report columns that are in no relation that they can belong to.

        `own` are the columns of the relation that the fragment stands at, None if unknown.
        """
        for use in self.fragment.uses:
            if use.free or use.name in _SYSTEM_COLUMNS:
                continue
            if own is not None and not self._is_in_scope(use, qualifiers):
                self._report_qualifier(use, qualifiers)
                continue
            known = self._candidates(use, own, qualifiers)
            if known is None or use.name in known or self._is_row(use):
                continue
            message = f'column "{use.name}" not found{self._where(use, qualifiers)}'
            hint = did_you_mean(use.name, known)
            self._report("unknown-column", message, use.offset, hint=hint)

    def _is_in_scope(self, use: ColumnUse, qualifiers: tuple[str, ...]) -> bool:
        """Whether what stands before a column's dot can name a relation there."""
        if use.qualifier is None or "." in use.qualifier or use.qualifier in _ALWAYS_IN_SCOPE:
            return True
        aliases = {source.alias for source in use.sources}
        return "" in aliases or use.qualifier in {*aliases, *qualifiers, *self._own_names()}

    def _report_qualifier(self, use: ColumnUse, qualifiers: tuple[str, ...]) -> None:
        near = {source.alias for source in use.sources} | {*qualifiers, *self._own_names(), "claim"}
        hint = did_you_mean(str(use.qualifier), near)
        message = f'no table is called "{use.qualifier}" here'
        self._report("unknown-table", message, use.offset, hint=hint)

    def _where(self, use: ColumnUse, qualifiers: tuple[str, ...]) -> str:
        if use.qualifier and use.qualifier not in qualifiers:
            return f" in {use.qualifier}"
        if use.sources:
            names = sorted({source.relation[1] for source in use.sources if source.relation})
            return f" in {', '.join(names)}" if names else ""
        table = self.path[1:2] if self.path[:1] == ("tables",) else ()
        return f" in {self.project.schema}.{table[0]}" if table else ""

    def _candidates(
        self, use: ColumnUse, own: Mapping[str, str] | None, qualifiers: tuple[str, ...]
    ) -> frozenset[str] | None:
        """Return every column that the use may mean, None when they are not all known."""
        if use.qualifier is not None:
            return self._qualified_candidates(use, own, qualifiers)
        if own is None:
            return None
        found = set(own)
        for source in use.sources:
            columns = self._columns_of(source)
            if columns is None:
                return None
            found.update(columns)
        return frozenset(found)

    def _is_row(self, use: ColumnUse) -> bool:
        """Whether the name of a relation stands for its whole row."""
        rows = {source.alias for source in use.sources} | self._own_names()
        return use.qualifier is None and use.name in rows

    def _own_names(self) -> set[str]:
        """Return the name of the relation that the fragment stands at."""
        if self.path[:1] != ("tables",):
            return set()
        written = str(self.path[1])
        return {written, written.rpartition(".")[2].strip('"')}

    def _qualified_candidates(
        self, use: ColumnUse, own: Mapping[str, str] | None, qualifiers: tuple[str, ...]
    ) -> frozenset[str] | None:
        for source in use.sources:
            if source.alias == use.qualifier:
                columns = self._columns_of(source)
                return None if columns is None else frozenset(columns)
        if own is not None and use.qualifier in {*qualifiers, *self._own_names()}:
            return frozenset(own)
        return None

    def _columns_of(self, source: Source) -> Mapping[str, str] | None:
        if source.relation is None:
            return None
        relation = self._relation(*source.relation)
        return self.names.columns.get(relation) if relation else None

    def needs(self) -> set[ObjectId]:
        """Return the declared functions (every overload), relations and types that are named."""
        found: set[ObjectId] = set()
        for function in self.fragment.functions:
            found.update(self.names.functions.get(_written(*function), ()))
        for use in self.fragment.relation_uses:
            relation = self._relation(use.schema, use.name)
            if relation:
                found.add(relation)
        for name in self.fragment.types:
            declared = self.names.types.get(_written(*name))
            if declared:
                found.add(declared)
        return found


def _written(schema: str | None, name: str) -> str:
    return f"{schema}.{name}" if schema else name


# ON CONFLICT, RETURNING and MERGE bring these along.
_ALWAYS_IN_SCOPE = frozenset(["excluded", "new", "old"])
_SYSTEM_COLUMNS = frozenset(["ctid", "cmax", "cmin", "oid", "tableoid", "xmax", "xmin"])
