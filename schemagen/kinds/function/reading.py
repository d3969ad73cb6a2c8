"""Whether the words of a body in PL/pgSQL tell all that it needs.

They do where each relation and function is named with its schema, or is one of PostgreSQL's own,
and nothing is put together while it runs. Types need no look: PostgreSQL finds them when it makes
the function ("PL/pgSQL under the Hood").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from schemagen.sqltext.keywords import COLUMN_ONLY, RESERVED, TYPE_OR_FUNCTION
from schemagen.sqltext.tokens import SqlTextError, Token, tokenize

_BEFORE_RELATIONS: Final = frozenset({"from", "join", "into", "update"})
# What has FROM between its arguments ("String Functions", "Date/Time Functions").
_WITH_FROM: Final = frozenset({"extract", "overlay", "substring", "trim"})
_SYNTAX: Final = (
    RESERVED
    | TYPE_OR_FUNCTION
    | COLUMN_ONLY
    | frozenset("conflict elsif filter if key over perform return while within".split())
)
# PostgreSQL's own, which are found whatever the search path is, since it is looked through first.
_OWN: Final = frozenset(
    """
    abs array_agg array_append array_length array_to_string bool_and bool_or btrim cardinality
    ceil concat concat_ws count current_setting date_trunc decode encode floor format
    gen_random_uuid hashtextextended json_build_object jsonb_agg jsonb_array_elements
    jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each jsonb_object_agg
    jsonb_object_keys jsonb_path_exists jsonb_path_query_array jsonb_set jsonb_typeof left
    length lower ltrim max md5 min mod nextval now pg_advisory_xact_lock pg_notify quote_ident
    quote_literal regexp_replace replace right round row_to_json rtrim set_config sha256
    split_part string_agg string_to_array strpos substr sum to_char to_json to_jsonb unnest
    upper
    """.split()
)


def tells_all(body: str) -> bool:
    """Tell whether the words of a body name whatever it needs."""
    try:
        tokens = tokenize(body)
    except SqlTextError:
        return False
    words = [token.word for token in tokens]
    return "execute" not in words and all(
        _is_called_by_name(tokens, words, place) and _is_related_by_name(words, place)
        for place in range(1, len(tokens))
    )


def _is_called_by_name(tokens: Sequence[Token], words: Sequence[str], place: int) -> bool:
    """Tell whether a parenthesis belongs to no call, or to one of which is known what it calls."""
    if words[place] != "(" or not tokens[place - 1].is_name:
        return True
    # After AS it is an alias, with its columns.
    named = place > 1 and words[place - 2] in (".", "as")
    return named or words[place - 1] in _SYNTAX or words[place - 1] in _OWN


def _is_related_by_name(words: Sequence[str], place: int) -> bool:
    """Tell whether a word has no relation behind it, or one with its schema."""
    word, before = words[place], words[place - 1]
    rest = [each for each in words[place + 1 : place + 6] if each not in ("only", "lateral")]
    if word not in _BEFORE_RELATIONS or not rest or rest[0] == "(" or rest[1:2] in (["."], ["("]):
        return True
    match word:
        case "from":
            return before == "distinct" or _opened_by(words, place) in _WITH_FROM
        case "into":
            return before not in ("insert", "merge")
        case "update":
            return before in ("do", "for", "key")
        case _:
            return False


def _opened_by(words: Sequence[str], place: int) -> str:
    """Return the word before the parenthesis that a place is in."""
    depth = 0
    for index in range(place - 1, 0, -1):
        depth += (words[index] == ")") - (words[index] == "(")
        if depth < 0:
            return words[index - 1]
    return ""
