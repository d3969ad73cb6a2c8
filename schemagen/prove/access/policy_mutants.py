"""Mutants of policies: gone, true, turned around, of another column, for everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from schemagen import kinds
from schemagen.catalog.object import ObjectId
from schemagen.declare.predicate import EVERY_ROW
from schemagen.frozen import frozen
from schemagen.kinds.policy import Policy
from schemagen.prove.access.mentions import columns_of, relations_in, spots
from schemagen.prove.access.mutants import Mutant, recreated
from schemagen.prove.access.rules import CLAUSES, NO_ROW, Rules, Who
from schemagen.prove.access.tries import Layer
from schemagen.sqltext.claims import replace_claims
from schemagen.sqltext.quoting import Name, Raw, sql
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
_ONE_OF: Final = re.compile(
    r"\s*\w+\s*=\s*any\s*\(\s*array\s*\(\s*select\b[^()]*(\([^()]*\(\)\s*\)[^()]*)*\)\s*\)\s*\Z",
    re.I,
)
"""A predicate that holds for no row where its query finds none."""
_SWAPS: Final = 2
"""So many other columns are put in the place of one."""
_HINT: Final = (
    "no row shows the difference: take the condition out where it is not needed, or compare"
    " columns in it that rows can differ in"
)


@frozen(slots=False)
class PolicyMutants:
    """Makes the mutants of one policy."""

    policy: Policy
    rules: Rules
    who: Sequence[Who]

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
            made = self._as("is for everybody", replace(self.policy, roles=("PUBLIC",)))
            made = replace(made, roles=frozenset(), meant=made.roles)
            yield replace(made, equal=self._equal_for_everybody())
        if not self.policy.permissive:
            allowing = replace(self.policy, permissive=True)
            yield self._as("allows in the place of narrowing", allowing)

    def _of_clause(self, clause: str, text: str) -> Iterator[Mutant]:
        said = "USING" if clause == "using" else "WITH CHECK"
        equal = self._unchecked() if clause == "with_check" else ""
        for words, other in (*_true(text), *_turned(text), *self._swapped(text)):
            policy = (
                replace(self.policy, using=other)
                if clause == "using"
                else replace(self.policy, with_check=other)
            )
            yield replace(self._as(f"has {words} in {said}", policy), equal=equal)

    def _unchecked(self) -> str:
        """Return why there are no new rows for the policy to check, if there are none."""
        table = next((each for each in self.rules.tables if each.id == self._table), None)
        bound = {*self.policy.roles}
        if table is None or self.policy.permissive or "PUBLIC" in bound:
            return ""
        for who in self.who:
            if self.rules.roles_of(who.role) & bound:
                for about in ("insert", "update"):
                    if self.rules.predicate(who, table, about) != NO_ROW:
                        return ""
        return "nobody whom it binds may insert or update rows"

    def _without_check(self) -> Mutant:
        made = self._as("has no WITH CHECK", replace(self.policy, with_check=None))
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

    def _equal_for_everybody(self) -> str:
        """Return why it changes nothing if the policy is for everybody, if it does not."""
        if not self.policy.permissive or self.policy.command == "all":
            return ""
        bound = {*self.policy.roles}
        others = (each for each in self.who if not self.rules.roles_of(each.role) & bound)
        if all(self._has_nothing_of_it(each) for each in others):
            return "whoever else it is for has all rows, the same rule, or no row that it asks for"
        return ""

    def _has_nothing_of_it(self, who: Who) -> bool:
        """Tell whether the policy gives somebody nothing who is not meant by it."""
        project = self.rules.project
        table = next((each for each in self.rules.tables if each.id == self._table), None)
        for about, (command, clause) in CLAUSES.items():
            text = getattr(self.policy, clause) or self.policy.using
            if table is None or text is None or command != self.policy.command:
                continue
            known = self.rules.predicate(who, table, about)
            read = relations_in(text, project.catalog, project.schema)
            hidden = [key for key in read if self._sees_nothing(who, key)]
            lacks = _ONE_OF.match(text) and read and hidden == list(read)
            if known != EVERY_ROW and text not in _any_of(self._with_readers(known)) and not lacks:
                return False
        return True

    def _sees_nothing(self, who: Who, key: ObjectId) -> bool:
        table = next((each for each in self.rules.tables if each.id == key), None)
        return table is not None and self.rules.predicate(who, table, "select") == NO_ROW

    def _with_readers(self, text: str) -> str:
        """Return a predicate as policies have it: claims are read by their functions."""
        actors = self.rules.project.facts.actors.values()
        readers = {c: sql("(SELECT {}())", Raw(n)) for a in actors for c, n in a.readers.items()}
        return replace_claims(text, readers).text

    def _as(self, words: str, other: Policy) -> Mutant:
        return self._made(words, recreated(self.policy, other, self.rules.project.catalog))

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


def policy_mutants(rules: Rules, who: Sequence[Who]) -> Iterator[Mutant]:
    """Yield the mutants of all policies; `who` are all who are tried."""
    for policy in rules.project.catalog.of(Policy):
        yield from PolicyMutants(policy, rules, who).all()


def _true(text: str) -> Iterator[tuple[str, str]]:
    if text.strip().lower() != EVERY_ROW:
        yield "true", EVERY_ROW


def _any_of(text: str) -> list[str]:
    """Return the predicates of which one is enough, as far as they stand side by side."""
    found, start, depth = [], 0, 0
    for token in tokenize(text):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.kind is TokenKind.NAME and token.word == "or":
            found.append(text[start : token.start].strip())
            start = token.end
    return [*found, text[start:].strip()]


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
