"""A spec on a server that is older than what it declares."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemagen.app.build import build
from schemagen.app.new_migration import new_migration
from schemagen.app.settings import find_settings
from schemagen.app.verify import verify
from schemagen.app.wanted import canonical_of
from schemagen.errors import ApplyError, SpecError
from schemagen.sandbox import Server
from tests.app.repository import write


def test_what_the_server_of_a_database_lacks_is_told_before_anything_is_tried(
    tmp_path: Path,
) -> None:
    spec = "schemagen: 1\nproject: shop\ntables: {orders: {columns: {id: uuid}}}\n"
    write(tmp_path, {"specs/shop.yaml": spec + "views: {all: {query: select id from orders}}\n"})
    with pytest.raises(SpecError) as refused:
        canonical_of(find_settings(tmp_path), "shop", 14, None, "postgresql://nobody@127.0.0.1:1/x")
    [problem] = refused.value.problems
    assert problem.message.endswith("needs PostgreSQL 15")
    assert problem.hint.startswith("this is PostgreSQL 14")
    assert problem.place.line == 4


@pytest.mark.majors(14)
def test_a_trial_on_a_version_that_lacks_it_says_what_the_spec_needs(
    tmp_path: Path, server: Server
) -> None:
    text = "schemagen: 1\nproject: shop\ntables: {orders: {columns: {id: uuid}}}\n"
    view = "views: {all: {query: select id from orders}}\n"
    write(tmp_path, {"specs/shop.yaml": text + view})
    build(tmp_path)
    needed = "specs/shop.yaml asks for PostgreSQL 15 or later: try it on that"
    with pytest.raises(ApplyError, match="security_invoker") as refused:
        list(verify(tmp_path, major=server.major))
    assert refused.value.hint == needed
    new_migration(tmp_path, "shop", "first")
    with pytest.raises(ApplyError, match="security_invoker") as refused:
        new_migration(tmp_path, "shop", "second", major=server.major)
    assert refused.value.hint == needed
