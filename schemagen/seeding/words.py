"""Pools of words, drawn by Faker: each made once, the same for the same seed and version of it."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from schemagen.seeding.candidate import NUMBER
from schemagen.seeding.style import POOL, Style

_TRIES: Final = 20 * POOL
_TERMS: Final = 6
"""How many different words columns such as `category` have."""


def style_of(seed: int) -> Style:
    """Return the style that draws from new pools."""
    # Imported here because it takes long, and rows for proofs have no words.
    from faker import Faker

    faker = Faker("en_US")
    makers: Mapping[str, Callable[[], str]] = {
        "first_name": faker.first_name,
        "last_name": faker.last_name,
        "user_name": lambda: f"{faker.first_name()}_{faker.last_name()}".lower(),
        "street": faker.street_address,
        "city": faker.city,
        "country": faker.country,
        "state": faker.state,
        "postcode": faker.postcode,
        "company": faker.company,
        "sentence": lambda: faker.sentence(4).rstrip("."),
        "paragraph": lambda: faker.paragraph(2),
        "word": faker.word,
        "words": lambda: " ".join(faker.words(2)),
        "term": faker.word,
        "weekday": lambda: faker.day_of_week().upper(),
        "gender": lambda: faker.random_element(("female", "male", "other")),
        "color": lambda: faker.safe_color_name(),
        "job": faker.job,
        "file_name": faker.file_name,
        "mime_type": faker.mime_type,
    }
    pools = {}
    for name, make in makers.items():
        faker.seed_instance(seed ^ zlib.crc32(name.encode()))
        pools[name] = _pool(make, _TERMS if name == "term" else POOL)
    return Style(seed, pools)


def _pool(make: Callable[[], str], most: int) -> Sequence[str]:
    """Return as many words as a pool has, different ones as far as there are."""
    found: dict[str, None] = {}
    for _ in range(_TRIES):
        if len(found) == most:
            break
        text = make()
        # What stands for the number of a row is replaced wherever it stands.
        if NUMBER.text not in text:
            found[text] = None
    words = list(found)
    return [words[place % len(words)] for place in range(POOL)]
