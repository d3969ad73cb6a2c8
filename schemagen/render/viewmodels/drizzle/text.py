"""TypeScript as text: strings, names, calls."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from schemagen.render.viewmodels.names import camel

_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*\Z")
RESERVED = frozenset(
    """
    any arguments as async await boolean break case catch class const continue debugger declare
    default delete do else enum eval export extends false finally for from function get if
    implements import in infer instanceof interface is keyof let module namespace never new null
    number object of package private protected public readonly require return set static string
    super switch symbol this throw true try type typeof undefined unique unknown var void while
    with yield
    """.split()
)
"""What no variable may be called, or what would read badly."""
WIDTH = 100


def string(text: str) -> str:
    """Return a constant."""
    return json.dumps(text, ensure_ascii=False)


def template(text: str) -> str:
    """Return SQL as Drizzle takes it as it is: a template with no value in it."""
    escaped = text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
    return f"sql`{escaped}`"


def property_name(name: str) -> str:
    """Return the key of an object, in quotes where it must be."""
    return name if _IDENTIFIER.match(name) else string(name)


def member(owner: str, name: str) -> str:
    """Return the access to a property."""
    return f"{owner}.{name}" if _IDENTIFIER.match(name) else f"{owner}[{string(name)}]"


def variable(name: str) -> str:
    """Return `formDefinition` for `form_definition`."""
    text = camel(name)
    return text[0].lower() + text[1:]


def lines_of(head: str, items: Iterable[str], tail: str, indent: str = "") -> list[str]:
    """Return a call or a literal on one line if it fits, else with an item a line."""
    listed = list(items)
    single = f"{indent}{head}{', '.join(listed)}{tail}"
    if len(single) <= WIDTH and "\n" not in single:
        return [single]
    inner = [f"{indent}  {item}," for item in listed]
    return [f"{indent}{head.rstrip()}", *inner, f"{indent}{tail.lstrip()}"]


def comment(text: str | None, indent: str = "") -> list[str]:
    """Return a text as documentation that editors show."""
    if not text:
        return []
    safe = text.replace("*/", "*\\/").splitlines()
    if len(safe) == 1:
        return [f"{indent}/** {safe[0]} */"]
    return [f"{indent}/**", *(f"{indent} * {line}".rstrip() for line in safe), f"{indent} */"]


def array(items: Sequence[str]) -> str:
    """Return an array of finished items."""
    return f"[{', '.join(items)}]"
