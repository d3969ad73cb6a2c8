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
    arguments: str = ""
    returns: Annotated[str, readable(read_returns)] | None = None
    language: str = "sql"
    window: bool = False
    volatility: Choice["immutable", "stable", "volatile"] = "volatile"
    parallel: Choice["safe", "restricted", "unsafe"] = "unsafe"
    strict: bool = False
    security: Choice["invoker", "definer"] = "invoker"
    leakproof: bool = False
    cost: float | None = None
    rows: float | None = None
    set: Mapping[str, str | None] = Field(
        default_factory=dict, description="Null leaves a search_path to who calls."
    )
    body: str | None = None
    body_file: str | None = None
    object_file: str | None = Field(
        default=None, description="Of a function in C; `body` is its symbol."
    )
    support: str | None = Field(default=None, description="The planner support function, in C.")
    transforms: NameList = Field(default_factory=list, description="Types, for TRANSFORM FOR TYPE.")
    verbatim: Annotated[
        bool, Field(description="Whether line breaks around the body are its own.")
    ] = False
    grants: dict[str, str] = Field(default_factory=dict)
    depends_on: list[str] = Field(default_factory=list)
    examples: list[str] = Field(
        default_factory=list, description="What is true of its results: get_trust_tier(0) = 'low'."
    )
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
