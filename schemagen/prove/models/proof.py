"""Models and PostgreSQL agree on what a row may hold, as far as the row alone can show.

Rows that a model for new rows accepts are made up by Hypothesis from its fields: PostgreSQL has to
accept them, and the model for rows has to read the same values. Then each column of such a row
has values at and beyond all bounds in turn: what PostgreSQL refuses, the model has to refuse, and
name that column. The same rows are made up each time.
"""

from __future__ import annotations

import importlib.util
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from schemagen.app.connecting import Connection
from schemagen.app.replay import replayed
from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Project
from schemagen.kinds.check import Check
from schemagen.kinds.column import Column
from schemagen.kinds.table import Table
from schemagen.prove.models.probe import Probe, Refused, probe_of
from schemagen.prove.verdict import Job, Proof, Verdict
from schemagen.render.build import Build
from schemagen.render.models import render_models
from schemagen.render.viewmodels.patterns import pydantic_pattern
from schemagen.render.viewmodels.pytypes import AS_TEXT
from schemagen.sqltext.bounds import simple_checks
from schemagen.sqltext.quoting import quote_qualified
from schemagen.sqltext.types import read_type

_ROWS: Final = 40
_SHOWN: Final = 120
_MODULE: Final = "schemagen_proven_models"


def _run(job: Job) -> Iterator[Verdict]:
    project = job.compiled.project
    if not any(not table.external for table in project.catalog.of(Table)):
        return
    if importlib.util.find_spec("hypothesis") is None:
        note = (
            "rows are made up by hypothesis, which is not installed: pip install 'schemagen[prove]'"
        )
        yield Verdict("models.py", "not tried", notes=(note,), untried=True)
        return
    with replayed(project, job.major) as replay:
        job.tell("making the database")
        replay.build()
        yield from agreement(project, replay.connection, render_models(Build(project)), job.tell)


def agreement(
    project: Project, connection: Connection, text: str, tell: Callable[[str], None]
) -> Iterator[Verdict]:
    """Compare models, given as the text of their module, with a database; a verdict by table."""
    tables = {
        quote_qualified(table.id.schema, table.id.name): table
        for table in project.catalog.of(Table)
    }
    with _imported(text) as module:
        for name, model in _new_models(module):
            table = tables[model.TABLE]
            tell(f"rows of {model.TABLE}")
            filled = sorted(key.name for key in project.facts.filled if _is_of(key, table.id))
            columns = project.catalog.belonging_to(table.id, Column)
            row = getattr(module, name.removeprefix("New"))
            with probe_of(connection, model, row, columns, filled) as probe:
                yield _Trial(project, table, probe).verdict()


@contextmanager
def _imported(text: str) -> Iterator[ModuleType]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{_MODULE}.py"
        path.write_text(text, encoding="utf-8")
        spec = importlib.util.spec_from_file_location(_MODULE, path)
        if spec is None or spec.loader is None:
            raise ImportError(_MODULE)
        module = importlib.util.module_from_spec(spec)
        sys.modules[_MODULE] = module
        try:
            spec.loader.exec_module(module)
            yield module
        finally:
            del sys.modules[_MODULE]


def _new_models(module: ModuleType) -> list[tuple[str, Any]]:
    base = vars(module).get("_New", object)
    return [
        (name, each)
        for name, each in vars(module).items()
        if isinstance(each, type)
        and issubclass(each, base)
        and hasattr(each, "TABLE")
        and each.__module__ == _MODULE
    ]


def _is_of(key: ObjectId, table: ObjectId) -> bool:
    return (key.schema, key.table) == (table.schema, table.name)


