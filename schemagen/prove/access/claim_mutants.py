"""Mutants of the functions that read claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from schemagen.prove.access.arranging import Arranged
from schemagen.prove.access.mutants import Mutant
from schemagen.prove.access.personas import State
from schemagen.prove.access.rules import Rules
from schemagen.prove.access.tries import Layer
from schemagen.sqltext.quoting import Literal, Raw, dollar_quote, sql

_EMPTY: Final = "takes an empty claim for a value"
_MISSING: Final = "fails without the claim"
_STATES: Final = {_EMPTY: frozenset({State.EMPTY}), _MISSING: frozenset({State.NONE})}
_HINT: Final = "no rule reads the claim: take it out of the actor, or say what it is for"


def claim_mutants(rules: Rules, arranged: Arranged) -> Iterator[Mutant]:
    """Yield each reader of a claim that gives nothing, the same to all, or another claim.

    Also one that does not know that a claim may be missing or empty, as it is on a connection on
    which another transaction had set it.
    """
    actors = rules.project.facts.actors.values()
    readers = {claim: name for actor in actors for claim, name in actor.readers.items()}
    types = {claim: kind for actor in actors for claim, kind in actor.claims.items()}
    settings = {claim: name for actor in actors for claim, name in actor.settings.items()}
    for claim, name in readers.items():
        bodies = {"gives NULL": "NULL"}
        values = arranged.claims[claim]
        bodies["gives the same to everybody"] = sql("{}", Literal(values[-1]))
        bodies |= _misread(claim, settings, types)
        for words, value in bodies.items():
            yield _mutant(name, types[claim], words, value)


def _misread(claim: str, settings: Mapping[str, str], types: Mapping[str, str]) -> dict[str, str]:
    setting = settings.get(claim)
    if setting is None:
        return {}
    found = {
        _EMPTY: sql("current_setting({}, true)", Literal(setting)),
        _MISSING: sql("nullif(current_setting({}), '')", Literal(setting)),
    }
    for other, name in settings.items():
        if other != claim and types[other] == types[claim]:
            text = sql("nullif(current_setting({}, true), '')", Literal(name))
            found[f"reads {other}"] = text
    return found


def _mutant(name: str, kind: str, words: str, value: str) -> Mutant:
    body = sql("SELECT ({})::{}", Raw(value), Raw(kind))
    text = sql(
        "CREATE OR REPLACE FUNCTION {}() RETURNS {} LANGUAGE sql STABLE PARALLEL SAFE AS {}",
        Raw(name),
        Raw(kind),
        Raw(dollar_quote(body)),
    )
    return Mutant(
        f"the function {name} {words}",
        (text,),
        layers=(Layer.POLICIES,),
        states=_STATES.get(words, frozenset()),
        hint=_HINT,
    )
