"""Generated actors: frozen types, whose settings are those that the policies read."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from schemagen.render.build import Build
from schemagen.render.client import render_actors
from schemagen.spec.compile import compile_spec
from tests.unit.render.module import imported

SPEC = {
    "schemagen": 1,
    "project": "shop",
    "actors": {
        "shop_keeper": {
            "role": "keeper",
            "claims": {
                "class": "integer",
                "tags": "text[]",
                "profile": "jsonb",
                "own": {"type": "uuid", "function": "own_id"},
            },
        },
        "actor": {"role": "Any Body", "claims": {"since": {"type": "date", "setting": "x.since"}}},
    },
    "functions": {"own_id": {"returns": "uuid", "body": "SELECT NULL::uuid"}},
    "tables": {"a": {"columns": {"id": "integer primary key"}}},
}


def test_an_actor_says_all_that_a_transaction_sets(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(json.dumps(SPEC))
    text = render_actors(Build(compile_spec(path, tmp_path).project))
    assert "class_: int | None" in text
    assert "tags: list[str | None] | None" in text
    actors = imported(text, tmp_path)
    keeper = actors.ShopKeeper(class_=3, tags=["a b", 'c"', None], profile={"n": [1, None]})
    assert keeper.settings() == {
        "role": "keeper",
        "app.class": "3",
        "app.profile": '{"n": [1, null]}',
        "app.tags": '{"a b","c\\"",NULL}',
        "x.since": "",
    }
    assert actors.ActorActor(since=None).settings()["role"] == "Any Body"
    with pytest.raises(FrozenInstanceError):
        keeper.class_ = 4
