"""Mutants of policies: gone, true, turned around, of another column, for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from schemagen import kinds
from schemagen.catalog.object import ObjectId
from schemagen.kinds.policy import Policy
from schemagen.prove.access.mentions import columns_of, spots
from schemagen.prove.access.mutants import Mutant, recreated
from schemagen.prove.access.rules import Rules
from schemagen.prove.access.tries import Layer
from schemagen.sqltext.quoting import Name, sql
from schemagen.sqltext.tokens import Token, TokenKind, tokenize

_TURNED: Final = {
    "=": "<>",
    "<>": "=",
    "!=": "=",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
    "@>": "<@",
    "<@": "@>",
}
_SWAPS: Final = 2
"""So many other columns are put in the place of one."""
_HINT: Final = (
    "no row shows the difference: take the condition out where it is not needed, or compare"
    " columns in it that rows can differ in"
)


@dataclass(frozen=True)
class PolicyMutants:
    """Makes the mutants of one policy."""

    policy: Policy
    rules: Rules

    @property
    def _table(self) -> ObjectId:
        return ObjectId("table", self.policy.id.schema, self.policy.id.table)

    def all(self) -> Iterator[Mutant]:
        """Yield them."""
        drop = kinds.BY_NAME[self.policy.id.kind].drop(self.policy)
        yield self._made("is gone", tuple(each.sql for each in drop))
        for clause in ("using", "with_check"):
            text = getattr(self.policy, clause)
            if text is not None:
                yield from self._of_clause(clause, text)
        if self.policy.using is not None and self.policy.with_check is not None:
            yield self._without_check()
        if "PUBLIC" not in self.policy.roles:
            yield self._with("is for everybody", everybody=True, roles=("PUBLIC",))
        if not self.policy.permissive:
            yield self._with("allows in the place of narrowing", permissive=True)

    def _of_clause(self, clause: str, text: str) -> Iterator[Mutant]:
        said = "USING" if clause == "using" else "WITH CHECK"
        if text.strip().lower() != "true":
            yield self._with(f"has {said} (true)", **{clause: "true"})
        for words, other in (*_turned(text), *self._swapped(text)):
            yield self._with(f"has {words} in {said}", **{clause: other})

    def _without_check(self) -> Mutant:
        made = self._with("has no WITH CHECK", with_check=None)
        if self.policy.using != self.policy.with_check:
            return made
        why = "USING holds for new rows where there is no WITH CHECK, and says the same"
        return replace(made, equal=why)

    def _swapped(self, text: str) -> Iterator[tuple[str, str]]:
        project = self.rules.project
        for spot in spots(text, self._table, project.catalog, project.schema):
            columns = columns_of(spot.relation, project.catalog)
            kind = next(each.type for each in columns if each.id.name == spot.column)
            others = [c.id.name for c in columns if c.type == kind and c.id.name != spot.column]
            for name in others[:_SWAPS]:
                words = f"{name} in the place of {spot.column}"
                yield words, _put(text, spot.token, sql("{}", Name(name)))

    def _with(self, words: str, *, everybody: bool = False, **changes: object) -> Mutant:
        other = replace(self.policy, **changes)  # type: ignore[arg-type]
        statements = recreated(self.policy, other, self.rules.project.catalog)
        made = self._made(words, statements)
        return replace(made, roles=frozenset()) if everybody else made

    def _made(self, words: str, statements: tuple[str, ...]) -> Mutant:
        roles = frozenset() if "PUBLIC" in self.policy.roles else frozenset(self.policy.roles)
        return Mutant(
            f"the policy {self.policy.id.name} {words}",
            statements,
            frozenset({self._table}),
            (Layer.POLICIES, Layer.ALL),
            roles,
            "" if self.policy.command == "all" else self.policy.command,
            hint=_HINT,
        )


def policy_mutants(rules: Rules) -> Iterator[Mutant]:
    """Yield the mutants of all policies."""
    for policy in rules.project.catalog.of(Policy):
        yield from PolicyMutants(policy, rules).all()


def _turned(text: str) -> Iterator[tuple[str, str]]:
    """Yield the text with one comparison turned around, and how."""
    tokens = tokenize(text)
    for place, token in enumerate(tokens):
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        word = token.word
        if token.kind is TokenKind.OPERATOR and word in _TURNED:
            turned = _put(text, token, _TURNED[word])
            if after is not None and after.word in ("any", "all"):
                # What is not equal to any is equal to none.
                other = "all" if after.word == "any" else "any"
                turned = _put(_put(text, after, other), token, _TURNED[word])
            yield f"{_TURNED[word]} in the place of {word}", turned
        elif token.kind is TokenKind.NAME and word in ("and", "or"):
            other = "or" if word == "and" else "and"
            yield f"{other} in the place of {word}", _put(text, token, other)
        elif word == "is" and after is not None and after.word in ("null", "not"):
            yield from _is(text, token, after)
        elif word == "in" and token.kind is TokenKind.NAME:
            negated = place > 0 and tokens[place - 1].word == "not"
            if not negated:
                yield "NOT IN in the place of IN", _put(text, token, "not in")


def _is(text: str, token: Token, after: Token) -> Iterator[tuple[str, str]]:
    if after.word == "null":
        yield "IS NOT in the place of IS", _put(text, token, "is not")
    else:
        yield "IS in the place of IS NOT", text[: after.start] + text[after.end :]


def _put(text: str, token: Token, other: str) -> str:
    return text[: token.start] + other + text[token.end :]
