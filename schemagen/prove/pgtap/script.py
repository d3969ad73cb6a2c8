"""The test file: rows, those who use them, and what has to come of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from schemagen.catalog.object import ObjectId
from schemagen.kinds.function import Function
from schemagen.kinds.function.ddl import identity_text
from schemagen.kinds.materialized_view import MaterializedView
from schemagen.kinds.view import View
from schemagen.prove.access.partitions import whole_of
from schemagen.prove.access.personas import Persona, State
from schemagen.prove.access.privilege_tries import is_callable, may_call
from schemagen.prove.access.proof import Trial, trial_of
from schemagen.prove.access.rules import Who
from schemagen.prove.access.server import STRANGER
from schemagen.prove.access.tries import Rows
from schemagen.prove.access.view_collecting import Views
from schemagen.prove.access.view_sight import listing_row
from schemagen.prove.pgtap.assertions import (
    Section,
    fails,
    gives,
    is_refused,
    is_true,
    one_column,
    section,
)
from schemagen.prove.pgtap.steady import Steady
from schemagen.prove.pgtap.tables import TableTests, key_texts
from schemagen.prove.verdict import Job
from schemagen.render.templates import Templates
from schemagen.sqltext.quoting import Literal, Name, Names, QualifiedName, Raw, join_sql, sql

_SEQUENCE: Final = "SELECT pg_catalog.pg_get_serial_sequence(%s, %s)"
_FAR: Final = Literal(30_000)
"""What sequences go on with: more than the rows count, and little enough for a smallint."""


def pgtap_file(job: Job) -> str:
    """Return the test file of a project; empty if nobody connects to it.

    Raises:
        ApplyError: the server refuses what the spec says.
        SandboxError: there is no server, or a table takes no rows.
    """
    if not job.compiled.project.facts.actors:
        return ""
    with trial_of(job) as trial:
        return _Script(trial, Templates.of(job.settings.templates)).text()


class _Script:
    def __init__(self, trial: Trial, templates: Templates) -> None:
        self._trial = trial
        self._templates = templates
        self._rules = trial.ground.rules
        self._who = [each for each in trial.ground.who if not each.is_owner]
        steady = Steady.of(trial.ground.connection)
        spoken_of = trial.ground.arranged.spoken_of
        self._tables = [
            (key, steady.rows(rows, spoken_of.get(whole_of(self._rules, rows.table), ())))
            for key, rows in sorted(trial.collected.rows.items())
        ]

    def text(self) -> str:
        sections = [*self._of_tables(), *self._of_views()]
        privileges = [*self._privileges(), *self._calls()]
        connection = self._trial.ground.connection
        [zone] = connection.execute("SELECT current_setting('TimeZone')").fetchone() or ("UTC",)
        return self._templates.fill(
            "pgtap/access.sql.jinja",
            project=self._rules.project.name,
            source=self._rules.project.source,
            zone=sql("{}", Literal(zone)),
            schema=sql("{}", Name(self._rules.project.schema)),
            stranger=sql("{}", Name(STRANGER)),
            readers=list(self._readers()),
            untried=list(self._untried()),
            emptied=[self._relation(key) for key, rows in self._tables if _is_whole(rows)],
            rows=[*self._seeds(), *self._counters()],
            privileges=privileges,
            sections=sections,
            plan=len(privileges) + sum(len(each.assertions) for each in sections),
        )

    def _relation(self, key: ObjectId) -> str:
        return sql("{}", QualifiedName(key.schema, key.name))

    def _readers(self) -> Iterator[str]:
        yield from self._rules.reader_statements()

    def _seeds(self) -> Iterator[str]:
        """Yield what puts the rows in; those of a partition, or a child, are put in once."""
        inherited: set[str] = set()
        for _, rows in self._tables:
            if rows.table.inherits:
                inherited.update(rows.values)
        for _, rows in self._tables:
            chosen = [row for row in rows.values if rows.table.inherits or row not in inherited]
            if chosen and _is_whole(rows):
                yield _insert(rows, sorted(chosen, key=lambda each: _sorted_by(rows, each)))

    def _counters(self) -> Iterator[str]:
        """Yield what keeps sequences from counting up to what the rows have already."""
        for key, rows in self._tables:
            for name in rows.columns if _is_whole(rows) else ():
                if name in rows.filled:
                    asked = [self._relation(key), name]
                    found = self._trial.ground.connection.execute(_SEQUENCE.encode(), asked)
                    [sequence] = found.fetchone() or (None,)
                    if sequence:
                        yield sql("ALTER SEQUENCE {} RESTART WITH {}", Raw(sequence), _FAR)

    def _privileges(self) -> Iterator[str]:
        for _, rows in self._tables:
            yield from TableTests(self._trial, rows, self._who).privileges()

    def _of_tables(self) -> Iterator[Section]:
        for _, rows in self._tables:
            yield from TableTests(self._trial, rows, self._who).sections()

    def _calls(self) -> Iterator[str]:
        for item in self._rules.project.catalog.of(Function):
            if item.external or not (is_callable(item) or item.procedure):
                continue
            for who in self._who:
                yield self._call(item, who)

    def _call(self, item: Function, who: Who) -> str:
        asked = sql(
            "has_function_privilege({}, {}, 'EXECUTE')",
            Literal(who.role),
            Literal(identity_text(item)),
        )
        if may_call(self._rules, who, item):
            return is_true(asked, f"{who.name} may call {identity_text(item)}")
        return is_true(sql("NOT {}", Raw(asked)), f"{who.name} may not call {identity_text(item)}")

    def _of_views(self) -> Iterator[Section]:
        views = self._trial.collected.views
        if views is not None:
            for key in self._tried_views():
                for persona in views.personas:
                    if persona.state is State.OWN and persona.who in self._who:
                        title = f"{key.schema}.{key.name}: {persona.words}"
                        yield section(title, persona, [_of_view(views, key, persona)])

    def _tried_views(self) -> Sequence[ObjectId]:
        views = self._trial.collected.views
        if views is None:
            return ()
        known = views.viewed.items()
        return [
            key
            for key, each in known
            if key not in views.untried
            and key not in views.unstable
            and isinstance(each.item, View)
            and each.item.security_invoker
        ]

    def _untried(self) -> Iterator[str]:
        """Yield what is not in the file, and why."""
        yield "what the owner of the tables can do: who that is here is not known to the spec"
        tried = self._tried_views()
        for item in self._rules.project.catalog:
            if isinstance(item, View | MaterializedView) and item.id not in tried:
                yield f"{item.id}: what it shows depends on its owner, or changes"
        for key, rows in self._tables:
            if not rows.key:
                yield f"the rows of {key.schema}.{key.name}, which has no primary key"
            elif not rows.values:
                yield f"the rows of {key.schema}.{key.name}: none could be made up"


def _of_view(views: Views, key: ObjectId, persona: Persona) -> str:
    viewed, name = views.viewed[key], f"{key.schema}.{key.name}"
    granted = views.sight.views.granted(persona.who, viewed, "select")
    columns = [each for each in viewed.columns if each in granted] or list(viewed.columns)
    query = one_column(listing_row(columns), QualifiedName(key.schema, key.name))
    known = views.sight.views
    if not granted or not known.may_read(persona.who, viewed):
        return is_refused(query, f"{persona.words} may not select from {name}")
    if not known.may_call(persona.who, viewed):
        return is_refused(query, f"{persona.words} may not call what {name} calls")
    found = views.sight.shown(persona, viewed, columns)
    if found.startswith("!"):
        return fails(query, found[1:], f"{persona.words} cannot have what {name} works out")
    shown = found.splitlines()
    return gives(query, shown, f"{persona.words} sees {len(shown)} rows of {name}")


def _is_whole(rows: Rows) -> bool:
    return rows.table.partition_of is None


def _sorted_by(rows: Rows, row: str) -> tuple[str, ...]:
    return key_texts(rows, row) if rows.key else rows.values[row]


def _insert(rows: Rows, chosen: Sequence[str]) -> str:
    columns = tuple(name for name in rows.columns if name in rows.settable)
    values = (join_sql((rows.value(row, name) for name in columns), ", ") for row in chosen)
    return sql(
        "INSERT INTO {} ({})\n    OVERRIDING SYSTEM VALUE VALUES\n    {}",
        rows.relation,
        Names(columns),
        Raw(join_sql((sql("({})", Raw(each)) for each in values), ",\n    ")),
    )
