r"""The formats that are asserted: date and date-time (RFC 3339), uuid (RFC 4122), email (RFC 5321)
and uri (RFC 3986).

Each is one regular expression that PostgreSQL and Python read alike. A leap second is good where
it is 23:59:60 in UTC; that is looked at besides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from schemagen.shapes.plpgsql.parts import fragment
from schemagen.sqltext.quoting import Literal, Raw


@dataclass(frozen=True, slots=True)
class Format:
    """What is told where text has not the format, its SQL condition, Python helper and pattern."""

    message: str
    condition: Callable[[Raw], Raw]
    helper: str
    pattern: str


_LEAP_YEAR = "(?:[0-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
_DAY = (
    "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8])"
)
_DATE = f"(?:[0-9][0-9][0-9][0-9]-(?:{_DAY})|{_LEAP_YEAR}-02-29)"
_HOUR = "(?:[01][0-9]|2[0-3])"
_TIME = f"{_HOUR}:[0-5][0-9]:(?:[0-5][0-9]|60)(?:\\.[0-9]+)?(?:[Zz]|[+-]{_HOUR}:[0-5][0-9])"

_ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_QUOTED = '"(?:[ !#-\\[\\]-~]|\\\\[ -~])*"'
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_IPV4 = f"{_OCTET}\\.{_OCTET}\\.{_OCTET}\\.{_OCTET}"
_H16 = "[0-9A-Fa-f][0-9A-Fa-f]?[0-9A-Fa-f]?[0-9A-Fa-f]?"
_LS32 = f"(?:{_H16}:{_H16}|{_IPV4})"


def _ipv6() -> str:
    """Return the pattern of an IPv6 address (RFC 3986, section 3.2.2)."""
    group = f"(?:{_H16}:)"
    choices = [f"{group}{{6}}{_LS32}"]
    for before, tail in enumerate(
        (
            f"{group}{{5}}{_LS32}",
            f"{group}{{4}}{_LS32}",
            f"{group}{{3}}{_LS32}",
            f"{group}{{2}}{_LS32}",
            f"{group}{_LS32}",
            _LS32,
            _H16,
            "",
        )
    ):
        head = f"(?:{group}{{0,{before - 1}}}{_H16})?" if before else ""
        choices.append(f"{head}::{tail}")
    return "(?:" + "|".join(choices) + ")"


_IPV6 = _ipv6()
_EMAIL = (
    f"(?:{_ATOM}(?:\\.{_ATOM})*|{_QUOTED})"
    f"@(?:{_LABEL}(?:\\.{_LABEL})*|\\[(?:{_IPV4}|IPv6:{_IPV6})\\])"
)

_UNRESERVED = "A-Za-z0-9._~-"
_SUB_DELIMS = "!$&'()*+,;="
_ENCODED = "%[0-9A-Fa-f][0-9A-Fa-f]"


def _characters(more: str) -> str:
    return f"(?:[{more}{_SUB_DELIMS}{_UNRESERVED}]|{_ENCODED})"


_PCHAR = _characters(":@")
_HOST = f"(?:\\[(?:{_IPV6}|v[0-9A-Fa-f]+\\.[:{_SUB_DELIMS}{_UNRESERVED}]+)\\]|{_characters('')}*)"
_AUTHORITY = f"(?:{_characters(':')}*@)?{_HOST}(?::[0-9]*)?"
_URI = (
    f"[A-Za-z][A-Za-z0-9+.-]*:"
    f"(?://{_AUTHORITY}(?:/{_PCHAR}*)*|/(?:{_PCHAR}+(?:/{_PCHAR}*)*)?|{_PCHAR}+(?:/{_PCHAR}*)*|)"
    f"(?:\\?{_characters(':@/?')}*)?(?:#{_characters(':@/?')}*)?"
)
_UUID = "-".join(f"[0-9A-Fa-f]{{{count}}}" for count in (8, 4, 4, 4, 12))


def _matches(pattern: str) -> Callable[[Raw], Raw]:
    return lambda subject: fragment("{} ~ {}", subject, Literal(f"^(?:{pattern})$"))


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
        _matches(f"{_DATE}[Tt]{_TIME}")(subject),
        subject,
        minutes,
        offset,
        subject,
    )


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "uuid": Format("is not a UUID", _uuid, "_is_uuid", _UUID),
        "date": Format("is not a date (YYYY-MM-DD)", _matches(_DATE), "_is_date", _DATE),
        "date-time": Format(
            "is not a date-time with an offset (RFC 3339)",
            _date_time,
            "_is_date_time",
            f"{_DATE}[Tt]{_TIME}",
        ),
        "email": Format("is not an e-mail address", _matches(_EMAIL), "_is_email", _EMAIL),
        "uri": Format("is not a URI with a scheme", _matches(_URI), "_is_uri", _URI),
    }
)
"""Every supported format by name."""
