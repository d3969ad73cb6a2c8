"""Parentheses around a whole expression, which PostgreSQL puts there and nobody writes."""

from __future__ import annotations

from schemagen.sqltext.tokens import SqlTextError, tokenize


def bare(expression: str) -> str:
    """Return an expression without the parentheses that stand around all of it.

    What cannot be read stays as it is.
    """
    try:
        tokens = tokenize(expression)
    except SqlTextError:
        return expression
    depth = 0
    for index, token in enumerate(tokens):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and index < len(tokens) - 1:
            return expression
    if len(tokens) < 3 or tokens[0].text != "(" or tokens[-1].text != ")":
        return expression
    return bare(expression[tokens[0].start + 1 : tokens[-1].start].strip())
