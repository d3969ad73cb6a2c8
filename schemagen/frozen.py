"""Values: dataclasses that nobody may change, which are cheap to declare and cheap to make.

`dataclass(frozen=True)` compiles six methods of a class when its module is imported, and a value
takes twice as long to make, since each field is set past what refuses to set one. Declaring them
was a third of what importing a build takes. Here the constructor alone is compiled, when the first
value is made: of most classes no command makes any. It is mypy that lets nobody change a field.
What the code of others is handed stays `dataclass(frozen=True)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields
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

    With `slots=False` a value can hold more than its fields, as `cached_property` needs it. All
    fields are parameters of the constructor, and nothing runs after it (`__post_init__`).
    """

    def declared(cls: type[T]) -> type[T]:
        made = dataclass(init=False, repr=False, eq=False, kw_only=kw_only, slots=slots)(cls)
        setattr(made, "__init__", _first_constructor(made))  # noqa: B010  (mypy: not by name)
        for method in (*_equality(made), __repr__):
            if method.__name__ not in made.__dict__:
                setattr(made, method.__name__, method)
        return made

    return declared if cls is None else declared(cls)


def _first_constructor(cls: type[Any]) -> Callable[..., None]:
    """Return the constructor of a class until it is called, when the compiled one takes over."""

    def __init__(self: Any, *given: Any, **named: Any) -> None:  # noqa: N807  (set on the class)
        made = _constructor(cls)
        setattr(cls, "__init__", made)  # noqa: B010  (mypy: not by name)
        made(self, *given, **named)

    return __init__


def _constructor(cls: type[Any]) -> Callable[..., None]:
    """Compile the constructor that `dataclass` would give a class."""
    known: dict[str, Any] = {"_unsaid": MISSING}
    plain, by_name, body = ["self"], ["*"], []
    for item in fields(cls):
        name, value = item.name, item.name
        parameter = name
        if item.default_factory is not MISSING:
            known[f"_make_{name}"] = item.default_factory
            parameter, value = f"{name}=_unsaid", f"_make_{name}() if {name} is _unsaid else {name}"
        elif item.default is not MISSING:
            known[f"_default_{name}"] = item.default
            parameter = f"{name}=_default_{name}"
        (by_name if item.kw_only else plain).append(parameter)
        body.append(f" self.{name} = {value}")
    parameters = ", ".join(plain + (by_name if len(by_name) > 1 else []))
    exec("\n".join([f"def __init__({parameters}):", *(body or [" pass"])]), known)
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


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
