"""The SQL of a repository, as a value in generated Python."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from schemagen.render.viewmodels.pytext import INDENT, WIDTH, call, string
from schemagen.render.viewmodels.stored import StoredColumn, StoredTable
from schemagen.sqltext.quoting import Name, Raw, quote_name, quote_qualified, sql

_STEP = len(INDENT)


def statements_value(table: StoredTable) -> list[str]:
    """Return the definition of a table's statements, in lines."""
    texts = {"table": title(table), **_select(table), **dict(_writing(table))}
    texts |= {"lock": table.lock.name} if table.lock else {}
    texts |= {"mark": table.mark} if table.mark else {}
    said = [f"{name}={string(text)}" for name, text in texts.items()]
    if table.table.row_security:
        said.append("secured=True")
        said += ["spread=True"] if table.is_json else []
    head, *lines, end = call(f"_{table.attribute.upper()}_SQL = _Statements(", said)
    row = f"row=models.{table.row},"
    return [head, *(INDENT + line for line in (row, *_blocks(table))), *lines, end]


def title(table: StoredTable) -> str:
    """Return the name of a table as SQL has it."""
    return quote_qualified(table.table.id.schema, table.table.id.name)


def tuple_text(names: Sequence[str]) -> str:
    """Return a tuple of strings, on one line."""
    return f"({', '.join(map(string, names))}{',' if len(names) == 1 else ''})"


def key_argument(table: StoredTable, indent: int) -> list[str]:
    """Return the argument that names the columns of the key, in lines; nothing without one."""
    names = [each.name for each in table.key]
    whole = f"key={tuple_text(names)},"
    quoted = list(map(string, names))
    return call("key=(", quoted, indent=indent, ending="),", whole=whole) if names else []


def _blocks(table: StoredTable) -> Iterator[str]:
    yield from key_argument(table, _STEP)
    if not _select(table):
        listed = _names(table)
        lines = textwrap.wrap(listed, WIDTH - 16, break_long_words=False, break_on_hyphens=False)
        held = Raw(title(table).replace("%", "%%"))
        text = sql("SELECT\n    {}\nFROM {}", Raw("\n    ".join(lines)), held)
        yield from ('select="""', *(INDENT + line for line in text.splitlines()), '""",')
    arrays = [each for each in table.columns if each.is_array]
    json = [each.field for each in table.columns if each.field.is_json]
    yield from mapping("renamed", renamed(table.columns))
    yield from mapping("casts", [(each.name, string(each.column.type)) for each in arrays])
    yield from mapping("json", [(each.column, str(not each.nullable)) for each in json])


def _names(table: StoredTable) -> str:
    return ", ".join(quote_name(each.name) for each in table.columns).replace("%", "%%")


def _select(table: StoredTable) -> dict[str, str]:
    """Return the query as an argument, unless it is better read over several lines."""
    held = Raw(title(table).replace("%", "%%"))
    text = sql("SELECT {} FROM {}", Raw(_names(table)), held)
    is_short = len(text) + _STEP + len('select="",') <= WIDTH
    return {"select": text} if is_short or "\\" in text or '"""' in text else {}


def _writing(table: StoredTable) -> Iterator[tuple[str, str]]:
    into = Raw(_slotted(title(table)))
    columns, values = Raw("{columns}"), Raw("{values}")
    yield "insert", sql("INSERT INTO {} ({}) VALUES ({})", into, columns, values)
    yield "copy", sql("COPY {} ({}) FROM STDIN", into, columns)
    if not table.key or table.is_kept:
        return
    changes, conditions = Raw("{changes}"), Raw("{conditions}")
    if table.update is not None:
        yield "update", sql("UPDATE {} SET {} WHERE {} RETURNING *", into, changes, conditions)
    if table.mark is not None:
        change = Raw(_slotted(sql("{} = now()", Name(table.mark))))
        yield "delete", sql("UPDATE {} SET {} WHERE {} RETURNING *", into, change, conditions)
    else:
        yield "delete", sql("DELETE FROM {} WHERE {} RETURNING *", into, conditions)


def _slotted(text: str) -> str:
    """Escape what would be a placeholder: of psycopg, and of what puts columns in."""
    return text.replace("%", "%%").replace("{", "{{").replace("}", "}}")


def renamed(columns: Iterable[StoredColumn]) -> list[tuple[str, str]]:
    """Return the columns whose fields or parameters have other names, by those."""
    pairs = {name: each.name for each in columns for name in (each.field.attribute, each.parameter)}
    return [(name, string(column)) for name, column in pairs.items() if name != column]


def mapping(name: str, pairs: Sequence[tuple[str, str]], indent: int = _STEP) -> list[str]:
    """Return an argument that is a dictionary, in lines; nothing where it is empty."""
    items = [f"{string(key)}: {value}" for key, value in pairs]
    return call(f"{name}={{", items, indent=indent, ending="},") if items else []
