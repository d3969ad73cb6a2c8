"""The whole of an actors module: a frozen class for each actor of a project."""

from __future__ import annotations

from collections.abc import Iterable

from schemagen.catalog.catalog import Catalog
from schemagen.declare.facts import Actor, Project
from schemagen.frozen import frozen
from schemagen.render.viewmodels.columns import Held, Types
from schemagen.render.viewmodels.imports import Import, import_lines, imports_of, words
from schemagen.render.viewmodels.names import attributes, camel, free_name
from schemagen.render.viewmodels.plain_types import plain_annotation
from schemagen.render.viewmodels.pytext import assigned, call, class_text, docstring, string

_BASE_IMPORTS: frozenset[Import] = frozenset(
    {("json", ""), ("dataclasses", "dataclass"), ("typing", "ClassVar")}
)
_TAKEN = frozenset({"Actor", "ClassVar", "Decimal", "JsonValue", "UUID"})


@frozen
class ActorModule:
    """A module in pieces of finished lines.

    Attributes:
        source: the spec that it is made from.
        doc: the docstring.
        imports: import statements in sections.
        exported: the strings in `__all__`.
        settings: the definition of all settings that hold a claim.
        actors: the class of each actor.
    """

    source: str
    doc: str
    imports: tuple[str, ...]
    exported: tuple[str, ...]
    settings: str
    actors: tuple[str, ...]


def actor_module(project: Project) -> ActorModule:
    """Work out the actors of a project."""
    actors = project.facts.actors
    names = actor_names(actors)
    settings = sorted({name for each in actors.values() for name in each.settings.values()})
    classes = [_class(each, names[name]) for name, each in actors.items()]
    used = words(text.partition('"""')[2].rpartition('"""')[2] for text in classes)
    listed = [string(name) for name in settings]
    whole = f"_SETTINGS: tuple[str, ...] = ({', '.join(listed)}{',' if len(listed) == 1 else ''})"
    return ActorModule(
        source=project.source,
        doc="\n".join(docstring(f"Who may use {project.name}: the actors of its spec.")),
        imports=tuple(import_lines(imports_of(used) | _BASE_IMPORTS)),
        exported=tuple(string(name) for name in sorted(["Actor", *names.values()])),
        settings="\n".join(call("_SETTINGS: tuple[str, ...] = (", listed, whole=whole)),
        actors=tuple(classes),
    )


def actor_names(actors: Iterable[str]) -> dict[str, str]:
    """Return the class of each actor: `PlatformAdmin` for `platform_admin`."""
    taken, names = set(_TAKEN), dict[str, str]()
    for actor in actors:
        plain = camel(actor)
        names[actor] = free_name(plain if plain not in taken else f"{plain}Actor", taken)
        taken.add(names[actor])
    return names


def _class(actor: Actor, name: str) -> str:
    claims = dict(zip(actor.settings, attributes(actor.settings, frozenset()), strict=True))
    pairs = [f"({string(claims[claim])}, {string(at)})" for claim, at in actor.settings.items()]
    types = Types(Catalog(), "", {})
    text = actor.comment or f"The actor {actor.name}."
    constants = assigned("ROLE", string(actor.role), indent=4)
    if pairs:
        whole = f"CLAIMS = ({', '.join(pairs)}{',' if len(pairs) == 1 else ''})"
        constants += call("CLAIMS = (", pairs, indent=4, whole=whole)
    fields = [
        f"{attribute}: {_annotation(types.of(actor.claims[claim]))} | None"
        for claim, attribute in claims.items()
    ]
    return class_text(f"class {name}(Actor):", docstring(text, indent=4), constants, fields)


def _annotation(held: Held) -> str:
    return "object" if held.kind.is_json else plain_annotation(held.annotation)
