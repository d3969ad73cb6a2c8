"""Values that look like what people and programs write, drawn from pools of words.

A draw is a hash of the row's number, of the column and of a seed: `hashextended` gives the same
numbers on every server, so that the same seed makes the same rows.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from schemagen.frozen import frozen
from schemagen.seeding.candidate import NUMBER, Candidate
from schemagen.seeding.reading import Column, Table, Type
from schemagen.sqltext.quoting import Literal, Raw, join_sql, sql

POOL: Final = 128
"""How many words a pool has: a power of two, by which a draw is a mask."""

_HEADER: Final = 4
_LONG: Final = 48
"""Characters from which on a text that ends in the row's number keeps it when it is cut."""
_PEOPLE: Final = re.compile(
    r"(?:user|person|people|member|customer|contact|profile|author|student)s?"
)
_RARE: Final = re.compile(
    r"(?:deleted|removed|denied|rejected|disabled|blocked|banned|suspended|revoked|cancell?ed"
    r"|expired|archived|failed|error)"
)


@frozen
class Style:
    """How values are drawn: by a seed, from pools of `POOL` words each."""

    seed: int
    pools: Mapping[str, Sequence[str]]

    def of(self, table: Table, column: Column, base: Type) -> Iterator[Candidate]:
        """Yield what a column may hold, by its name; nothing where the name says nothing."""
        drawn = self._draw(table, column.name)
        if base.category == "S" and base.name not in ('"char"', "name"):
            length = column.modifier - _HEADER if column.modifier >= _HEADER else None
            if length is None or length >= 12:
                yield self._text(table, column, drawn, base.name, length)
        elif base.name in ("smallint", "integer", "bigint"):
            yield Candidate(sql("({} & 511)::{}", drawn, Raw(base.name)))
        elif base.name == "boolean":
            yield Candidate(sql("({} & 7 <> 0)", drawn))

    def mostly_empty(self, column: str) -> bool:
        """Tell whether a column says of few rows that something happened to them."""
        return _RARE.match(column.lower()) is not None

    def place(self, table: Table, columns: Sequence[str], rows: int, *, even: bool) -> Raw:
        """Return which of so many rows a row refers to: some are more popular than others."""
        drawn = self._draw(table, ",".join(columns))
        if even:
            return Raw(sql("(1 + ({} & 2147483647) % {})", drawn, Literal(rows)))
        share = sql("(({} & 2147483647) / 2147483648.0::double precision)", drawn)
        return Raw(
            sql(
                "(1 + floor(power({}, 1.5::double precision) * {}))::bigint",
                Raw(share),
                Literal(rows),
            )
        )

    def _draw(self, table: Table, name: str) -> Raw:
        salt = zlib.crc32(f"{table.name}.{name}".encode()) + (self.seed << 32)
        limited = (salt + 2**63) % 2**64 - 2**63
        return Raw(sql("hashint8extended({}, {})", NUMBER, Literal(limited)))

    def _text(
        self, table: Table, column: Column, drawn: Raw, name: str, length: int | None
    ) -> Candidate:
        label = column.name.lower()
        matching = (form for form in _TEXTS if form[0].fullmatch(label))
        _, template, distinct = next(matching, (None, "{words}", False))
        if label == "name" and _PEOPLE.fullmatch(table.row.name):
            template = "{first_name} {last_name}"
        text = self._filled(template, drawn)
        if length is not None:
            text = sql("left({}, {})", Raw(text), Literal(length))
            distinct = distinct and length >= _LONG
        return Candidate(sql("({})::{}", Raw(text), Raw(name)), distinct)

    def _filled(self, template: str, drawn: Raw) -> str:
        """Return the expression for a template: text, pools, the number, and forms in SQL."""
        parts = []
        for place, (text, key) in enumerate(_PARTS.findall(template)):
            if text:
                parts.append(sql("{}", Literal(text)))
            elif key == "number":
                parts.append(sql("{}::text", NUMBER))
            elif key in _FORMS:
                parts.append(sql(_FORMS[key], drawn=drawn, i=NUMBER))
            else:
                listed = join_sql([sql("{}", Literal(each)) for each in self.pools[key]], ", ")
                parts.append(
                    sql(
                        "(ARRAY[{}]::text[])[1 + (({} >> {}) & {})::integer]",
                        Raw(listed),
                        drawn,
                        Literal(8 * place),
                        Literal(POOL - 1),
                    )
                )
        return join_sql(parts, " || ")


_PARTS: Final = re.compile(r"([^{}]+)|\{(\w+)\}")
_FORMS: Final[Mapping[str, str]] = {
    "born": "('1950-01-01'::date + ({drawn} & 16383)::integer)::text",
    "day": "('2020-01-01'::date + ({drawn} & 2047)::integer)::text",
    "month_day": "to_char('2024-01-01'::date + (({drawn} & 65535) % 366)::integer, 'MM-DD')",
    "morning": "to_char('06:00'::time + ({drawn} & 31) * interval '15 minutes', 'HH24:MI')",
    "evening": "to_char('14:15'::time + ({drawn} & 31) * interval '15 minutes', 'HH24:MI')",
    "phone": "lpad(({i} % 10000000)::text, 7, '0')",
    "digest": "left(md5({i}::text || {drawn}), 24)",
}


def _named(words: str, template: str, distinct: bool = False) -> tuple[re.Pattern[str], str, bool]:
    """Return the template for columns that have one of some words in their names."""
    return re.compile(rf"(?:.*_)?(?:{words})(?:_text)?"), template, distinct


_TEXTS: Final = (
    _named("e?mails?", "{user_name}{number}@example.com", distinct=True),
    _named("first_?name|given_?name|forename", "{first_name}"),
    _named("last_?name|surname|family_?name", "{last_name}"),
    _named("file_?name", "{file_name}"),
    _named("(?:user|nick|screen)_?name|login|handle|instagram", "{user_name}{number}", True),
    _named("full_?name|display_?name|author|contact", "{first_name} {last_name}"),
    _named("phone|mobile|fax|tel|phone_number", "+1555{phone}", distinct=True),
    _named("address|street|address_line", "{street}"),
    _named("city|town", "{city}"),
    _named("country", "{country}"),
    _named("state|region|province", "{state}"),
    _named("zip|postcode|postal_code|zip_code", "{postcode}"),
    _named("company|organi[sz]ation|employer|vendor|brand|name", "{company}"),
    _named(
        "ur[li]|link|website|homepage|logo|picture|avatar|image|photo|icon|thumbnail",
        "https://example.com/{word}/{number}",
        distinct=True,
    ),
    _named("title|subject|headline|topic|question", "{sentence}"),
    _named(
        "description|summary|content|body|message|notes?|comment|bio|text|reason|about|answer",
        "{paragraph}",
    ),
    _named("birth_?day|anniversary", "{month_day}"),
    _named("birth|born|dob|birth_?date", "{born}"),
    _named("date|since|until", "{day}"),
    _named("day|week_?day", "{weekday}"),
    _named("start|starts|opens|from", "{morning}"),
    _named("end|ends|closes", "{evening}"),
    _named("gender|sex", "{gender}"),
    _named("colou?r|belt", "{color}"),
    _named("job|profession|occupation|position", "{job}"),
    _named("(?:file|mime|media|content)_?type", "{mime_type}"),
    _named("type|kind|category|status|plan|channel|level|modality|tag|group", "{term}"),
    _named("id|token|key|hash|sha|digest|secret|nonce|code", "{digest}", distinct=True),
)
