r"""The formats that are asserted: date and date-time (RFC 3339), uuid (RFC 4122), email (RFC 5321)
and uri (RFC 3986).

Each is a regular expression that PostgreSQL and Python read alike, put together from named pieces
(`<OCTET>`). Where an address in brackets makes one long, there is a second one for text with a
bracket, so that the usual text meets the short one. A leap second is good where it is 23:59:60 in
UTC; that is looked at besides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from schemagen.frozen import frozen
from schemagen.shapes.plpgsql.parts import fragment
from schemagen.sqltext.quoting import Literal, Raw


def _ipv6() -> str:
    """Return the pattern of an IPv6 address (RFC 3986, section 3.2.2)."""
    tails = (
        *(f"(?:<H16>:){{{count}}}<LS32>" for count in (5, 4, 3, 2)),
        *("<H16>:<LS32>", "<LS32>", "<H16>", ""),
    )
    choices = ["(?:<H16>:){6}<LS32>"]
    for before, tail in enumerate(tails):
        more = f"(?:<H16>:){{0,{before - 1}}}" if before > 1 else ""
        choices.append(f"(?:{more}<H16>)?::{tail}" if before else f"::{tail}")
    return "|".join(choices)


@cache
def pieces() -> Mapping[str, str]:
    """Return the pieces by name, each after those that it is made of."""
    sub_delims = "!$&'()*+,;="
    return {
        "LEAP_YEAR": "[0-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00",
        "LONG_MONTH_DAY": "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])",
        "SHORT_MONTH_DAY": "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)",
        "FEBRUARY_DAY": "02-(?:0[1-9]|1[0-9]|2[0-8])",
        "DAY": "<LONG_MONTH_DAY>|<SHORT_MONTH_DAY>|<FEBRUARY_DAY>",
        "DATE": "[0-9][0-9][0-9][0-9]-<DAY>|<LEAP_YEAR>-02-29",
        "HOUR": "[01][0-9]|2[0-3]",
        "OFFSET": "[Zz]|[+-]<HOUR>:[0-5][0-9]",
        "TIME": "<HOUR>:[0-5][0-9]:(?:[0-5][0-9]|60)(?:\\.[0-9]+)?<OFFSET>",
        "DATE_TIME": "<DATE>[Tt]<TIME>",
        "UUID": "-".join(f"[0-9A-Fa-f]{{{count}}}" for count in (8, 4, 4, 4, 12)),
        "OCTET": "25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9]",
        "IPV4": "<OCTET>\\.<OCTET>\\.<OCTET>\\.<OCTET>",
        "H16": "[0-9A-Fa-f]{1,4}",
        "LS32": "<H16>:<H16>|<IPV4>",
        "IPV6": _ipv6(),
        "ATOM": "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+",
        "QUOTED": '"(?:[ !#-\\[\\]-~]|\\\\[ -~])*"',
        "LOCAL": "<ATOM>(?:\\.<ATOM>)*|<QUOTED>",
        "LABEL": "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?",
        "EMAIL": "<LOCAL>@<LABEL>(?:\\.<LABEL>)*",
        "BRACKET_EMAIL": "<LOCAL>@(?:<LABEL>(?:\\.<LABEL>)*|\\[(?:<IPV4>|[Ii][Pp][Vv]6:<IPV6>)\\])",
        "NAME_CHAR": f"[{sub_delims}A-Za-z0-9._~-]|%[0-9A-Fa-f][0-9A-Fa-f]",
        "PATH_CHAR": f"[:@{sub_delims}A-Za-z0-9._~-]|%[0-9A-Fa-f][0-9A-Fa-f]",
        "QUERY_CHAR": f"[:@/?{sub_delims}A-Za-z0-9._~-]|%[0-9A-Fa-f][0-9A-Fa-f]",
        "USER": f"(?:[:{sub_delims}A-Za-z0-9._~-]|%[0-9A-Fa-f][0-9A-Fa-f])*@",
        "PATH": "(?:/<PATH_CHAR>*)*",
        "ROOTED": "/(?:<PATH_CHAR>+<PATH>)?|<PATH_CHAR>+<PATH>|",
        "TAIL": "(?:\\?<QUERY_CHAR>*)?(?:#<QUERY_CHAR>*)?",
        "SCHEME": "[A-Za-z][A-Za-z0-9+.-]*:",
        "URI": "<SCHEME>(?://<USER>?<NAME_CHAR>*(?::[0-9]*)?<PATH>|<ROOTED>)<TAIL>",
        "FUTURE": f"v[0-9A-Fa-f]+\\.[:{sub_delims}A-Za-z0-9._~-]+",
        "BRACKET_URI": "<SCHEME>//<USER>?\\[(?:<IPV6>|<FUTURE>)\\](?::[0-9]*)?<PATH><TAIL>",
    }


def pattern(name: str) -> str:
    """Return a piece written out, in a group of its own."""
    inner = re.sub("<([A-Z0-9_]+)>", lambda found: pattern(found[1]), pieces()[name])
    return f"(?:{inner})"


@frozen
class Format:
    """A format.

    Attributes:
        message: what is told where text has not the format.
        condition: makes the SQL condition of a text expression.
        piece: the name of its pattern.
        bracketed: the name of the pattern of text with a bracket; "" where it is the same.
    """

    message: str
    condition: Callable[[Raw], Raw]
    piece: str
    bracketed: str = ""

    @property
    def helper(self) -> str:
        """The name of the Python function that tells."""
        return f"_is_{self.piece.lower()}"


def _matches(name: str) -> Callable[[Raw], Raw]:
    return lambda subject: fragment("{} ~ {}", subject, Literal(f"^{pattern(name)}$"))


def _matches_either(name: str, bracketed: str) -> Callable[[Raw], Raw]:
    return lambda subject: fragment(
        "CASE WHEN {} LIKE '%[%' THEN {} ELSE {} END",
        subject,
        _matches(bracketed)(subject),
        _matches(name)(subject),
    )


def _uuid(subject: Raw) -> Raw:
    dashes = "________-____-____-____-____________"
    return fragment(
        "{} LIKE {} AND {} !~ '[^0-9A-Fa-f-]' AND length(replace({}, '-', '')) = 32",
        subject,
        Literal(dashes),
        subject,
        subject,
    )


def _date_time(subject: Raw) -> Raw:
    """Return the condition; where the seconds are 60, the time in UTC must be 23:59."""
    minutes = fragment(
        "substr({}, 12, 2)::integer * 60 + substr({}, 15, 2)::integer", subject, subject
    )
    offset = fragment(
        "CASE WHEN right({}, 1) IN ('Z', 'z') THEN 0 ELSE "
        "(CASE WHEN left(right({}, 6), 1) = '-' THEN -1 ELSE 1 END)"
        " * (left(right({}, 5), 2)::integer * 60 + right({}, 2)::integer) END",
        *(subject,) * 4,
    )
    return fragment(
        "CASE WHEN {} THEN substr({}, 18, 2) <> '60' OR ({} - ({}) + 2880) % 1440 = 1439 "
        "WHEN {} IS NULL THEN NULL ELSE false END",
        _matches("DATE_TIME")(subject),
        subject,
        minutes,
        offset,
        subject,
    )


@cache
def formats() -> Mapping[str, Format]:
    """Return every supported format by its name in JSON Schema."""
    return {
        "uuid": Format("is not a UUID", _uuid, "UUID"),
        "date": Format("is not a date (YYYY-MM-DD)", _matches("DATE"), "DATE"),
        "date-time": Format(
            "is not a date-time with an offset (RFC 3339)", _date_time, "DATE_TIME"
        ),
        "email": Format(
            "is not an e-mail address",
            _matches_either("EMAIL", "BRACKET_EMAIL"),
            "EMAIL",
            "BRACKET_EMAIL",
        ),
        "uri": Format(
            "is not a URI with a scheme",
            _matches_either("URI", "BRACKET_URI"),
            "URI",
            "BRACKET_URI",
        ),
    }
