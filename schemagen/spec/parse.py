"""From the bytes of a YAML file to its nodes, in one pass over the parser's events.

What is wrong becomes problems, never an exception of the YAML library: duplicate keys, keys that
are not text, aliases to nothing or to themselves, nesting and aliases beyond all reason, several
documents. Merge keys (`<<`) are understood, because anchors are of little use without them.
"""

from __future__ import annotations

import codecs
import gc
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import yaml

from schemagen.errors import Problem
from schemagen.spec.nodes import (
    Document,
    Entries,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Value,
    children_of,
)
from schemagen.spec.scalars import COLLECTION_TAGS, resolve, resolve_tagged
from schemagen.spec.syntax import explain

MAX_DEPTH = 64
"""Nested mappings and lists; the deepest that a sensible JSON shape needs is far below."""
MAX_ALIASED_NODES = 100_000
"""Nodes that all aliases of a file may stand for together."""

# What cannot be read, not the opposite of what can: that takes a while to compile.
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NOT_TEXT = re.compile(r"[\x00\ud800-\udfff]")


class _StopError(Exception):
    """Reading cannot go on after this problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def parse(name: str, data: bytes) -> tuple[Node | None, list[Problem]]:
    """Read a YAML file; the node is None when nothing can be made of it."""
    text, problem = decode(name, data)
    if problem:
        return None, [problem]
    reader = _Reader(Document(name, text))
    with paused_collector():
        try:
            return reader.read(), reader.problems
        except _StopError as abort:
            return None, [*reader.problems, abort.problem]
        except yaml.MarkedYAMLError as error:
            return None, [*reader.problems, explain(error, reader.document)]
        except yaml.reader.ReaderError:
            return None, [_unreadable(reader.document)]


@contextmanager
def paused_collector() -> Iterator[None]:
    """Keep the garbage collector off meanwhile: it would walk a growing tree over and over."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def decode(name: str, data: bytes) -> tuple[str, Problem | None]:
    """Return the text of a file, or an empty one and what is wrong with its encoding."""
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode(), None
    except UnicodeDecodeError as error:
        # The message of a wrong byte needs a text to point into.
        document = Document(name, data.decode(errors="replace"))
        place = document.place(len(data[: error.start].decode()))
        return "", Problem(
            "not-utf8",
            f"byte 0x{data[error.start]:02x} is not UTF-8",
            place,
            "save the file in the encoding UTF-8",
        )


def _unreadable(document: Document) -> Problem:
    match = _UNREADABLE.search(document.text)
    offset = match.start() if match else 0
    what = f"the control character U+{ord(match[0]):04X}" if match else "an unreadable character"
    return Problem(
        "control-character",
        f"the file holds {what}",
        document.place(offset),
        "remove it; in a text in double quotes it can be written with a backslash",
    )


