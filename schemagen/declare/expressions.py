"""Checks SQL text of a spec against the names that it declares, and finds what the text needs."""

from __future__ import annotations

from collections.abc import Mapping

from schemagen.catalog.object import ObjectId
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.fragment_check import FragmentCheck
from schemagen.declare.problems import Path
from schemagen.declare.suggest import did_you_mean
from schemagen.sqltext.fragment import read_expression, read_query
from schemagen.sqltext.quoting import quote_qualified
from schemagen.sqltext.tokens import SqlTextError, Token, check_balanced, tokenize
from schemagen.sqltext.types import read_type

_USUAL_TYPES = (
    """
    bigint bigserial boolean bytea char character date double inet integer interval json jsonb
    numeric real serial smallint text time timestamp timestamptz uuid varchar xml
    bit box cidr circle line lseg macaddr money path point polygon tsquery tsvector
    daterange int4range int8range numrange tsrange tstzrange
    datemultirange int4multirange int8multirange nummultirange tsmultirange tstzmultirange
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
    home: ObjectId | None = None,
) -> set[ObjectId]:
    """Check an expression and return the declared objects that it needs, columns included.

    `columns` are those of the relation that it is declared for, `home`; None when they are not
    known. `qualifiers` are further names that this relation goes by, such as `new`. A certain
    mistake becomes a problem at its character, what cannot be judged here a warning.
    """
    fragment = read_expression(text)
    if fragment.names_nothing:
        return set()
    check = FragmentCheck(text, fragment, project, path)
    check.syntax()
    check.claims()
    check.relations()
    check.columns(columns, qualifiers)
    return check.needs() | check.columns_needed(home)


def columns_of_expression(text: str) -> frozenset[str]:
    """Return the names of the columns that an expression uses, of its own relation alone."""
    uses = read_expression(text).uses
    return frozenset(use.name for use in uses if not use.sources)


def check_query(text: str, project: ProjectDraft, path: Path) -> set[ObjectId]:
    """Check a query and return the declared objects that it needs, columns included."""
    check = FragmentCheck(text, read_query(text), project, path)
    check.syntax()
    check.claims()
    check.relations()
    check.columns({}, ())
    return check.needs() | check.columns_needed()


def check_body(body: str, language: str, project: ProjectDraft, path: Path) -> set[ObjectId]:
    """Check the body of a function and return the declared objects that must exist before it.

    PostgreSQL looks into a body of SQL when it creates the function. In PL/pgSQL it resolves the
    types alone, and in other languages nothing.
    """
    language = language.lower()
    if language == "sql" and not _is_empty(body):
        check = FragmentCheck(body, read_query(body), project, path)
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
