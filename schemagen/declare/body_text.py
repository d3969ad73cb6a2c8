"""The body of a function as a spec writes it, and as PostgreSQL keeps it (pg_proc.prosrc).

A block of YAML ends with a line break and has none before its first line; a body in a script
stands between lines of its own. Both look as they should, and every other body can be said, too.
"""

from __future__ import annotations


def read_body(text: str, *, verbatim: bool = False) -> str:
    """Return the body that a text of the spec stands for.

    A block of several lines gets a line break before it, a block of one line loses its own. A text
    that starts with a line break, or does not end with one, is taken as it is; `verbatim` takes
    any text so.
    """
    if verbatim or text.startswith("\n") or not text.endswith("\n"):
        return text
    lines = text.rstrip("\n")
    return f"\n{lines}\n" if "\n" in lines else lines.strip()


def write_body(body: str) -> tuple[str, bool]:
    """Return the text for a body, and whether it has to be taken verbatim."""
    for text in (body.removeprefix("\n"), body):
        if read_body(text) == body:
            return text, False
    return body, True