class _Reader:
    """Builds nodes from events; `open` are the collections around what is being read."""

    def __init__(self, document: Document) -> None:
        # The C parser is there in every wheel of PyYAML; a build from source may lack it.
        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.next: Callable[[], Any] = loader(document.text).get_event
        self.document = document
        self.problems: list[Problem] = []
        self.open: list[Mapping | Sequence] = []
        self.anchors: dict[str, Node] = {}
        self.measures: dict[int, tuple[int, int]] = {}
        self.aliased = 0

    def read(self) -> Node | None:
        """Return the root, None where the file holds nothing."""
        self.next()  # the start of the stream
        if type(self.next()) is yaml.StreamEndEvent:
            return None
        root = self._node(self.next())
        self.next()  # the end of the document
        following = self.next()
        if type(following) is not yaml.StreamEndEvent:
            message, start = "a second document starts here", following.start_mark.index
            hint = 'a spec is one document: remove the line "---"'
            raise _StopError(self._problem("several-documents", message, start, hint))
        return root

    def _node(self, event: Any) -> Node:
        # A large spec has a hundred thousand events: nothing is looked up that need not be.
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        if kind is yaml.MappingStartEvent:
            return self._mapping(event)
        if kind is yaml.SequenceStartEvent:
            return self._sequence(event)
        return self._alias(event)

    def _problem(self, code: str, message: str, offset: int, hint: str = "") -> Problem:
        return Problem(code, message, self.document.place(offset), hint)

    def _record(self, code: str, message: str, offset: int, hint: str = "") -> None:
        self.problems.append(self._problem(code, message, offset, hint))

    def _scalar(self, event: Any) -> Scalar:
        text, style, start = event.value, event.style or "", event.start_mark.index
        value: Value = text
        if event.tag is not None:
            value = self._tagged(text, event.tag, start)
        elif not style:
            try:
                value = resolve(text)
            except ValueError:
                message = f"a number of {len(text)} digits is too long"
                self._record("long-number", message, start)
        elif style == '"' and (match := _NOT_TEXT.search(text)):
            message = f"a text cannot hold the character U+{ord(match[0]):04X}"
            hint = "PostgreSQL cannot store it"
            raise _StopError(self._problem("control-character", message, start, hint))
        node = Scalar(self.document, start, event.end_mark.index, style, text, value)
        if event.anchor:
            self.anchors[event.anchor] = node
        return node

    def _tagged(self, text: str, tag: str, start: int) -> Any:
        try:
            return resolve_tagged(text, tag)
        except ValueError:
            self._refuse_tag(tag, start)
            return text

    def _refuse_tag(self, tag: str, start: int) -> None:
        shown = tag.replace("tag:yaml.org,2002:", "!!")
        hint = 'remove it; a text that starts with "!" must stand in quotes'
        self._record("unknown-tag", f'the tag "{shown}" does not fit here', start, hint)

    def _mapping(self, event: Any) -> Mapping:
        items: Entries = {}
        node = Mapping(self.document, event.start_mark.index, items)
        self._enter(node, event)
        follow = self.next
        while type(event := follow()) is not yaml.MappingEndEvent:
            key = self._key(event)
            name = str(key.value)
            if name in items:
                self._record_twice(key, items[name][0])
                self._node(follow())
            else:
                items[name] = (key, self._node(follow()))
        self.open.pop()
        if "<<" in items:
            self._merge(node)
        return node

    def _sequence(self, event: Any) -> Sequence:
        items: list[Node] = []
        node = Sequence(self.document, event.start_mark.index, items)
        self._enter(node, event)
        while type(event := self.next()) is not yaml.SequenceEndEvent:
            items.append(self._node(event))
        self.open.pop()
        return node

    def _key(self, event: Any) -> Scalar:
        if type(event) in (yaml.MappingStartEvent, yaml.SequenceStartEvent):
            raise self._no_key(event.start_mark.index)
        node = self._node(event)
        if type(node) is not Scalar:
            raise self._no_key(node.start)
        if type(node.value) is str:
            return node
        if node.text:
            message = f"the key {node.text} is not text"
            self._record("key-not-text", message, node.start, f'write "{node.text}"')
        else:
            self._record("key-not-text", 'a key is missing before ":"', node.start)
        return Scalar(self.document, node.start, node.end, node.style, node.text, node.text)

    def _no_key(self, start: int) -> _StopError:
        message = "a key must be text, not a mapping or a list"
        hint = "put the key in quotes if it starts with a bracket or a brace"
        return _StopError(self._problem("key-not-text", message, start, hint))

    def _record_twice(self, key: Scalar, first: Scalar) -> None:
        line = first.document.place(first.start).line
        message = f'the key "{key.value}" stands twice in one mapping'
        self._record("duplicate-key", message, key.start, f"it is first in line {line}")

    def _enter(self, node: Mapping | Sequence, event: Any) -> None:
        if event.tag not in COLLECTION_TAGS:
            self._refuse_tag(event.tag, node.start)
        if len(self.open) >= MAX_DEPTH:
            raise _StopError(self._too_deep(node.start))
        if event.anchor:
            self.anchors[event.anchor] = node
        self.open.append(node)

    def _too_deep(self, start: int) -> Problem:
        message = f"mappings and lists are nested deeper than {MAX_DEPTH} levels"
        return self._problem("too-deep", message, start)

    def _merge(self, mapping: Mapping) -> None:
        key, value = mapping.items["<<"]
        if key.style:
            return
        del mapping.items["<<"]
        for source in value.items if type(value) is Sequence else [value]:
            if type(source) is Mapping:
                for name, entry in source.items.items():
                    mapping.items.setdefault(name, entry)
            else:
                message = 'the merge key "<<" takes a mapping or a list of mappings'
                self._record("merge-key", message, key.start)

    def _alias(self, event: Any) -> Node:
        start, name = event.start_mark.index, event.anchor
        target = self.anchors.get(name)
        if target is None:
            hint = 'put the value in quotes if it is a text that starts with "*"'
            message = f'the alias "*{name}" has no anchor "&{name}" before it'
            raise _StopError(self._problem("unknown-alias", message, start, hint))
        if any(target is node for node in self.open):
            message = f'the alias "*{name}" stands inside what it stands for'
            raise _StopError(self._problem("alias-loop", message, start))
        size, depth = self._measure(target)
        self.aliased += size
        if self.aliased > MAX_ALIASED_NODES:
            message = f"the aliases of this file stand for more than {MAX_ALIASED_NODES} values"
            raise _StopError(self._problem("alias-bomb", message, start))
        if len(self.open) + depth >= MAX_DEPTH:
            raise _StopError(self._too_deep(start))
        return target

    def _measure(self, node: Node) -> tuple[int, int]:
        """Return how many values a closed node holds with its aliases expanded, and how deep."""
        if type(node) is Scalar:
            return 1, 0
        known = self.measures.get(id(node))
        if known is None:
            parts = [self._measure(child) for child in children_of(node)]
            size, depth = 1 + sum(size for size, _ in parts), max((d for _, d in parts), default=0)
            known = self.measures[id(node)] = size, depth + 1
        return known
