"""What is written as YAML is read as the same, and looks as people write it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from schemagen.compose.text import write_yaml
from schemagen.spec.nodes import plain_data
from schemagen.spec.parse import parse

ODD = [
    "",
    " ",
    "no",
    "null",
    "0x1f",
    "1e3",
    "-",
    "- a",
    "a: b",
    "a #b",
    "'x'",
    '"x"',
    "{a}",
    "[a",
    "a, b",
    "%d",
    "@x",
    "|",
    ">",
    "a:",
    "---",
    "...",
    "<<",
    "~",
    "\n",
    "a\n",
    "a\nb",
    "\na\n b\n",
    "  a\nb\n",
    "a\n\n",
    "a \nb\t\n",
    "\tx\n",
    "x\r\ny",
    "\ufeff",
    "\u2028x",
    "naïve — ✓ 😀",
    "\x07",
]
TEXTS = st.one_of(
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
)
SCALARS = st.one_of(TEXTS, st.none(), st.booleans(), st.integers(-(10**9), 10**9))
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(TEXTS.filter(bool), inner, max_size=4)
    ),
    max_leaves=12,
)


def read(text: str) -> Any:
    node, problems = parse("written.yaml", text.encode())
    assert not problems, (text, problems)
    assert node is not None
    return plain_data(node)


@given(st.dictionaries(TEXTS.filter(bool), TREES, min_size=1, max_size=4))
def test_what_is_written_is_read_as_the_same(tree: dict[str, Any]) -> None:
    assert read(write_yaml(tree)) == tree
    assert read(write_yaml(tree, open_keys=tree.keys())) == tree


def test_columns_stand_below_each_other_and_small_things_on_one_line() -> None:
    tree = {
        "tables": {
            "t": {
                "columns": {"id": "integer primary key", "name": "text not null"},
                "unique": [["id", "name"]],
                "indexes": [{"columns": ["name"], "where": "id > 1"}, "id"],
            }
        }
    }
    assert write_yaml(tree, open_keys=["tables", "columns"]) == (
        "tables:\n"
        "  t:\n"
        "    columns:\n"
        "      id:   integer primary key\n"
        "      name: text not null\n"
        "    unique: [[id, name]]\n"
        "    indexes: [{columns: [name], where: id > 1}, id]\n"
    )
