"""Mutants of views: in whose name they ask, what they check, and who may use them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from schemagen import kinds
from schemagen.catalog.object import CatalogObject, Grant
from schemagen.frozen import frozen
from schemagen.kinds.view import View
from schemagen.kinds.view_column import ViewColumn
from schemagen.plan.facets import privileges_of_new, without_privileges
from schemagen.prove.access.mutants import Mutant, texts_of
from schemagen.prove.access.tries import Layer
from schemagen.prove.access.view_collecting import Views
from schemagen.prove.access.views import AnyView, Viewed

_FLIPPED: Final = "security_invoker"
_SAME_ROWS: Final = "who asks and who owns the view may read the same, and see the same rows"
_SAME_USE: Final = "what the view reads is refused all the same, or allowed"
_NO_CHECK: Final = "nobody can put a row in, or change one, so that it is not one of the view's"
_HINT: Final = "no row shows it: let the tables below have rows that only some may see"


@frozen(slots=False)
class ViewMutants:
    """Makes the mutants of one view."""

    views: Views
    viewed: Viewed

    def all(self) -> Iterator[Mutant]:
        """Yield them."""
        item = self.viewed.item
        if isinstance(item, View):
            yield self._flipped(item)
            options = dict(item.options)
            if options.pop("check_option", ""):
                other = replace(item, options=tuple(options.items()))
                yield self._other(item, other, "checks no new row", _NO_CHECK)
        yield from self._privileges()

    def _flipped(self, item: View) -> Mutant:
        options = {**dict(item.options), _FLIPPED: "false" if item.security_invoker else "true"}
        words = "asks in the name of its owner" if item.security_invoker else "asks for who reads"
        return self._other(item, replace(item, options=tuple(options.items())), words, _SAME_ROWS)

    def _other(self, item: View, other: View, words: str, why: str) -> Mutant:
        made = kinds.BY_NAME[item.id.kind].alters["options"](item, other) or ()
        layers = (Layer.POLICIES, Layer.PRIVILEGES, Layer.ALL)
        return self._mutant(f"{self._name} {words}", texts_of(made), other, layers, why)

    @property
    def _name(self) -> str:
        return f"the view {self.viewed.id.schema}.{self.viewed.id.name}"

    def _privileges(self) -> Iterator[Mutant]:
        item, catalog = self.viewed.item, self.views.rules.project.catalog
        for each in (item, *catalog.belonging_to(item.id, ViewColumn)):
            for grant in each.grants:
                bare = replace(each, grants=(grant,), revoked=())
                left = tuple(other for other in each.grants if other != grant)
                made = texts_of(without_privileges([bare]))
                yield self._granted(each, grant, left, made, f"is taken from {grant.grantee}")
        there = {(each.grantee, each.privilege) for each in item.grants}
        roles = [actor.role for actor in self.views.rules.project.facts.actors.values()]
        for role in (*roles, "PUBLIC"):
            for command in self.views.commands(self.viewed):
                grant = Grant(role, command.upper(), False)
                if (role, grant.privilege) not in there:
                    bare = replace(item, grants=(grant,), revoked=())
                    made = texts_of(privileges_of_new([bare]))
                    grants = (*item.grants, grant)
                    yield self._granted(item, grant, grants, made, f"is given to {role}")

    def _granted(
        self,
        item: CatalogObject,
        grant: Grant,
        grants: tuple[Grant, ...],
        statements: tuple[str, ...],
        words: str,
    ) -> Mutant:
        words = f"{grant.privilege} on {item.id} {words}"
        other = replace(item, grants=grants)
        view = other if isinstance(other, AnyView) else self.viewed.item
        mutant = self._mutant(words, statements, view, (Layer.PRIVILEGES,), _SAME_USE)
        roles = frozenset() if grant.grantee == "PUBLIC" else frozenset({grant.grantee})
        return replace(mutant, roles=roles)

    def _mutant(
        self,
        words: str,
        statements: tuple[str, ...],
        other: AnyView,
        layers: tuple[Layer, ...],
        why: str,
    ) -> Mutant:
        viewed = replace(self.viewed, item=other)

        def alike() -> str:
            expected = [each.accepted for each in self.views.of(self.viewed, layers)]
            found = [each.accepted for each in self.views.of(viewed, layers)]
            return why if expected == found else ""

        return Mutant(
            words, statements, frozenset({self.viewed.id}), layers, alike=alike, hint=_HINT
        )


def view_mutants(views: Views | None) -> Iterator[Mutant]:
    """Yield the mutants of all views that are tried."""
    if views is not None:
        for viewed in views.viewed.values():
            if viewed.id not in views.untried:
                yield from ViewMutants(views, viewed).all()
