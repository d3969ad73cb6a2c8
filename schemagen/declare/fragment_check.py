"""What a fragment of SQL names, compared with what the spec declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from schemagen.catalog.object import ObjectId
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.problems import Path
from schemagen.declare.suggest import did_you_mean
from schemagen.sqltext.claims import find_claims
from schemagen.sqltext.fragment import Fragment
from schemagen.sqltext.loose import loose_columns
from schemagen.sqltext.scope import ColumnUse, RelationUse, Source


class FragmentCheck:
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
            if own is not None and use.qualifier is None and use.name in own:
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

    def columns_needed(self, home: ObjectId | None = None) -> set[ObjectId]:
        """Return the columns of declared tables that are used, or may be where that is open.

        `home` is the relation that the fragment stands at.
        """
        found: set[ObjectId] = set()
        for use in self.fragment.uses:
            for relation in self._relations_of(use, home):
                found |= self._members(relation, {use.name})
        if not self.fragment.relation_uses:
            return found
        every, loose = loose_columns(self.text)
        every |= self.fragment.problem is not None
        for named in self.fragment.relation_uses if every or loose else ():
            if joined := self._relation(named.schema, named.name):
                known = self.names.columns.get(joined, {})
                found |= self._members(joined, set(known) if every else loose)
        return found

    def _relations_of(self, use: ColumnUse, home: ObjectId | None) -> Iterator[ObjectId]:
        for source in use.sources:
            if source.relation and use.qualifier in (None, source.alias):
                relation = self._relation(*source.relation)
                if relation is not None:
                    yield relation
        if home is not None:
            yield home

    def _members(self, relation: ObjectId, names: set[str]) -> set[ObjectId]:
        known = self.names.columns.get(relation)
        table = self.project.table(relation) if known else None
        if table is None or known is None:
            return set()
        return {table.column(name) for name in names if name in known}

    def needs(self) -> set[ObjectId]:
        """Return the declared functions (every overload), relations and types that are named."""
        found: set[ObjectId] = set()
        for function in self.fragment.functions:
            found.update(self.names.functions.get(written_name(*function), ()))
        for use in self.fragment.relation_uses:
            relation = self._relation(use.schema, use.name)
            if relation:
                found.add(relation)
        for name in self.fragment.types:
            declared = self.names.types.get(written_name(*name))
            if declared:
                found.add(declared)
        return found


def written_name(schema: str | None, name: str) -> str:
    """Return a name as declarations are looked up by: with its schema if it has one."""
    return f"{schema}.{name}" if schema else name


# ON CONFLICT, RETURNING and MERGE bring these along.
_ALWAYS_IN_SCOPE = frozenset(["excluded", "new", "old"])
_SYSTEM_COLUMNS = frozenset(["ctid", "cmax", "cmin", "oid", "tableoid", "xmax", "xmin"])
