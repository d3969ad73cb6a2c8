"""Values: dataclasses that nobody may change, which are cheap to declare and cheap to make.

`dataclass(frozen=True)` compiles six methods of a class when its module is imported, and a value
takes twice as long to make, since each field is set past what refuses to set one. Declaring them
was a third of what importing a build takes. Here the constructor alone is compiled, and it is mypy
that lets nobody change a field. What the code of others is handed stays `dataclass(frozen=True)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")


@overload
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T], /) -> type[T]: ...


@overload
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(*, kw_only: bool = False, slots: bool = True) -> Callable[[type[T]], type[T]]: ...


def frozen(
    cls: type[T] | None = None, /, *, kw_only: bool = False, slots: bool = True
) -> type[T] | Callable[[type[T]], type[T]]:
    """Make a class one of values: `@frozen`, as `@dataclass(frozen=True, slots=True)`.

    With `slots=False` a value can hold more than its fields, as `cached_property` needs it.
    """

    def declared(cls: type[T]) -> type[T]:
        made = dataclass(repr=False, eq=False, kw_only=kw_only, slots=slots)(cls)
        for method in (*_equality(made), __repr__):
            if method.__name__ not in made.__dict__:
                setattr(made, method.__name__, method)
        return made

    return declared if cls is None else declared(cls)


def _equality(cls: type[Any]) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return how values of a class are compared and hashed: by the fields that count for that."""
    names = [item.name for item in fields(cls) if item.compare]
    compared: Callable[[Any], Any] = attrgetter(*names) if names else type

    def __eq__(self: Any, other: object) -> Any:  # noqa: N807  (set on the class)
        if other.__class__ is self.__class__:
            return compared(self) == compared(other)
        return NotImplemented

    def __hash__(self: Any) -> int:  # noqa: N807  (set on the class)
        return hash(compared(self))

    return __eq__, __hash__


def __repr__(self: Any) -> str:  # noqa: N807  (set on classes)
    shown = (f"{item.name}={getattr(self, item.name)!r}" for item in fields(self) if item.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"
