"""Mixins: keys of a table, written once and put into every table that names them.

Works on nodes, so that a problem in a mixin is shown where the mixin stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from schemagen.declare.suggest import did_you_mean
from schemagen.errors import Problem
from schemagen.spec.nodes import (
    Entries,
    Mapping,
    Node,
    Scalar,
    Sequence,
    describe,
    place_of,
    plain_data,
    under,
)


def merge_mixins(spec: Mapping) -> tuple[Mapping, list[Problem]]:
    """Put mixins into the tables that name them.

    What a table says itself counts, and its own names come first. Mappings are merged by name,
    lists are joined. Two mixins that say different things of one name are a problem.
    """
    tables = spec.items.get("tables")
    if tables is None or type(tables[1]) is not Mapping:
        return spec, []
    declared = spec.items.get("mixins")
    mixer = _Mixer(declared[1].items if declared and type(declared[1]) is Mapping else {})
    mixed: Entries = {}
    for name, (key, table) in tables[1].items.items():
        mixed[name] = key, mixer.mix(table) if type(table) is Mapping else table
    merged = Mapping(tables[1].document, tables[1].start, mixed)
    items = {**spec.items, "tables": (tables[0], merged)}
    return Mapping(spec.document, spec.start, items), mixer.problems


@dataclass
class _Mixer:
    """`whole` has the mixins with those that they name; None while one is being worked out."""

    declared: Entries
    problems: list[Problem] = field(default_factory=list)
    whole: dict[str, Mapping | None] = field(default_factory=dict)

    def mix(self, table: Mapping) -> Mapping:
        """Return a table, or a mixin, with the mixins that it names."""
        if "mixins" not in table.items:
            return table
        mixed: Entries = {}
        for name in _names(table.items["mixins"][1]):
            mixin = self._find(name)
            if mixin:
                mixed = self._combined(mixed, mixin.items, asked=name)
        return Mapping(table.document, table.start, self._combined(table.items, mixed))

    def _find(self, name: Scalar) -> Mapping | None:
        text = str(name.value)
        if text in self.whole:
            if self.whole[text] is None:
                self._problem("mixin-loop", f'the mixin "{text}" contains itself', name)
            return self.whole[text]
        if text not in self.declared:
            hint = did_you_mean(text, self.declared) or "declare it at the top, under `mixins`"
            self._problem("unknown-mixin", f'there is no mixin "{text}"', name, hint)
            return None
        node = self.declared[text][1]
        if type(node) is not Mapping:
            return None
        self.whole[text] = None
        mixed = self.mix(node)
        items = {key: entry for key, entry in mixed.items.items() if key != "mixins"}
        self.whole[text] = Mapping(node.document, node.start, items)
        return self.whole[text]

    def _combined(self, first: Entries, second: Entries, asked: Scalar | None = None) -> Entries:
        """Put `second` under `first`. With `asked`, both are mixins and must not contradict."""
        items = dict(first)
        for key, (key_node, value) in second.items():
            if key not in items:
                items[key] = key_node, value
                continue
            own_key, own = items[key]
            items[key] = own_key, self._joined(key, own_key, own, value, asked)
        return items

    def _joined(
        self, key: str, key_node: Scalar, first: Node, second: Node, asked: Scalar | None
    ) -> Node:
        if type(first) is Sequence and type(second) is Sequence:
            return Sequence(first.document, first.start, [*first.items, *second.items])
        if type(first) is Mapping and type(second) is Mapping:
            if asked:
                self._contradictions(key, first, second, asked)
            return Mapping(first.document, first.start, under(first.items, second.items))
        if type(first) is not Scalar and type(second) is not Scalar:
            self._problem(
                "mixin-form",
                f'"{key}" is {describe(first)} here and {describe(second)} in a mixin',
                key_node,
                "write both in the same way",
            )
        elif asked and plain_data(first) != plain_data(second):
            self._contradiction(f'"{key}"', asked)
        return first

    def _contradictions(self, key: str, first: Mapping, second: Mapping, asked: Scalar) -> None:
        for name in sorted(first.items.keys() & second.items.keys()):
            one, other = first.items[name][1], second.items[name][1]
            if one is not other and plain_data(one) != plain_data(other):
                self._contradiction(f'"{name}" in {key}', asked)

    def _contradiction(self, what: str, asked: Scalar) -> None:
        self._problem(
            "mixin-conflict",
            f'another mixin of this table already defines {what} of "{asked.value}" differently',
            asked,
            "define it in the table itself, or in one of the mixins",
        )

    def _problem(self, code: str, message: str, node: Node, hint: str = "") -> None:
        problem = Problem(code, message, place_of(node), hint)
        if problem not in self.problems:
            self.problems.append(problem)


def _names(node: Node) -> list[Scalar]:
    """Return the names that `mixins:` lists; what is no text is left to validation."""
    items = node.items if type(node) is Sequence else [node]
    return [item for item in items if type(item) is Scalar and isinstance(item.value, str)]
