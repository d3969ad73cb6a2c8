"""The SQL of a repository, as a value in generated Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from schemagen.render.viewmodels.pytext import INDENT, WIDTH, call, string
from schemagen.render.viewmodels.stored import StoredColumn, StoredTable
from schemagen.sqltext.quoting import Name, Raw, quote_name, quote_qualified, sql

_STEP = len(INDENT)
_LISTED = WIDTH - 16
"""Characters of a line of columns."""


def statements_value(table: StoredTable) -> list[str]:
    """Return the definition of a table's statements, in lines."""
    name = title(table)
    held, select = _select(table, name)
    texts = {"table": name, **select, **dict(_writing(table, Raw(_slotted(name))))}
    texts |= {"lock": table.lock.name} if table.lock else {}
    texts |= {"mark": table.mark} if table.mark else {}
    said = [f"{name}={string(text)}" for name, text in texts.items()]
    if table.table.row_security:
        said.append("secured=True")
        said += ["spread=True"] if table.is_json else []
    head, *lines, end = call(f"_{table.attribute.upper()}_SQL = _Statements(", said)
    blocks = (*key_argument(table, _STEP), *held, *_columns(table))
    return [
        head,
        f"{INDENT}row=models.{table.row},",
        *[INDENT + line for line in blocks],
        *lines,
        end,
    ]


def title(table: StoredTable) -> str:
    """Return the name of a table as SQL has it."""
    return quote_qualified(table.table.id.schema, table.table.id.name)


def tuple_text(names: Sequence[str]) -> str:
    """Return a tuple of strings, on one line."""
    return f"({', '.join(map(string, names))}{',' if len(names) == 1 else ''})"


def key_argument(table: StoredTable, indent: int) -> list[str]:
    """Return the argument that names the columns of the key, in lines; nothing without one."""
    if not table.key:
        return []
    names = [each.name for each in table.key]
    whole = f"key={tuple_text(names)},"
    return call("key=(", [*map(string, names)], indent=indent, ending="),", whole=whole)


def _select(table: StoredTable, name: str) -> tuple[list[str], dict[str, str]]:
    """Return the query in lines of its own, or as an argument where that is read as well."""
    names = [quote_name(each.name).replace("%", "%%") for each in table.columns]
    held = Raw(name.replace("%", "%%"))
    text = sql("SELECT {} FROM {}", Raw(", ".join(names)), held)
    is_short = len(text) + _STEP + len('select="",') <= WIDTH
    if is_short or "\\" in text or '"""' in text:
        return [], {"select": text}
    listed = Raw("\n    ".join(_wrapped(names)))
    lines = sql("SELECT\n    {}\nFROM {}", listed, held).splitlines()
    return ['select="""', *[INDENT + line for line in lines], '""",'], {}


def _wrapped(names: Sequence[str]) -> Iterator[str]:
    """Yield a list of names in lines; a name that has spaces stays whole."""
    line, *rest = [*(f"{name}," for name in names[:-1]), names[-1]]
    for name in rest:
        if len(line) + 1 + len(name) > _LISTED:
            yield line
            line = name
        else:
            line += f" {name}"
    yield line


def _columns(table: StoredTable) -> Iterator[str]:
    arrays = [each for each in table.columns if each.is_array]
    json = [each.field for each in table.columns if each.field.is_json]
    yield from mapping("renamed", renamed(table.columns))
    yield from mapping("casts", [(each.name, string(each.said.type)) for each in arrays])
    yield from mapping("json", [(each.column, str(not each.nullable)) for each in json])


def _writing(table: StoredTable, into: Raw) -> Iterator[tuple[str, str]]:
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
    return [(name, string(each.name)) for each in columns for name in each.renamed]


def mapping(name: str, pairs: Sequence[tuple[str, str]], indent: int = _STEP) -> list[str]:
    """Return an argument that is a dictionary, in lines; nothing where it is empty."""
    if not pairs:
        return []
    items = [f"{string(key)}: {value}" for key, value in pairs]
    return call(f"{name}={{", items, indent=indent, ending="},")
