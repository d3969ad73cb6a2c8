"""`schemagen lint --url`: what a database has that its owner will regret."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import psycopg

from schemagen.app.connecting import connect, find_target, redacted
from schemagen.app.lint import LintReport, finding
from schemagen.app.stubs import needed_roles
from schemagen.catalog.catalog import Catalog
from schemagen.errors import IntrospectError, Place
from schemagen.introspect.snapshot import read_catalog
from schemagen.kinds import BY_NAME
from schemagen.lint.find import find


def lint_live(url: str | None) -> LintReport:
    """Look for what the rules know in a database; without a URL, in that of the environment.

    Raises:
        SettingsError: the URL cannot be read.
        ConnectError: the database cannot be reached.
        IntrospectError: it cannot be read.
    """
    target = find_target(url)
    with closing(connect(target)) as connection:
        try:
            catalog = read_catalog(connection)
        except psycopg.Error as error:
            raise IntrospectError(redacted(str(error), target), where=target.where) from None
    place = Place(target.where, 0, 0)
    found = tuple(finding(item, place) for item in find(_without_strangers(catalog)).findings)
    return LintReport((), found, (), target.where)


def _without_strangers(catalog: Catalog) -> Catalog:
    """Leave out the roles of the server that own things here at most: nobody else connects."""
    inside = (item for item in catalog if not BY_NAME[item.id.kind].shared)
    mentioned = needed_roles(Catalog(replace(item, owner=None) for item in inside))
    return Catalog(
        item for item in catalog if not BY_NAME[item.id.kind].shared or item.id.name in mentioned
    )
