"""`claim.<name>` in policies: checked against who the policy is for, and replaced by SQL.

Runs after every feature that makes policies, so that all of them may name claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from schemagen.declare.draft import ProjectDraft, TableDraft
from schemagen.declare.facts import Actor
from schemagen.declare.problems import Path, Source
from schemagen.declare.suggest import did_you_mean
from schemagen.features.actors import claim_calls
from schemagen.features.feature import Feature
from schemagen.kinds import distribution, policy
from schemagen.kinds.policy import PolicySpec
from schemagen.sqltext.claims import Replaced, find_claims, replace_claims
from schemagen.sqltext.tokens import SqlTextError


def check_claims(text: str, actors: Iterable[Actor], project: ProjectDraft, path: Path) -> None:
    """Record a problem for each claim in a predicate that none of the actors has.

    Text that cannot be read is left to whoever checks the predicate as a whole.
    """
    try:
        uses = find_claims(text)
    except SqlTextError:
        return
    if not uses:
        return
    bound = list(actors)
    known = {claim for actor in bound for claim in actor.claims}
    for use in uses:
        if use.name not in known:
            project.problem(
                "unknown-claim",
                _missing(use.name, bound),
                path,
                hint=did_you_mean(use.name, known) or _known(known),
                offset=use.start,
            )


def _missing(claim: str, actors: list[Actor]) -> str:
    match [actor.name for actor in actors]:
        case []:
            return f'there is no claim "{claim}"'
        case [name]:
            return f'actor "{name}" has no claim "{claim}"'
        case names:
            return f'none of the actors {", ".join(names)} has the claim "{claim}"'
    raise AssertionError(actors)


def _known(claims: Iterable[str]) -> str:
    listed = ", ".join(f"claim.{claim}" for claim in sorted(claims))
    return f"known here: {listed}" if listed else "declare it under `actors`"


def _expand(_: None, project: ProjectDraft) -> None:
    calls, bare = claim_calls(project), claim_calls(project, bare=True)
    for table in project.tables.values():
        _expand_table(table, bare if _is_spread(table) else calls)


def _expand_table(table: TableDraft, calls: dict[str, str]) -> None:
    declared = policy.SECTION.of(table)
    for name, spec in declared.items():
        written = (("using", spec.using), ("with_check", spec.with_check))
        naming = {key: text for key, text in written if text and _names_claims(text)}
        if not naming:
            continue
        path = table.path("policies", name)
        if path not in table.project.problems.origins:
            _check_written(spec, naming, table.project, path)
        replaced = {
            key: _replaced(text, calls, table.project, path, key) for key, text in naming.items()
        }
        declared[name] = spec.model_copy(update=replaced)


def _names_claims(text: str) -> bool:
    """Tell whether a predicate names claims; what cannot be read is checked by another."""
    try:
        return bool(find_claims(text))
    except SqlTextError:
        return False


def _is_spread(table: TableDraft) -> bool:
    """Tell whether a cluster has the table: then its policies hold no sub-selects."""
    place = distribution.SECTION.of(table)
    return place is not None and place.table != "local"


def _check_written(
    spec: PolicySpec, naming: Mapping[str, str], project: ProjectDraft, path: Path
) -> None:
    """Check a policy that a person wrote; a feature that makes one checks its own text."""
    actors = project.facts.actors
    named = [actors[name] for name in spec.to if name in actors]
    bound = named if len(named) == len(spec.to) else list(actors.values())
    for key, text in naming.items():
        check_claims(text, bound, project, (*path, key))


def _replaced(
    text: str, calls: dict[str, str], project: ProjectDraft, policy: Path, key: str
) -> str:
    replaced = replace_claims(text, calls)
    problems, path = project.problems, (*policy, key)
    before = problems.sources.get(path)
    if before or policy not in problems.origins:
        problems.sources[path] = _source(replaced, path, before)
    return replaced.text


def _source(replaced: Replaced, path: Path, before: Source | None) -> Source:
    def source(offset: int) -> tuple[Path, int]:
        origin = replaced.origin(offset)
        return before(origin) if before else (path, origin)

    return source


FEATURE = Feature(
    name="claims",
    description="What a session says of itself, in predicates of policies.",
    expand_project=_expand,
)
