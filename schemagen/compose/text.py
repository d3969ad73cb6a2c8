"""The tree of a spec as text, laid out as people do: what is small stands on one line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from schemagen.compose.scalars import block, is_block, scalar

WIDTH: Final = 100
_STEP: Final = 2
_ALIGNED: Final = 28
"""The longest name that values are aligned behind."""


def write_yaml(tree: Mapping[str, Any], *, open_keys: Collection[str] = ()) -> str:
    """Write a tree of dicts, lists, texts, numbers, booleans and None.

    What stands under one of `open_keys` has a line for each entry, and so has the top.
    """
    layout = _Layout(frozenset(open_keys))
    lines: list[str] = []
    for key, value in tree.items():
        spacious = isinstance(value, Mapping) and key in open_keys
        # An empty line behind a text that ends with one would belong to it.
        if spacious and lines and lines[-1]:
            lines.append("")
        lines += layout.entry(key, value, 0, 0)
    return "\n".join(lines) + "\n"


class _Layout:
    """Lays values out. `depth` counts mappings from the top."""

    def __init__(self, open_keys: frozenset[str]) -> None:
        self.open_keys = open_keys

    def entry(self, key: str, value: Any, indent: int, depth: int, pad: int = 0) -> Iterator[str]:
        """Give the lines of a key and its value."""
        head = " " * indent + f"{scalar(key)}:"
        if value is None:
            yield head
        elif is_block(value):
            first, *rest = block(value, indent + _STEP)
            yield f"{head} {first}"
            yield from rest
        elif not isinstance(value, Mapping | list):
            yield f"{head.ljust(pad)} {scalar(value)}"
        elif (line := self._on_one_line(key, value, len(head), depth)) is not None:
            yield f"{head} {line}"
        elif isinstance(value, Mapping):
            yield head
            yield from self.mapping(value, indent + _STEP, depth + 1, aligned=depth == 2)
        elif _is_flat(value):
            yield from _filled(head, value, indent)
        else:
            yield head
            for item in value:
                yield from self.item(item, indent + _STEP, depth + 1)

    def mapping(
        self, value: Mapping[str, Any], indent: int, depth: int, *, aligned: bool = False
    ) -> Iterator[str]:
        """Give the lines of the entries of a mapping."""
        pad = 0
        short = [name for name, item in value.items() if isinstance(item, str)]
        if aligned and all(len(name) <= _ALIGNED for name in short):
            pad = indent + 1 + max((len(scalar(name)) for name in short), default=0)
        last = ""
        for key, item in value.items():
            lines = list(self.entry(key, item, indent, depth, pad))
            if depth == 1 and last and len(lines) > 1:
                yield ""
            yield from lines
            last = lines[-1]

    def item(self, value: Any, indent: int, depth: int) -> Iterator[str]:
        """Give the lines of an item of a list."""
        head = " " * indent + "-"
        line = None if is_block(value) else _flow(value)
        if line is not None and (
            not isinstance(value, Mapping | list) or len(head) + 1 + len(line) <= WIDTH
        ):
            text = line if isinstance(value, Mapping | list) else scalar(value)
            yield f"{head} {text}"
        elif isinstance(value, Mapping):
            first, *rest = self.mapping(value, indent + _STEP, depth)
            yield f"{head} {first.lstrip()}"
            yield from rest
        elif isinstance(value, list) and _is_flat(value):
            yield from _filled(head, value, indent)
        elif isinstance(value, list):
            yield head
            for inner in value:
                yield from self.item(inner, indent + _STEP, depth)
        else:
            first, *rest = block(str(value), indent + _STEP)
            yield f"{head} {first}"
            yield from rest

    def _on_one_line(self, key: str, value: Any, used: int, depth: int) -> str | None:
        if not value:
            return _flow(value)
        if isinstance(value, Mapping):
            if depth == 0 or (key in self.open_keys and depth < 3):
                return None
            if depth == 1 and any(isinstance(item, Mapping) for item in value.values()):
                return None
        line = _flow(value)
        return line if line is not None and used + 1 + len(line) <= WIDTH else None


def _flow(value: Any) -> str | None:
    """Return a value in brackets or braces; None if something in it has several lines."""
    if isinstance(value, Mapping):
        parts = [_pair(key, item) for key, item in value.items()]
        inner = None if None in parts else ", ".join(map(str, parts))
        return None if inner is None else f"{{{inner}}}"
    if isinstance(value, list):
        items = [_flow(item) for item in value]
        return None if None in items else f"[{', '.join(map(str, items))}]"
    return None if is_block(value) else scalar(value, flow=True)


def _is_flat(items: list[Any]) -> bool:
    return all(not isinstance(item, Mapping | list) and not is_block(item) for item in items)


def _pair(key: str, value: Any) -> str | None:
    text = _flow(value)
    return None if text is None else f"{scalar(key, flow=True)}: {text}"


def _filled(head: str, items: list[Any], indent: int) -> Iterator[str]:
    """Give a list of scalars that is longer than a line."""
    yield f"{head} ["
    line = " " * (indent + _STEP)
    start = line
    for item in items:
        text = scalar(item, flow=True) + ","
        if line != start and len(line) + len(text) > WIDTH:
            yield line.rstrip()
            line = start
        line += text + " "
    yield line.rstrip()
    yield " " * indent + "]"
