"""Values compare, hash and print as frozen dataclasses do, and mypy lets nobody change them."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pytest

import schemagen
from schemagen.frozen import frozen

HANDED_TO_OTHERS = {"relay", "targets", "testing"}
"""Packages whose values the code of others is handed, which nobody checks with mypy for us."""


@frozen
class Point:
    x: int
    y: int = 0
    label: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class PlainPoint:
    x: int
    y: int = 0
    label: str = field(default="", compare=False)


@frozen
class Place(Point):
    name: str = "here"


@frozen(kw_only=True, slots=False)
class Line:
    points: tuple[Point, ...] = ()
    secret: str = field(default="", repr=False)

    @cached_property
    def count(self) -> int:
        return len(self.points)


@frozen
class Bag:
    name: str
    items: list[str] = field(default_factory=list)


@frozen
class Nothing:
    pass


@frozen
class Own:
    name: str

    def __repr__(self) -> str:
        return self.name


def test_a_value_has_what_it_is_given_and_else_what_its_class_says() -> None:
    first, second, given = Bag("first"), Bag("second"), ["a"]
    first.items.append("mine")
    assert (second.name, second.items) == ("second", [])
    assert Bag("third", given).items is given
    assert (Place(1).y, Place(1, name="there").name) == (0, "there")


def test_a_constructor_takes_its_fields_alone_the_first_time_too() -> None:
    for _ in range(2):
        with pytest.raises(TypeError, match=r"Point\.__init__\(\) missing .* argument: 'x'"):
            Point()  # type: ignore[call-arg]
        with pytest.raises(TypeError, match=r"Line\.__init__\(\) takes 1 positional argument"):
            Line(())  # type: ignore[call-arg]
        with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
            Point(1, z=2)  # type: ignore[call-arg]


def test_values_are_equal_by_the_fields_that_count() -> None:
    assert Point(1, 2) == Point(1, 2, "other")
    assert Point(1, 2) != Point(2, 1)
    assert Nothing() == Nothing()
    assert Own("a") == Own("a")


def test_values_of_two_classes_are_not_equal() -> None:
    assert Point(1, 2) != Place(1, 2)


def test_a_class_compares_the_fields_that_it_adds() -> None:
    assert Place(1, name="a") != Place(1, name="b")


def test_equal_values_have_one_hash() -> None:
    assert len({Point(1, 2), Point(1, 2, "other"), Place(1, 2), Nothing(), Nothing()}) == 3
    with pytest.raises(TypeError, match="unhashable"):
        hash(Line(points=[]))  # type: ignore[arg-type]


def test_values_print_as_dataclasses_do() -> None:
    assert repr(Point(1)) == repr(PlainPoint(1)).removeprefix("Plain")
    assert repr(Line(secret="x")) == "Line(points=())"
    assert repr(Own("mine")) == "mine"


def test_values_have_slots_unless_they_hold_more() -> None:
    line = Line(points=(Point(1),))
    assert line.count == 1
    assert replace(line, points=()).count == 0
    assert not hasattr(Point(1), "__dict__")


def test_mypy_lets_nobody_change_a_value() -> None:
    # An ignored error that is none is an error to mypy.
    Point(1).x = 2  # type: ignore[misc]
    Line().points = ()  # type: ignore[misc]


def test_every_frozen_class_is_declared_in_the_one_way() -> None:
    package = Path(schemagen.__file__).parent
    slow = []
    for path in sorted(package.rglob("*.py")):
        if path.relative_to(package).parts[0] in HANDED_TO_OTHERS:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in (each for each in ast.walk(tree) if isinstance(each, ast.ClassDef)):
            if any("frozen=True" in ast.unparse(each) for each in node.decorator_list):
                slow.append(f"{path.relative_to(package)}: {node.name}")
    assert slow == ["catalog/hazard.py: Hazard"]  # which sorts
