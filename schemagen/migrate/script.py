"""A migration's SQL file: statements that a person reads and may edit, with marks between them.

    -- schemagen: new transaction             what follows is committed apart from what stands above
    -- schemagen: no transaction              the next statement runs outside of any transaction
    -- schemagen: batches of 1000             the next UPDATE or DELETE goes over so many rows at a
                                              time, in the order of the primary key; or an INSERT
                                              over the rows of the one table that it selects from
    -- schemagen: batches of 1000 by (id)     the same in the order of another key

Without a mark a statement shares the transaction of the one above it. A psql user can run the file
as it is: marks are comments.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from schemagen.catalog.hazard import HazardType
from schemagen.errors import MigrationError
from schemagen.migrate.step import Action, Alone, Batches, Step, Together, actions_of
from schemagen.sqltext.quoting import Literal, Names, Raw, sql
from schemagen.sqltext.statements import Statement, split_statements
from schemagen.sqltext.tokens import SqlTextError, Token, tokenize

_MARK: Final = re.compile(r"^[ \t]*-- *schemagen: *(.*?) *$", re.MULTILINE)
_BATCHES: Final = re.compile(r"batches(?: of (\d+))?(?: by \((.+)\))?")
_NEW: Final = "new transaction"
_NONE: Final = "no transaction"
_PARTS: Final = frozenset({"set", "from", "using", "where", "returning", "select", "on"})
BATCH_SIZE: Final = 1000
"""How many rows a transaction goes over, where nobody says another number."""


class _Marked(NamedTuple):
    statement: Statement
    marks: tuple[str, ...]


def read_script(text: str, name: str) -> tuple[Step, ...]:
    """Return the steps of a script; `name` is what messages call it.

    Raises:
        MigrationError: the text is not SQL, or a mark is unknown or does not fit.
    """
    steps: list[Step] = []
    together: list[Action] = []

    def close() -> None:
        if together:
            steps.append(Together(tuple(together)))
            together.clear()

    for statement, marks in _marked(text, name):
        where = f"{name}:{text.count(chr(10), 0, statement.start) + 1}"
        action = Action(statement.text)
        if marks:
            close()
        batches = next((found for mark in marks if (found := _BATCHES.fullmatch(mark))), None)
        if batches is not None:
            steps.append(_batches(statement.text, batches, where))
        elif _NONE in marks:
            steps.append(Alone(action))
        else:
            together.append(action)
    close()
    return tuple(steps)


def write_steps(steps: Sequence[Step], title: Callable[[Action], str]) -> str:
    """Return the text of steps; `title` gives the comment above a statement, or nothing.

    A comment stands above the first of the statements that share it.
    """
    blocks: list[list[str]] = []
    last = ""
    for number, step in enumerate(steps):
        mark = _mark_of(step, first=number == 0)
        for position, action in enumerate(described(step)):
            heading = title(action)
            head = [f"-- schemagen: {mark}"] if mark and not position else []
            if heading and (heading != last or head):
                head.append(f"-- {heading}")
            if head or not blocks:
                blocks.append(head)
            blocks[-1].append(f"{action.sql};")
            last = heading
    return "\n\n".join("\n".join(block) for block in blocks) + "\n" if blocks else ""


def _marked(text: str, name: str) -> Iterator[_Marked]:
    """Yield statements with the marks that stand between them and the statement before."""
    try:
        statements = split_statements(text)
    except SqlTextError as error:
        where = f"{name}:{text.count(chr(10), 0, error.offset) + 1}"
        raise MigrationError(error.message, where=where) from error
    marks = list(_MARK.finditer(text))
    end = 0
    for statement in statements:
        own = [mark for mark in marks if end <= mark.start() < statement.start]
        for mark in own:
            _check_mark(mark[1], f"{name}:{text.count(chr(10), 0, mark.start()) + 1}")
        yield _Marked(statement, tuple(mark[1] for mark in own))
        end = statement.start + len(statement.text)


def _check_mark(mark: str, where: str) -> None:
    if mark not in (_NEW, _NONE) and not _BATCHES.fullmatch(mark):
        raise MigrationError(
            f'unknown mark "{mark}"',
            where=where,
            hint=f"there are: {_NEW}; {_NONE}; batches of {BATCH_SIZE};"
            f" batches of {BATCH_SIZE} by (id)",
        )


def _batches(text: str, mark: re.Match[str], where: str) -> Batches:
    return batches_of(text, tuple(_names(mark[2] or "")), int(mark[1] or BATCH_SIZE), where)


def batches_of(text: str, key: tuple[str, ...], size: int = BATCH_SIZE, where: str = "") -> Batches:
    """Take a statement apart that goes over so many rows of one table at a time, by a key.

    That is an UPDATE, a DELETE, or an INSERT of what it selects from one table.

    Raises:
        MigrationError: it is another statement; `where` tells its place.
    """
    tokens = tokenize(text)
    if tokens[0].word == "insert":
        return _inserting(text, key, size, where)
    deletes = [token.word for token in tokens[:2]] == ["delete", "from"]
    places = _clauses(tokens[2:] if deletes else tokens)
    refused = {"from", "using", "returning"} & places.keys()
    if refused or not (deletes or (tokens[0].word == "update" and "set" in places)):
        raise _unfit(where)
    stop, condition = places.get("where", (len(text), len(text)))
    begin, end = places.get("set", (stop, stop))
    return Batches(
        table=text[tokens[1 if deletes else 0].end : begin].strip(),
        key=key,
        assignments=text[end:stop].strip(),
        condition=text[condition:].strip(),
        size=size,
    )


def _inserting(text: str, key: tuple[str, ...], size: int, where: str) -> Batches:
    places = _clauses(tokenize(text))
    if "select" not in places or "from" not in places or {"using", "returning"} & places.keys():
        raise _unfit(where)
    ending = places.get("on", (len(text), len(text)))[0]
    stop, condition = places.get("where", (ending, ending))
    return Batches(
        table=text[places["from"][1] : stop].strip(),
        key=key,
        assignments="",
        condition=text[condition:ending].strip(),
        size=size,
        insert=text[: places["select"][0]].strip(),
        selected=tuple(_listed(text[places["select"][1] : places["from"][0]])),
        ending=text[ending:].strip(),
    )


def _listed(text: str) -> Iterator[str]:
    """Yield the parts of a list of expressions."""
    depth = start = 0
    for token in tokenize(text):
        depth += (token.text in "([") - (token.text in ")]")
        if not depth and token.text == ",":
            yield text[start : token.start].strip()
            start = token.end
    yield text[start:].strip()


def _unfit(where: str) -> MigrationError:
    return MigrationError(
        "only an UPDATE or DELETE of one table, without another one or RETURNING, runs in batches,"
        " or an INSERT of what it selects from one table",
        where=where,
        hint="UPDATE app.users SET email = lower(email) WHERE email <> lower(email)",
    )


def _clauses(tokens: Sequence[Token]) -> Mapping[str, tuple[int, int]]:
    """Return where the words of a statement stand that begin its parts."""
    depth = 0
    places: dict[str, tuple[int, int]] = {}
    for token in tokens:
        depth += (token.word == "(") - (token.word == ")")
        if not depth and token.word in _PARTS:
            places.setdefault(token.word, (token.start, token.end))
    return places


def _names(text: str) -> Iterator[str]:
    """Yield the names of a list as the catalog has them."""
    for part in filter(None, text.split(",")):
        name = part.strip()
        quoted = len(name) > 1 and name[0] == name[-1] == '"'
        yield name[1:-1].replace('""', '"') if quoted else name.lower()


def _mark_of(step: Step, *, first: bool) -> str:
    match step:
        case Together():
            return "" if first else _NEW
        case Alone():
            return _NONE
        case Batches():
            return _batches_mark(step.key, step.size)


def batches_comment(key: tuple[str, ...], size: int = 0) -> str:
    """Return the line that lets the UPDATE below it go over its rows by a key, so many at a time.

    0 stands for the usual number.
    """
    return f"-- schemagen: {_batches_mark(key, size or BATCH_SIZE)}"


def _batches_mark(key: tuple[str, ...], size: int) -> str:
    if not key:
        return sql("batches of {}", Literal(size))
    return sql("batches of {} by ({})", Literal(size), Names(key))


def texts_of(step: Step) -> tuple[str, ...]:
    """Return the statements of a step as its file has them; of batches, the whole UPDATE."""
    return tuple(action.sql for action in described(step))


def described(step: Step) -> tuple[Action, ...]:
    """Return the statements of a step for people: batches as the one statement that they make."""
    if not isinstance(step, Batches):
        return actions_of(step)
    where = sql(" WHERE {}", Raw(step.condition)) if step.condition else ""
    table = Raw(step.table)
    risks: dict[str, str] = {HazardType.IS_USER_GENERATED: ""}
    if step.insert:
        ending = Raw(sql(" {}", Raw(step.ending)) if step.ending else "")
        listed = Raw(", ".join(step.selected))
        head = sql("{} SELECT {}", Raw(step.insert), listed)
        text = sql("{} FROM {}{}{}", Raw(head), table, Raw(where), ending)
    elif step.assignments:
        text = sql("UPDATE {} SET {}{}", table, Raw(step.assignments), Raw(where))
    else:
        text = sql("DELETE FROM {}{}", table, Raw(where))
        risks = {HazardType.DELETES_DATA: "", **risks}
    hazards = risks if step.hazards is None else step.hazards
    return (Action(text, f"rows of {step.relation}", hazards),)
