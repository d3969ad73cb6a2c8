"""The proof of models finds what PostgreSQL and a model do not agree on, and nothing else."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import AfterValidator, BaseModel
from typer.testing import CliRunner

from schemagen.app.replay import Replay, replayed
from schemagen.cli import app
from schemagen.prove.models.probe import Probe
from schemagen.prove.models.proof import agreement
from schemagen.prove.verdict import Verdict
from schemagen.render.build import Build
from schemagen.render.models import render_models
from tests.specs import project_of

EVERYTHING = Path(__file__).parents[1] / "unit/render/everything.yaml"
RANGES = Path(__file__).parents[1] / "client/ranges.yaml"

BOOKINGS = """
tables:
  bookings:
    columns:
      id: bigint generated always as identity primary key
      during: tstzrange not null
      first: timestamptz generated always as (lower(during)) stored not null
      at: point not null
      words: tsvector not null check (length(words) > 0)
      guests: smallint not null
"""

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
        "left out, since a model does not know what they hold: address, network, place, words",
        "no field of a model says what the check agents_any_word_check says",
    )


def test_rows_are_made_up_around_columns_that_a_model_does_not_know() -> None:
    project = project_of(BOOKINGS)
    with replayed(project, 18) as made:
        made.build()
        [found] = verdicts(made).values()
        [wrong] = verdicts(made, ("guests: _SmallInt", "guests: int")).values()
    assert not found.untried
    assert found.findings == ()
    assert found.notes == ("left out, since a model does not know what they hold: at, words",)
    assert "guests: the model accepts 32768" in {
        text.partition(", and ")[0] for text in wrong.findings
    }


def test_ranges_of_every_sort_agree() -> None:
    project = project_of(RANGES.read_text(encoding="utf-8"))
    with replayed(project, 18) as made:
        made.build()
        found = verdicts(made)
        told = verdicts(made, ("numbers: _DiscreteRangeOf[_BigInt]", "numbers: _RangeOf[_BigInt]"))
    assert {name: (each.findings, each.notes) for name, each in found.items()} == {
        "public.bookings": ((), ("no field of a model says what the check period_check says",)),
        "public.kept": ((), ()),
    }
    assert any("comes back as" in text for text in told["public.bookings"].findings)


def test_a_project_of_which_nothing_could_be_tried_is_told_as_such(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "hypothesis" else found(name)
    )
    words = ["prove", "shop", "--proof", "models", "--root", str(repository)]
    result = CliRunner().invoke(app(), words)
    assert result.stdout.splitlines()[-1] == "0 verdicts, and no finding; 1 not tried"
    assert result.exit_code == 0
    assert CliRunner().invoke(app(), [*words, "--strict"]).exit_code == 3


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


def test_what_a_model_of_rows_says_of_a_value_is_told_without_the_words_around_it() -> None:
    def refuse(value: int) -> int:
        raise ValueError(f"{value} is too much")

    class Row(BaseModel):
        n: Annotated[int, AfterValidator(refuse)]

    nobody: Any = None
    probe = Probe(nobody, Row, Row, frozenset(), frozenset())
    found = list(probe.changed({"n": 5}, {"n": 5}))
    assert found == ["n: the model of rows refuses 5: 5 is too much"]
