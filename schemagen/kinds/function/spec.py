"""How a spec writes a function."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from typing import Literal as Choice

from pydantic import Field, model_validator

from schemagen.declare.argument_text import read_returns
from schemagen.declare.base import NameList, SpecModel, one_or_many, readable, spec_error


class FunctionSpec(SpecModel):
    """A function, procedure or trigger function."""

    kind: Choice["function", "procedure"] = "function"
    """Whether it is called in expressions, or by CALL."""
    arguments: str = ""
    """As PostgreSQL writes them, with modes and defaults: `score integer`."""
    returns: Annotated[str, readable(read_returns)] | None = None
    """Its result: `text`, `table (a integer)`, `setof x` or `trigger`."""
    language: str = "sql"
    """`sql`, `plpgsql`, or another language that the database has."""
    window: bool = False
    """Whether it is a window function, in C."""
    volatility: Choice["immutable", "stable", "volatile"] = "volatile"
    """Whether its result may differ for equal arguments."""
    parallel: Choice["safe", "restricted", "unsafe"] = "unsafe"
    strict: bool = False
    """Whether it is null for null arguments, without being called."""
    security: Choice["invoker", "definer"] = "invoker"
    """With whose privileges it runs: its caller's, or its owner's."""
    leakproof: bool = False
    """Whether it tells nothing of its arguments but its result."""
    cost: float | None = None
    """About what a call costs, for the planner, in units of `cpu_operator_cost`."""
    rows: float | None = None
    """About how many rows it returns, for the planner."""
    set: Mapping[str, str | None] = Field(default_factory=dict)
    """Null leaves a search_path to who calls."""
    body: str | None = None
    """Its text; of a function in C, its symbol."""
    body_file: str | None = None
    """The file with its text, relative to the spec."""
    object_file: str | None = None
    """Of a function in C; `body` is its symbol."""
    support: str | None = None
    """The planner support function, in C."""
    transforms: NameList = Field(default_factory=list)
    """Types, for TRANSFORM FOR TYPE."""
    verbatim: bool = False
    """Whether line breaks around the body are its own."""
    grants: dict[str, str] = Field(default_factory=dict)
    depends_on: list[str] = Field(default_factory=list)
    """What its body uses and nobody can see in it."""
    examples: list[str] = Field(default_factory=list)
    """What is true of its results: get_trust_tier(0) = 'low'."""
    comment: str | None = None
    was: str | None = None

    @model_validator(mode="after")
    def _check(self) -> FunctionSpec:
        if (self.body is None) == (self.body_file is None):
            raise spec_error("function-body", "a function has either `body` or `body_file`")
        if self.kind == "function" and self.returns is None and "out" not in self.arguments.lower():
            raise spec_error("function-returns", "a function says what it `returns`")
        if self.security == "definer" and "search_path" not in self.set:
            raise spec_error(
                "definer-search-path",
                "a security definer function fixes its search_path",
                hint='add `set: {search_path: "pg_catalog, pg_temp"}`, qualify names in the body; '
                "null leaves it to who calls",
            )
        return self


FunctionSpecs = Annotated[list[FunctionSpec], one_or_many(FunctionSpec)]
"""A function, or a list of its overloads."""