@dataclass
class _Trial:
    """The trial of one table's models."""

    project: Project
    table: Table
    probe: Probe
    base: dict[str, Any] | None = None
    left_out: tuple[str, ...] = ()
    tried: int = 0
    findings: dict[str, str] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)

    def verdict(self) -> Verdict:
        """Try rows, then strange values, and say what came of it."""
        with warnings.catch_warnings():
            # Of odd values the libraries of models warn, too.
            warnings.simplefilter("ignore")
            self._rows()
            if self.base is None:
                self.notes.setdefault("no row could be made up that PostgreSQL accepts")
            else:
                self._strange(self.base)
        result = f"{self.tried} values and rows agree" if self.base is not None else "not tried"
        if self.findings:
            result = "models and PostgreSQL do not agree"
        name = f"{self.table.id.schema}.{self.table.id.name}"
        untried = self.base is None and not self.findings
        return Verdict(
            name, result, tuple(self.findings.values()), tuple(self.notes), untried=untried
        )

    def _rows(self) -> None:
        from schemagen.prove.models.made_up import made_up

        columns = self.project.catalog.belonging_to(self.table.id, Column)
        untyped = frozenset(
            column.id.name for column in columns if read_type(column.type).name in AS_TEXT
        )
        rows, self.left_out = made_up(self.probe.model, _ROWS, untyped)
        if self.left_out:
            listed = ", ".join(sorted(self.left_out))
            self.notes.setdefault(f"left out, since a model does not know what they hold: {listed}")
            # What is computed of them has no value either.
            computed = [column.id.name for column in columns if column.generated]
            self.probe.loosen([*self.left_out, *computed])
        for values in rows:
            self._accept(values)

    def _accept(self, values: Mapping[str, Any]) -> None:
        """Insert a row that the model takes, and compare what comes back."""
        new = self.probe.model.model_validate(values)
        sent = self._sent(new)
        found = self.probe.insert(sent)
        self.tried += 1
        if isinstance(found, Refused):
            self._refused(found, "row", sent)
            return
        for text in self.probe.changed(sent, found):
            self.findings.setdefault(text.partition(":")[0], text)
        if self.base is None or len(sent) < len(self.base):
            self.base = dict(values)

    def _strange(self, base: Mapping[str, Any]) -> None:
        from schemagen.prove.models.strategies import strange_values

        for name, info in self.probe.model.model_fields.items():
            column = str(info.validation_alias or info.alias or name)
            for value in () if column in self.left_out else strange_values():
                self.tried += 1
                self._one(base, column, value)

    def _one(self, base: Mapping[str, Any], column: str, value: object) -> None:
        """Put a value into a column of a good row, and compare what both sides say of it."""
        values = {**base, column: value}
        try:
            new = self.probe.model.model_validate(values)
        except ValidationError as error:
            known = {key: each for key, each in values.items() if key not in self.left_out}
            named = {str(each["loc"][0]) for each in error.errors() if each["loc"]}
            if named - {column} and isinstance(self.probe.insert(known), Refused):
                text = f"{column}: {_shown(value)} is refused in the name of {', '.join(named)}"
                self.findings.setdefault(column, text)
            return
        sent = self._sent(new)
        found = self.probe.insert(sent)
        if isinstance(found, Refused):
            self._refused(found, column, sent[column])
            return
        for text in self.probe.changed(sent, found):
            self.findings.setdefault(text.partition(":")[0], text)

    def _sent(self, new: BaseModel) -> dict[str, Any]:
        values = new.model_dump(exclude_unset=True)
        return {name: value for name, value in values.items() if name not in self.left_out}

    def _refused(self, found: Refused, where: str, value: object) -> None:
        """Tell that PostgreSQL refuses what the model accepts, unless no field could say so."""
        if found.check and not self._is_sayable(found.check):
            self.notes.setdefault(f"no field of a model says what the check {found.check} says")
            return
        text = f"{where}: the model accepts {_shown(value)}, and PostgreSQL: {found.words}"
        self.findings.setdefault(f"{where} {found.check or found.words[:40]}", text)

    def _is_sayable(self, name: str) -> bool:
        """Tell whether a check is about one column, in a form that models carry over."""
        table = self.table.id
        if ObjectId("check", table.schema, name, table.name) in self.project.facts.shape_checks:
            return True
        return any(
            bound.pattern is None or pydantic_pattern(bound.pattern) is not None
            for check in self.project.catalog.belonging_to(table, Check)
            if check.id.name == name
            for bound in simple_checks(check.expression)
        )


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


PROOF: Final = Proof(
    "models", "models and PostgreSQL agree on what a row may hold", _run, migrations=False
)
