"""Text search templates (pg_ts_template). Making one takes a superuser, and functions in C."""

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
class TextSearchTemplate(CatalogObject):
    """A template: the functions that dictionaries made from it share."""

    init: str | None = on_change(RECREATE, None)  # dsnowball_init
    lexize: str = on_change(RECREATE)  # dsnowball_lexize


class TextSearchTemplateSpec(SpecModel):
    """A text search template, by its functions."""

    init: str | None = None
    """The function that reads the options of a dictionary."""
    lexize: str
    """The function that turns a token into lexemes."""
    comment: str | None = None
    was: str | None = None


_FUNCTIONS: Final = MadeOfFunctions(
    kind="text_search_template",
    section="text_search_templates",
    keyword="TEXT SEARCH TEMPLATE",
    model=TextSearchTemplate,
    spec=TextSearchTemplateSpec,
    fields=("init", "lexize"),
)

SECTION: Section[dict[str, TextSearchTemplateSpec]] = Section(
    key="text_search_templates",
    level=Level.PROJECT,
    annotation=dict[str, TextSearchTemplateSpec],
    default=dict,
    description="Text search templates.",
    lower_project=_FUNCTIONS.lower,
)

KIND = Kind(
    name="text_search_template",
    plural="text search templates",
    keyword="TEXT SEARCH TEMPLATE",
    model=TextSearchTemplate,
    phase=65,
    create=_FUNCTIONS.create,
    drop=_FUNCTIONS.drop,
    rename=_FUNCTIONS.rename,
    identity=qualified_text,
    sections=(SECTION,),
    declare=_FUNCTIONS.declare,
    facets=frozenset({Facet.COMMENT}),
)
