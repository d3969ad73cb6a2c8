"""Text search parsers (pg_ts_parser). Making one takes a superuser, and functions in C."""

from __future__ import annotations

from typing import Final

from schemagen.catalog.object import RECREATE, CatalogObject, on_change
from schemagen.declare.base import SpecModel
from schemagen.declare.section import Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.kind import Facet, Kind
from schemagen.kinds.support import qualified_text
from schemagen.kinds.text_search import MadeOfFunctions


@frozen(kw_only=True)
class TextSearchParser(CatalogObject):
    """A parser: the functions that split a document into tokens."""

    start: str = on_change(RECREATE)  # prsd_start
    gettoken: str = on_change(RECREATE)
    end: str = on_change(RECREATE)
    headline: str | None = on_change(RECREATE, None)
    lextypes: str = on_change(RECREATE)


class TextSearchParserSpec(SpecModel):
    """A text search parser, by its functions."""

    start: str
    """The function that begins with a text."""
    gettoken: str
    """The function that gives the next token."""
    end: str
    """The function that ends with a text."""
    headline: str | None = None
    """The function that chooses what `ts_headline` shows."""
    lextypes: str
    """The function that lists the types of tokens."""
    comment: str | None = None
    was: str | None = None


_FUNCTIONS: Final = MadeOfFunctions(
    kind="text_search_parser",
    section="text_search_parsers",
    keyword="TEXT SEARCH PARSER",
    model=TextSearchParser,
    spec=TextSearchParserSpec,
    fields=("start", "gettoken", "end", "headline", "lextypes"),
)

SECTION: Section[dict[str, TextSearchParserSpec]] = Section(
    key="text_search_parsers",
    level=Level.PROJECT,
    annotation=dict[str, TextSearchParserSpec],
    default=dict,
    description="Text search parsers.",
    lower_project=_FUNCTIONS.lower,
)

KIND = Kind(
    name="text_search_parser",
    plural="text search parsers",
    keyword="TEXT SEARCH PARSER",
    model=TextSearchParser,
    phase=65,
    create=_FUNCTIONS.create,
    drop=_FUNCTIONS.drop,
    rename=_FUNCTIONS.rename,
    identity=qualified_text,
    sections=(SECTION,),
    declare=_FUNCTIONS.declare,
    facets=frozenset({Facet.COMMENT}),
)
