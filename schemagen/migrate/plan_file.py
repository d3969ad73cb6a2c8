"""What `plan.json` says of a migration: what was proven, and what is known besides its text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any, Final

from schemagen.catalog.hazard import HazardType
from schemagen.catalog.lock import Lock, LockMode, Work
from schemagen.frozen import frozen
from schemagen.migrate.step import Direction

FORMAT: Final = 1
PLAN: Final = "plan.json"


@frozen
class Fact:
    """What a plan knows of a statement besides its text.

    Attributes:
        target: the object that it is about, for people.
        hazards: names and reasons: `{"DELETES_DATA": "rows of app.orders are dropped"}`.
        lock: the strongest lock that it takes on a relation that is there already.
        locks: all of them, with what is done to each relation meanwhile.
        fails_if: what in the rows makes it fail.
        remedy: what the spec can say against that.
        settled: see `step.Alone`.
        cleanup: see `step.Alone`.
    """

    target: str = ""
    hazards: Mapping[str, str] | None = None
    lock: str = ""
    locks: tuple[Lock, ...] = ()
    fails_if: str = ""
    remedy: str = ""
    settled: str = ""
    cleanup: tuple[str, ...] = ()

    @property
    def is_handwritten(self) -> bool:
        """Whether a person wrote the statement, and not schemagen."""
        return HazardType.IS_USER_GENERATED in (self.hazards or ())


@frozen
class Way:
    """One way of a migration, as its plan describes it.

    Attributes:
        checksum: that of the file which was proven.
        facts: what is known of its statements, by their text, in their order.
        former: checksums of the same statements, laid out in another way.
    """

    checksum: str
    facts: Mapping[str, Fact]
    former: tuple[str, ...] = ()


@frozen
class Replaced:
    """A migration that another one stands for, with the checksum of its up.sql.

    `replaces` are those that it stood for itself: a database may have them in its place.
    """

    id: str
    checksum: str
    replaces: tuple[Replaced, ...] = ()


@frozen
class Rolling:
    """What was tried of two versions of an application that run at the same time.

    Attributes:
        old_models: what models of the schema before it cannot do after it, a line each.
        new_models: what models of the schema after it cannot do before it.
        untried: what fails for made-up rows in its own schema already, and so tells nothing; not
            what it has in common with the other schema.
        whole: why it cannot be written in two, where no order keeps both versions working.
    """

    old_models: tuple[str, ...] = ()
    new_models: tuple[str, ...] = ()
    untried: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()


@frozen
class Access:
    """Whose access a migration changes, as sentences.

    Attributes:
        gains: what somebody may do after it and not before.
        losses: what somebody may do before it and not after.
        news: what comes or goes as a whole.
        untried: why it is not known; empty if it is.
    """

    gains: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()
    news: tuple[str, ...] = ()
    untried: str = ""


@frozen
class Plan:
    """What `plan.json` says.

    Attributes:
        follows: the id of the migration before; empty for the first.
        state: a digest of the declared catalog that the migration leads to.
        grade: what the way back restores: `exact`, `data-lossy` or `irreversible`.
        reasons: why it is no better.
        ways: the statements of both ways.
        archives: the schemas that keep what it takes away, with what each of them keeps.
        replaces: the migrations that it stands for, in their order.
        rolling: whether versions of the application run beside each other; None if not tried.
        access: whose access changes; None if nobody's can, or nobody looked.
    """

    project: str
    follows: str
    state: str
    grade: str
    reasons: tuple[str, ...]
    ways: Mapping[Direction, Way]
    archives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    replaces: tuple[Replaced, ...] = ()
    rolling: Rolling | None = None
    access: Access | None = None


def checksum(text: str) -> str:
    """Return the checksum of a script. Ends of lines do not count: git may change them."""
    return checksum_of(text.encode())


def checksum_of(content: bytes) -> str:
    """Return the checksum of a script as it is in its file."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def write_plan(plan: Plan) -> str:
    """Return the text of plan.json; the same plan gives the same bytes."""
    archives = {schema: list(kept) for schema, kept in plan.archives.items()}
    body = {
        "format": FORMAT,
        "project": plan.project,
        "follows": plan.follows,
        **_replaces_as_json(plan.replaces),
        "state": plan.state,
        "undo": {"grade": plan.grade, "reasons": list(plan.reasons)},
        **({"archives": archives} if archives else {}),
        **({"access": access_as_json(plan.access)} if plan.access else {}),
        **({"rolling": rolling_as_json(plan.rolling)} if plan.rolling else {}),
        **{str(way): _way_as_json(plan.ways[way]) for way in Direction},
    }
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def rolling_as_json(rolling: Rolling) -> dict[str, list[str]]:
    """Return what a plan says of versions that run beside each other."""
    return {
        "old_models": list(rolling.old_models),
        "new_models": list(rolling.new_models),
        "untried": list(rolling.untried),
        **({"whole": list(rolling.whole)} if rolling.whole else {}),
    }


