"""A spec on a server that is older than what it declares."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemagen.app.settings import find_settings
from schemagen.app.wanted import canonical_of
from schemagen.errors import SpecError
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
