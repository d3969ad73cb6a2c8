"""A new row."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import Response

from schemagen.errors import SchemagenError
from schemagen.studio.fields import Field, How, filled, fresh, typed_in
from schemagen.studio.pages.relation import address, relation_of
from schemagen.studio.relations import Relation
from schemagen.studio.statements import insert
from schemagen.studio.typed import named
from schemagen.studio.views import link
from schemagen.studio.visit import Trouble, Visit, gone, trouble


def page(visit: Visit) -> Response:
    """Show the form of a new row, or insert it as the form says."""
    if not visit.form:
        with visit.database.reading(visit.persona) as connection:
            relation = relation_of(visit, connection, visit.persona)
        return _shown(visit, relation, _fields(relation))
    typed: Sequence[Field] = ()
    try:
        with visit.database.writing(visit.persona) as connection:
            relation = relation_of(visit, connection, visit.persona)
            typed = [filled(visit, field) for field in _fields(relation)]
            given = {
                field.column.name: field.value for field in typed if field.how is not How.DEFAULT
            }
            with named(connection, typed_in(relation, given)):
                connection.execute(insert(relation, given).encode())
    except SchemagenError as error:
        if not typed:
            raise
        return _shown(visit, relation, typed, trouble(error))
    return gone(link("/rows", **address(relation), saved="new"))


def _fields(relation: Relation) -> list[Field]:
    return [fresh(each) for each in relation.columns if each.inserts and not each.computed]


def _shown(
    visit: Visit, relation: Relation, fields: Sequence[Field], problem: Trouble | None = None
) -> Response:
    return visit.page(
        "insertion",
        title=f"A new row of {relation.title}",
        status=422 if problem else 200,
        relation=relation,
        fields=fields,
        trouble=problem,
        address=address(relation),
    )