def access_as_json(access: Access) -> dict[str, Any]:
    """Return what a plan says of access."""
    return {
        "gains": list(access.gains),
        "losses": list(access.losses),
        "news": list(access.news),
        **({"untried": access.untried} if access.untried else {}),
    }


def _replaces_as_json(replaces: Iterable[Replaced]) -> dict[str, Any]:
    items = [
        {"id": each.id, "checksum": each.checksum, **_replaces_as_json(each.replaces)}
        for each in replaces
    ]
    return {"replaces": items} if items else {}


def _way_as_json(way: Way) -> dict[str, Any]:
    return {
        "checksum": way.checksum,
        **({"former": list(way.former)} if way.former else {}),
        "statements": [
            {"sql": text, **{key: value for key, value in _fact_as_json(fact) if value}}
            for text, fact in way.facts.items()
        ],
    }


def _fact_as_json(fact: Fact) -> Iterable[tuple[str, Any]]:
    yield "target", fact.target
    yield "lock", fact.lock
    yield "locks", list(map(_lock_as_json, fact.locks))
    yield "hazards", dict(fact.hazards or {})
    yield "fails_if", fact.fails_if
    yield "remedy", fact.remedy if fact.fails_if else ""
    yield "settled", fact.settled
    yield "cleanup", list(fact.cleanup)


def _lock_as_json(lock: Lock) -> dict[str, str]:
    work = {"work": str(lock.work)} if lock.work is not Work.NONE else {}
    return {"schema": lock.schema, "relation": lock.relation, "mode": str(lock.mode), **work}


def read_plan(body: Mapping[str, Any]) -> Plan:
    """Return what the JSON of a plan says.

    Raises:
        ValueError: its format is of another version of schemagen.
        KeyError, TypeError: it is not a plan.
    """
    if body["format"] != FORMAT:
        raise ValueError(f"its format is {body['format']}, not {FORMAT}")
    return Plan(
        project=body["project"],
        follows=body["follows"],
        state=body["state"],
        grade=body["undo"]["grade"],
        reasons=tuple(body["undo"]["reasons"]),
        ways={way: _way(body[way]) for way in Direction},
        archives={schema: tuple(kept) for schema, kept in body.get("archives", {}).items()},
        replaces=_replaced(body),
        rolling=_rolling(body["rolling"]) if "rolling" in body else None,
        access=_access(body["access"]) if "access" in body else None,
    )


def _access(item: Mapping[str, Any]) -> Access:
    gains, losses, news = (tuple(item[name]) for name in ("gains", "losses", "news"))
    return Access(gains, losses, news, item.get("untried", ""))


def _rolling(item: Mapping[str, Any]) -> Rolling:
    old, new, untried = item["old_models"], item["new_models"], item["untried"]
    return Rolling(tuple(old), tuple(new), tuple(untried), tuple(item.get("whole", ())))


def _replaced(body: Mapping[str, Any]) -> tuple[Replaced, ...]:
    return tuple(
        Replaced(item["id"], item["checksum"], _replaced(item)) for item in body.get("replaces", ())
    )


def _way(body: Mapping[str, Any]) -> Way:
    return Way(body["checksum"], _Facts(body["statements"]), tuple(body.get("former", ())))


class _Facts(Mapping[str, Fact]):
    """Facts by the text of their statement, each read when it is asked for: most never are."""

    def __init__(self, items: Sequence[Mapping[str, Any]]) -> None:
        self._items = {item["sql"]: item for item in items}

    def __getitem__(self, text: str) -> Fact:
        return _fact(self._items[text])

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)


def _fact(item: Mapping[str, Any]) -> Fact:
    return Fact(
        target=item.get("target", ""),
        hazards=item.get("hazards", {}),
        lock=item.get("lock", ""),
        locks=tuple(map(_lock, item.get("locks", ()))),
        fails_if=item.get("fails_if", ""),
        remedy=item.get("remedy", ""),
        settled=item.get("settled", ""),
        cleanup=tuple(item.get("cleanup", ())),
    )


def _lock(item: Mapping[str, str]) -> Lock:
    work = Work(item.get("work", Work.NONE))
    return Lock(LockMode(item["mode"]), item["schema"], item["relation"], work)
