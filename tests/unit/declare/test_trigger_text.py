"""The text after a trigger's name becomes the mapping form."""

from __future__ import annotations

from typing import Any

import pytest

from schemagen.declare.trigger_text import read_trigger
from schemagen.sqltext.tokens import SqlTextError


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        (
            'before insert or update of a, "B" or delete for each row when (new.a > 1) '
            "execute function f(1, 'it''s', x)",
            {
                "timing": "before",
                "events": ["insert", 'update of a, "B"', "delete"],
                "for_each": "row",
                "when": "new.a > 1",
                "function": "f",
                "arguments": ["1", "it's", "x"],
            },
        ),
        (
            "after truncate execute procedure audit.f()",
            {"timing": "after", "events": ["truncate"], "function": "audit.f"},
        ),
        (
            "instead of update for row execute function f()",
            {"timing": "instead of", "events": ["update"], "for_each": "row", "function": "f"},
        ),
        (
            "after delete deferrable initially deferred for each row execute function f()",
            {
                "timing": "after",
                "events": ["delete"],
                "constraint": True,
                "deferrable": True,
                "initially_deferred": True,
                "for_each": "row",
                "function": "f",
            },
        ),
        (
            "after update referencing old table as o new table n for each statement "
            "execute function f()",
            {
                "timing": "after",
                "events": ["update"],
                "referencing": {"old_table": "o", "new_table": "n"},
                "for_each": "statement",
                "function": "f",
            },
        ),
        (
            "after insert from app.other deferrable for each row execute function f()",
            {
                "timing": "after",
                "events": ["insert"],
                "constraint": True,
                "from": "app.other",
                "deferrable": True,
                "for_each": "row",
                "function": "f",
            },
        ),
    ],
)
def test_a_trigger_is_read(text: str, trigger: dict[str, Any]) -> None:
    assert read_trigger(text) == trigger


@pytest.mark.parametrize(
    ("text", "message", "offset"),
    [
        ("befor insert", "expected 'before', 'after' or 'instead of', found 'befor'", 0),
        ("before", "expected one of insert, update, delete, truncate, but the text ends", 6),
        (
            "after insert on t execute function f()",
            "the trigger stands at its table: leave out 'on' and the table's name",
            13,
        ),
        (
            "after insert for each",
            "expected 'each row' or 'each statement' after 'for', but the text ends",
            21,
        ),
        ("after insert for each row", "expected 'execute function', but the text ends", 25),
        ("after insert execute f()", "expected 'function' after 'execute', found 'f'", 21),
        (
            "after insert execute function f",
            "expected '(' after the name of the function, but the text ends",
            31,
        ),
        (
            "after insert execute function f(a b)",
            "expected ',' or ')' after the argument, found 'b'",
            34,
        ),
        (
            "after insert execute function f((1))",
            "an argument of a trigger's function is a constant",
            32,
        ),
        (
            "after insert execute function f() x",
            "expected nothing after the function, found 'x'",
            34,
        ),
        (
            "after insert when new.a execute function f()",
            "expected '(' after 'when', found 'new'",
            18,
        ),
        (
            "after update referencing old table o old table p execute function f()",
            "'old table' is given twice",
            37,
        ),
    ],
)
def test_a_mistake_is_told_at_its_place(text: str, message: str, offset: int) -> None:
    with pytest.raises(SqlTextError) as caught:
        read_trigger(text)
    assert (str(caught.value), caught.value.offset) == (message, offset)
