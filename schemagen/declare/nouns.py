"""English nouns, which tables are named with and things are counted by: one, and several."""

from __future__ import annotations

from functools import lru_cache

_IRREGULAR = {
    "analyses": "analysis",
    "children": "child",
    "crises": "crisis",
    "criteria": "criterion",
    "data": "data",
    "feet": "foot",
    "indices": "index",
    "media": "media",
    "menus": "menu",
    "men": "man",
    "mice": "mouse",
    "news": "news",
    "people": "person",
    "quizzes": "quiz",
    "series": "series",
    "species": "species",
    "vertices": "vertex",
    "women": "woman",
}
# The first ending that fits counts: how many letters to take off, and what to put there.
_ENDINGS = (
    ("auses", 1, ""),
    ("ouses", 1, ""),
    ("uses", 2, ""),
    ("sses", 2, ""),
    ("shes", 2, ""),
    ("ches", 2, ""),
    ("xes", 2, ""),
    ("zzes", 2, ""),
    ("oes", 2, ""),
    ("ies", 3, "y"),
    ("ss", 0, ""),
    ("us", 0, ""),
    ("is", 0, ""),
    ("s", 1, ""),
)
_ONLY_S = frozenset(
    {"abuses", "caches", "cookies", "excuses", "movies", "niches", "pies", "shoes", "ties", "toes"}
)


_PLURALS = {one: many for many, one in reversed(_IRREGULAR.items())} | {"datum": "data"}
_HISSING = ("s", "x", "z", "sh", "ch")


@lru_cache(maxsize=16384)
def singular(word: str) -> str:
    """Return the singular of an English noun in lower case; what is none stays as it is.

    Of several words with underscores between, the last one is the noun.
    """
    before, mark, last = word.rpartition("_")
    return before + mark + _singular(last)


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _ONLY_S:
        return word[:-1]
    for ending, cut, put in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            return (word[:-cut] if cut else word) + put
    return word


@lru_cache(maxsize=16384)
def plural(word: str) -> str:
    """Return the plural of an English noun in lower case; what is one already stays as it is.

    Of several words with underscores between, the last one is the noun.
    """
    before, mark, last = word.rpartition("_")
    if last in _PLURALS:
        return before + mark + _PLURALS[last]
    if singular(last) != last:
        return word
    if last.endswith(_HISSING):
        return f"{word}es"
    if last.endswith("y") and last[-2:-1] not in set("aeiou"):
        return f"{word[:-1]}ies"
    return f"{word}s"


def counted(number: int, noun: str) -> str:
    """Return how many there are: `1 migration`, `3 migrations`."""
    return f"{number} {noun if number == 1 else plural(noun)}"
