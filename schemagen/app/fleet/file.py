"""The file of a fleet: which databases it has, and how carefully they are migrated.

No password has to stand in it: `${NAME}` is a variable of the environment. Nothing that is said of
a file repeats a value out of it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from schemagen.app.connecting import Target, parse_target
from schemagen.declare.suggest import did_you_mean
from schemagen.errors import SettingsError, reason
from schemagen.frozen import frozen
from schemagen.spec import nodes
from schemagen.spec.nodes import Node, Scalar, describe, place_of
from schemagen.spec.parse import parse

_VARIABLE: Final = re.compile(r"\$\{([^}]*)\}")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
SCHEMAS_HINT: Final = (
    "the statements of a migration name their schemas, so that it is one for a whole database;"
    " give each tenant a database, or rows of its own (tenancy, SPEC.md)"
)
"""Why the schemas of one database are no fleet."""
_SCHEMAS: Final = "schemas"
_KEYS: Final = ("databases", "url", "query", "canary", "parallel", "max_failures")
_FORM: Final = "databases: [a list of URLs], or url: and query: that ask a database for them"


@frozen
class Query:
    """Asks a database which databases there are.

    Attributes:
        target: the database that is asked.
        text: the query; one column, of names of databases or of URLs.
        where: the place of the query in the file.
    """

    target: Target
    text: str
    where: str


@frozen
class FleetFile:
    """What a file says.

    Attributes:
        name: that of the file.
        databases: those that it lists, or the query for them.
        canary: how many databases come before all others, or the names of those that do.
        parallel: how many are migrated at a time.
        max_failures: with how many failures no other database is begun.
    """

    name: str
    databases: tuple[Target, ...] | Query
    canary: int | tuple[str, ...] = 1
    parallel: int = 8
    max_failures: int = 1


def read_fleet_file(path: Path, environment: Mapping[str, str] = os.environ) -> FleetFile:
    """Read the file of a fleet, with the variables that it names.

    Raises:
        SettingsError: it cannot be read, says what makes no sense, or names a variable that is not
            set.
    """
    try:
        node, problems = parse(str(path), path.read_bytes())
    except OSError as error:
        raise SettingsError(
            f"this file cannot be read: {reason(error)}", where=str(path), hint=f"it has {_FORM}"
        ) from None
    if problems:
        # Its message and its line may have a password.
        raise SettingsError(
            f"this cannot be read as YAML ({problems[0].code})",
            where=str(problems[0].place),
            hint="put a URL with : or # and a space behind it into quotation marks",
        )
    if node is None:
        raise SettingsError("the file is empty", where=str(path), hint=f"it has {_FORM}")
    return _Reader(str(path), environment).file(node)


@frozen(slots=False)
class _Reader:
    """Reads the nodes of one file."""

    name: str
    environment: Mapping[str, str]

    def file(self, node: Node) -> FleetFile:
        match node:
            case nodes.Sequence():
                return FleetFile(self.name, self._listed(node))
            case nodes.Mapping():
                return self._mapping(node)
        raise _wrong(node, "a fleet is a list of URLs or a mapping of keys", _FORM)

    def _mapping(self, node: nodes.Mapping) -> FleetFile:
        for key, (written, _) in node.items.items():
            if key == _SCHEMAS:
                raise _wrong(written, "schemas are not migrated one by one", SCHEMAS_HINT)
            if key not in _KEYS:
                hint = did_you_mean(key, _KEYS) or f"there are: {', '.join(_KEYS)}"
                raise _wrong(written, "there is no such key", hint)
        read: dict[str, Callable[[Node], Any]] = {
            "canary": self._canary,
            "parallel": lambda value: _number(value, 1),
            "max_failures": lambda value: _number(value, 1),
        }
        given = {key: read[key](node.items[key][1]) for key in read if key in node.items}
        return FleetFile(self.name, self._databases(node), **given)

    def _databases(self, node: nodes.Mapping) -> tuple[Target, ...] | Query:
        given = {key: value for key, (_, value) in node.items.items()}
        match sorted(given.keys() & {"databases", "url", "query"}):
            case ["databases"]:
                return self._listed(given["databases"])
            case ["query", "url"]:
                text = _text(given["query"])
                return Query(self._target(given["url"]), text, str(place_of(given["query"])))
        raise _wrong(node, "this does not say which databases there are", f"it has {_FORM}")

    def _listed(self, node: Node) -> tuple[Target, ...]:
        if isinstance(node, nodes.Sequence) and not node.items:
            raise _wrong(node, "this list is empty", _FORM)
        if not isinstance(node, nodes.Sequence):
            raise _wrong(node, f"this has to be a list of URLs, and is {describe(node)}", _FORM)
        return tuple(map(self._target, node.items))

    def _target(self, node: Node) -> Target:
        return parse_target(self._expanded(node), str(place_of(node)))

    def _expanded(self, node: Node) -> str:
        """Put variables in: the one at the beginning as it is, a later one as a part of a URL."""
        text = _text(node)

        def value(found: re.Match[str]) -> str:
            known = self._variable(found[1], node)
            return known if found.start() == 0 else quote(known, safe="")

        if _VARIABLE.search(text) and not text.startswith("${") and "://" not in text:
            raise _wrong(
                node,
                "variables are for URLs, and this is none",
                "write postgresql://user:${PASSWORD}@host:5432/database",
            )
        return _VARIABLE.sub(value, text)

    def _variable(self, name: str, node: Node) -> str:
        if not _NAME.fullmatch(name):
            raise _wrong(
                node,
                "a name of a variable has letters, digits and _",
                "like ${DATABASE_PASSWORD}; for a $ that is none write %24",
            )
        if not self.environment.get(name):
            raise _wrong(node, f"the variable {name} is not set", f"export {name}=…")
        return self.environment[name]

    def _canary(self, node: Node) -> int | tuple[str, ...]:
        if isinstance(node, nodes.Sequence):
            return tuple(map(_text, node.items))
        return _number(node, 0)


def _text(node: Node) -> str:
    if isinstance(node, Scalar) and isinstance(node.value, str) and node.value.strip():
        return node.value.strip()
    raise _wrong(node, f"this has to be a text, and is {describe(node)}", "")


def _number(node: Node, least: int) -> int:
    if isinstance(node, Scalar) and type(node.value) is int and node.value >= least:
        return node.value
    raise _wrong(node, f"this has to be a number from {least} on", "")


def _wrong(node: Node, message: str, hint: str) -> SettingsError:
    return SettingsError(message, where=str(place_of(node)), hint=hint)
