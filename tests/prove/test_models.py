"""The proof of models finds what PostgreSQL and a model do not agree on, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from schemagen.app.replay import Replay, replayed
from schemagen.prove.models.proof import agreement
from schemagen.prove.verdict import Verdict
from schemagen.render.build import Build
from schemagen.render.models import render_models
from tests.specs import project_of

EVERYTHING = Path(__file__).parents[1] / "unit/render/everything.yaml"

FITTING = (
    # Defaults that their own columns refuse, and a scale at which PostgreSQL rounds.
    ("config: jsonb<Config> not null default '{}'", "config: jsonb<Config> not null"),
    ("not null default 0 check (price", "not null default 1 check (price"),
    ("      thousands: numeric(4,-3)\n", ""),
)


@pytest.fixture(scope="module")
def replay() -> Iterator[Replay]:
    text = EVERYTHING.read_text(encoding="utf-8")
    for old, new in FITTING:
        assert old in text
        text = text.replace(old, new)
    project = project_of(text)
    with replayed(project, 18) as made:
        made.build()
        yield made


def verdicts(replay: Replay, *changes: tuple[str, str]) -> dict[str, Verdict]:
    """Compare the models, changed in some places, with the database."""
    text = render_models(Build(replay.project))
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    found = agreement(replay.project, replay.connection, text, lambda _: None)
    return {each.artefact: each for each in found}


def test_generated_models_agree_on_every_sort_of_column(replay: Replay) -> None:
    found = verdicts(replay)
    assert {name: each.findings for name, each in found.items()} == dict.fromkeys(found, ())
    assert found["public.agents"].notes == (
        "left out, since a model does not know what they hold:"
        " address, network, place, span, spans, words",
        "no field of a model says what the check agents_any_word_check says",
    )


def test_what_is_accepted_or_read_wrongly_is_found_by_column(replay: Replay) -> None:
    found = verdicts(
        replay,
        ("score: int = Field(ge=0, le=100)", "score: int"),
        ("small: _SmallInt", "small: int"),
        ("plan: AgentPlan", "plan: _Text"),
    )["public.agents"]
    told = {text.partition(", and PostgreSQL: ")[0] for text in found.findings}
    assert told >= {
        "score: the model accepts 32768",
        "small: the model accepts 32768",
        "plan: the model accepts ''",
    }
