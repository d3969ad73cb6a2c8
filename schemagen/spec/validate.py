"""From plain data to the pydantic model of a spec, with failures said in our own words.

Pydantic reports every branch of a union, and puts names of branches and of validators between the
keys of a location. The nodes of the spec tell the two apart, and which branch was meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, islice
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from schemagen.declare.problems import Path, Problems
from schemagen.frozen import frozen
from schemagen.spec.fields import known_keys
from schemagen.spec.locate import step
from schemagen.spec.messages import Failure, mismatch, say, wanted
from schemagen.spec.nodes import Mapping, Node, Scalar

M = TypeVar("M", bound=BaseModel)


def validate(
    model: type[M],
    data: object,
    root: Node,
    problems: Problems,
    known: Callable[[], type[BaseModel]] | None = None,
) -> M | None:
    """Validate the data of a spec; `root` is the node tree that it was made from.

    `known` gives the model that tells which keys there are, where `model` knows only some.

    Returns None after recording what is wrong.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
    whole = known() if known else model
    walked = [_walk(item, root, whole) for item in details]
    for trouble in _chosen(walked):
        said = say(trouble.failure, whole)
        problems.add(
            said.code, said.message, said.path, hint=said.hint, offset=said.offset, key=said.key
        )
    return None


@frozen
class _Trouble:
    """A failure with the branches that lead to it: how much of its path comes before, and which."""

    failure: Failure
    branches: tuple[tuple[int, str], ...]

    @property
    def at_branch(self) -> bool:
        """Whether the failure is about the very value that the first branch was tried on."""
        return len(self.branches) == 1 and self.branches[0][0] == len(self.failure.path)

    def inside(self) -> _Trouble:
        """Return the same without its first branch."""
        return _Trouble(self.failure, self.branches[1:])


def _walk(error: ErrorDetails, root: Node, model: type[BaseModel]) -> _Trouble:
    """Keep the parts of a location that exist in the spec; the others are names of branches."""
    location = error["loc"]
    missing = error["type"] == "missing"
    path: list[str | int] = []
    branches: list[tuple[int, str]] = []
    node, key = root, False
    for index, part in enumerate(location):
        child = step(node, part) or _by_position(node, part, model, tuple(path))
        if child is not None:
            path.append(part)
            node = child[1]
        elif part == "[key]":
            key = True
        elif isinstance(part, str) and not (missing and index == len(location) - 1):
            branches.append((len(path), part))
    field = str(location[-1]) if location else ""
    return _Trouble(Failure(error, tuple(path), node, field, key), tuple(branches))


def _by_position(
    node: Node, part: str | int, model: type[BaseModel], path: Path
) -> tuple[Scalar | None, Node] | None:
    """Find an entry of a mapping by name, which was validated as a list. A mapping with the keys of
    one entry is that entry alone, and not a mapping by name."""
    if type(node) is not Mapping or isinstance(part, str):
        return None
    if known_keys(model, path).intersection(node.items):
        return None
    return next(islice(node.items.values(), part, None), None)


def _chosen(troubles: Iterable[_Trouble]) -> list[_Trouble]:
    """Keep of each union the failures of the branch that fits the value's form."""
    kept: list[_Trouble] = []
    unions: dict[Path, list[_Trouble]] = {}
    for trouble in troubles:
        if trouble.branches:
            unions.setdefault(trouble.failure.path[: trouble.branches[0][0]], []).append(trouble)
        else:
            kept.append(trouble)
    for members in unions.values():
        kept += _chosen_branch(members)
    return kept


def _chosen_branch(troubles: Sequence[_Trouble]) -> list[_Trouble]:
    named = sorted(troubles, key=lambda trouble: trouble.branches[0][1])
    branches = [list(group) for _, group in groupby(named, lambda t: t.branches[0][1])]
    fitting = [branch for branch in branches if not any(map(_misfit, branch))]
    if fitting:
        best = max(fitting, key=lambda branch: max(len(t.failure.path) for t in branch))
        return _chosen(trouble.inside() for trouble in best)
    first = next(trouble for trouble in troubles if _misfit(trouble))
    wants = [want for t in troubles if _misfit(t) for want in wanted(t.failure)]
    return [_Trouble(mismatch(first.failure, wants), ())]


def _misfit(trouble: _Trouble) -> bool:
    """Tell whether a branch takes values of another form than the one that is there."""
    if not trouble.at_branch:
        return False
    if trouble.failure.type in ("literal_error", "enum"):
        node = trouble.failure.node
        return not (type(node) is Scalar and isinstance(node.value, str))
    return bool(wanted(trouble.failure))
