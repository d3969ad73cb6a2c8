"""Reading a spec with all the files that it names, before anything is known of its meaning."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from schemagen.declare.problems import Path as Location
from schemagen.declare.suggest import did_you_mean
from schemagen.errors import Place, Problem
from schemagen.frozen import frozen
from schemagen.spec.locate import Locator
from schemagen.spec.merge import merge_included
from schemagen.spec.mixins import merge_mixins
from schemagen.spec.nodes import (
    Document,
    Entries,
    Mapping,
    Node,
    Scalar,
    Sequence,
    describe,
    place_of,
    plain_data,
)
from schemagen.spec.overlay import lay_beside, lay_over, pointless, taken_away
from schemagen.spec.parse import decode, parse, paused_collector


@frozen(slots=False)
class SpecFile:
    """A file that was read for a spec: its name relative to the repository, and its content."""

    name: str
    content: bytes


@frozen(slots=False)
class SpecSource:
    """A spec as it stands in its files: with its base, included files and mixins.

    Attributes:
        name: the spec's own file, relative to the repository, with `/`: `specs/trust.yaml`.
        root: the merged nodes; an empty mapping where the file could not be read.
        data: the same as dicts, lists and values.
        files: every file that was read, in the order of reading.
        problems: what is wrong so far; where there is any, the data may lack parts.
        pointless: what an overlay says by nothing where its base has nothing, by its place.
        taken: where an overlay takes something away of its base, by the path of that.
    """

    name: str
    root: Mapping
    data: dict[str, Any]
    files: tuple[SpecFile, ...]
    problems: tuple[Problem, ...]
    pointless: dict[Place, Problem]
    taken: dict[Location, Place]

    @property
    def locate(self) -> Locator:
        """Finds the place of a path in the files."""
        return Locator(self.root)


def read_spec(path: Path, root: Path, over: Mapping | None = None) -> SpecSource:
    """Read a spec and what it includes; `root` is the folder that file names are relative to.

    `over` is laid over it, as an overlay that stands in no file. Nothing is raised for a bad file:
    what is wrong is in `problems`.
    """
    loader = _Loader(root.resolve())
    name = loader.name_of(path.resolve())
    with paused_collector():
        node = loader.load(path.resolve(), None)
        if node is None:
            node = Mapping(Document(name, ""), 0, {})
        node = lay_beside(over, node) if over is not None else node
        mixed, problems = merge_mixins(node)
        data = plain_data(mixed)
    files = tuple(SpecFile(name, content) for name, content in loader.contents.items())
    return SpecSource(
        name, mixed, data, files, (*loader.problems, *problems), loader.pointless, loader.taken
    )


@dataclass
class _Loader:
    """Reads each file once; `open` are the files that include the one being read."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)
    done: dict[Path, Mapping | None] = field(default_factory=dict)
    open: list[Path] = field(default_factory=list)
    pointless: dict[Place, Problem] = field(default_factory=dict)
    taken: dict[Location, Place] = field(default_factory=dict)

    def name_of(self, path: Path) -> str:
        """Return a file's name relative to the repository."""
        return PurePosixPath(os.path.relpath(path, self.root)).as_posix()

    def load(self, path: Path, asked: Scalar | None) -> Mapping | None:
        """Return a file with what it includes, None if nothing can be made of it."""
        if path in self.open:
            chain = " → ".join(self.name_of(one) for one in [*self.open, path])
            self._problem("include-loop", f"this file includes itself: {chain}", asked, path)
            return None
        if path not in self.done:
            self.open.append(path)
            self.done[path] = self._load_new(path, asked)
            self.open.pop()
        return self.done[path]

    def _load_new(self, path: Path, asked: Scalar | None) -> Mapping | None:
        content = self._read(path, asked)
        if content is None:
            return None
        node, problems = parse(self.name_of(path), content)
        self.problems += problems
        if node is None and not problems:
            self._problem("empty-file", "the file is empty", None, path)
        if node is not None and type(node) is not Mapping:
            message = f"a spec is a mapping of keys, and this is {describe(node)}"
            self.problems.append(Problem("not-a-mapping", message, place_of(node)))
        if type(node) is not Mapping:
            return None
        whole = self._with_includes(self._with_bodies(node, path), path)
        return self._over_base(whole, path)

    def _over_base(self, node: Mapping, path: Path) -> Mapping | None:
        """Lay a file over the one that it names as its base, if it names one.

        Of an overlay without its base nothing can be said but that.
        """
        entry = node.items.get("overlay")
        if entry is None or type(entry[1]) is not Scalar or not isinstance(entry[1].value, str):
            return node
        target = self._target(path, entry[1])
        base = self.load(target, entry[1]) if target else None
        if base is None:
            return None
        self.pointless |= {place_of(key): said for key, said in pointless(node, base)}
        self.taken |= dict(taken_away(node, base))
        return lay_over(node, base)

    def _with_includes(self, node: Mapping, path: Path) -> Mapping:
        entry = node.items.get("include")
        if entry is None:
            return node
        included = []
        for name in _texts(entry[1]):
            target = self._target(path, name)
            other = self.load(target, name) if target else None
            if other is not None:
                included.append(other)
        merged, problems = merge_included(node, included)
        self.problems += problems
        return merged

    def _with_bodies(self, node: Mapping, path: Path) -> Mapping:
        """Put the text of `body_file` where `body` would stand, with its places in that file."""
        entry = node.items.get("functions")
        if entry is None or type(entry[1]) is not Mapping:
            return node
        functions: Entries = {
            name: (key, self._with_body(value, path))
            for name, (key, value) in entry[1].items.items()
        }
        merged = Mapping(entry[1].document, entry[1].start, functions)
        items = {**node.items, "functions": (entry[0], merged)}
        return Mapping(node.document, node.start, items)

    def _with_body(self, node: Node, path: Path) -> Node:
        if type(node) is Sequence:
            items = [self._with_body(item, path) for item in node.items]
            return Sequence(node.document, node.start, items)
        if type(node) is not Mapping or "body_file" not in node.items or "body" in node.items:
            return node
        key, file = node.items["body_file"]
        if type(file) is not Scalar or not isinstance(file.value, str):
            return node
        target = self._target(path, file)
        content = self._read(target, file) if target else None
        if target is None or content is None:
            return node
        body = self._body(self.name_of(target), content)
        kept = {name: entry for name, entry in node.items.items() if name != "body_file"}
        return Mapping(node.document, node.start, {**kept, "body": (key, body)})

    def _body(self, name: str, content: bytes) -> Scalar:
        text, problem = decode(name, content)
        document = Document(name, text)
        if "\0" in text:
            message, place = "the file holds the character U+0000", document.place(text.index("\0"))
            problem = Problem("control-character", message, place, "PostgreSQL cannot store it")
        if problem:
            self.problems.append(problem)
        return Scalar(document, 0, len(text), "", text, text)

    def _target(self, path: Path, name: Scalar) -> Path | None:
        try:
            target = (path.parent / str(name.value)).resolve()
        except (OSError, RuntimeError):  # a link that leads to itself
            target = Path(os.path.normpath(path.parent / str(name.value)))
        if target.is_relative_to(self.root):
            return target
        message = f'"{name.value}" is outside the repository'
        self.problems.append(Problem("outside", message, place_of(name)))
        return None

    def _read(self, path: Path, asked: Scalar | None) -> bytes | None:
        try:
            content = path.read_bytes()
        except OSError as error:
            hint = did_you_mean(path.name, _neighbours(path)) if asked else ""
            message = f"cannot read {self.name_of(path)}: {_reason(error)}"
            self._problem("unreadable-file", message, asked, path, hint)
            return None
        self.contents[self.name_of(path)] = content
        return content

    def _problem(
        self, code: str, message: str, asked: Scalar | None, path: Path, hint: str = ""
    ) -> None:
        place = place_of(asked) if asked else Place(self.name_of(path), 1, 1)
        self.problems.append(Problem(code, message, place, hint))


def _texts(node: Node) -> list[Scalar]:
    """Return the names that `include:` lists; what is no text is left to validation."""
    items = node.items if type(node) is Sequence else [node]
    return [item for item in items if type(item) is Scalar and isinstance(item.value, str)]


def _neighbours(path: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in path.parent.iterdir())
    except OSError:
        return []


def _reason(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case IsADirectoryError():
            return "it is a folder"
        case PermissionError():
            return "no permission"
    return (error.strerror or type(error).__name__).lower()
