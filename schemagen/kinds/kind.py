"""What an object kind must bring along, so that no engine ever names one.

A kind is one module in `schemagen.kinds`: its model, its part of the spec language, its DDL.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from typing import Any, Generic, TypeAlias, TypeVar

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, Grant, ObjectId
from schemagen.catalog.statement import Statement, Topic
from schemagen.declare.declaration import Declaration
from schemagen.declare.section import Section
from schemagen.frozen import frozen
from schemagen.kinds.archive import Keep, KeyPart
from schemagen.kinds.carry import CarriedValue, Carry
from schemagen.kinds.online import Online

T = TypeVar("T", bound=CatalogObject)

Alteration: TypeAlias = Callable[[T, T], Iterable[Statement] | None]


class Facet(StrEnum):
    """Which of the properties that all kinds share a kind really has (`catalog/facets`)."""

    COMMENT = "comment"
    OWNER = "owner"
    GRANTS = "grants"


@frozen
class CreateContext:
    """What a `create` may look at: the catalog, and the parts that go inside its own statement.

    `inlined` is what is written there, `members` whose text that is.
    """

    catalog: Catalog
    inlined: Sequence[str] = ()
    members: Sequence[CatalogObject] = ()


@frozen
class Release:
    """Letting go of an object and taking hold of it again.

    `heavy` tells that what depends on the releasing object has to be rebuilt around it,
    `impossible` that the object has to be rebuilt itself.
    """

    statements: tuple[Statement, ...]
    restore: tuple[Statement, ...]
    heavy: bool = False
    impossible: bool = False


@frozen
class Besides:
    """What PostgreSQL makes with an object, and how a spec gives it another name."""

    id: ObjectId
    remedy: str


@frozen(kw_only=True, slots=False)
class Parts(Generic[T]):
    """What has names inside an object and can get others: the labels of an enum.

    Attributes:
        former: the field that says the former names: pairs of a name and the one before.
        names: the names that there are.
        renamed: the object with these names (keys) under others (values).
        rename: what gives a part (first name) another name (second).
        are_constants: whether expressions name them as constants of the type, `'draft'::status`.
    """

    former: str
    names: Callable[[T], Iterable[str]]
    renamed: Callable[[T, Mapping[str, str]], T]
    rename: Callable[[T, str, str], Statement]
    are_constants: bool = False


@frozen(kw_only=True, slots=False)
class Kind(Generic[T]):
    """Everything that is known of one kind of object.

    Attributes:
        name: snake case, as in PostgreSQL's documentation: `materialized_view`.
        plural: for people, in reports and headings: `materialized views`.
        keyword: what COMMENT ON and ALTER … OWNER TO call it: `MATERIALIZED VIEW`.
        model: its catalog object.
        phase: which objects come first where dependencies leave a choice; lower is earlier.
        source: the relation that it is read from, where only an extension brings that: without
            it there is none of the kind.
        create: the statements that make it.
        shell: what stands for it where functions that it needs need it themselves. It is made
            before them, and removed together with them.
        calls: names, without their arguments, of what its text may call. PostgreSQL looks for them
            only when the text runs: it is made after them, but where that cannot be, before.
        drop: the statements that remove it, none if it goes with its parent.
        leave: what has to be done before it is dropped (first) where others stay (second): a
            partition that rows outside refer to is detached.
        inline: its text inside the CREATE statement of its parent, or None for this object when it
            needs a statement of its own. Kinds without it always have their own statements.
        definition: for members, what is said of one besides its kind, its name and its relation:
            `UNIQUE (a, b)`, `USING gin (tags)`.
        finish: statements that can only run when every object is there: who owns a sequence.
        fill: statements that read rows, as the owner may when all privileges are given.
        alters: for fields that change in place, what changes them, given the object as it is and as
            it shall be. None from it means that this very change cannot be made in place.
        frees: for fields that change in place, what must be done before anything is taken down: a
            partition lets go of its parent before another takes its place.
        left: for relations, which others they are parts of no longer once they are freed, be it
            for a moment: what goes there does not go here by itself.
        lent: whether a part has it only as long as it is one: it goes when the part lets go.
        joins: what must be done in an object, given as it is and as it shall be, before its
            relation becomes a part of another: it cannot be renamed then.
        freed: what an object, given as it is and as it shall be, needs no longer once it is freed.
        binds: fields that hold on to what must not change meanwhile, and to what: a table is of a
            type. They are freed before it changes in any way, and set again after.
        fixed: names of members whose types cannot change while it stands: those of a partition key.
        goes_along: whether it goes with its relation even if it needs what was made after that.
        goes_with: what removes the object when it is removed itself, besides its relation: the
            column that a sequence belongs to, the table that has a partition.
        attached: whether its parent's can do without it meanwhile: where the relation is there and
            is a partition already, it is made by itself and attached, and goes with the parent's.
        members: fields that name members of relations. They are set when everything stands, and
            again when the named member of this relation is made anew.
        bequest: what an object that follows another (second) has when it has just been made for the
            other (first), if that is not a plain copy.
        rename: the statements that give an object (first) the name of another (second).
        place: where an object stands among its like, if it cannot be moved: a column.
        parts: what has names inside of it.
        release: how an object that must survive, given as it is and as it shall be, lets go of
            another that is being replaced; None if it does not hold on to it. Kinds without it are
            rebuilt instead.
        rebuilt_with_column: whether the object stands in the way of a column's new type. PostgreSQL
            itself rebuilds indexes and most constraints.
        sections: the keys of the spec language that declare it.
        declare: what a spec says of it, given the whole catalog: the inverse of lowering. None from
            it for what another object's declaration says already.
        identity: how a statement names it: `public.agents`, `agents_read ON public.agents`.
        facets: which shared properties it has.
        topic: which output its statements also belong to.
        namespace: whether other objects live in it, by their `schema`.
        shared: whether it belongs to the whole server and not to one database.
        brings: whether it brings along what no catalog holds, and anything may need.
        name_spaces: which names must differ: `relation` for what pg_class holds, `type` for what
            pg_type holds (relations with rows have a type, too), `constraint` within a table; none
            where the id alone tells objects apart.
        besides: what PostgreSQL makes with it that has a name of its own and is no object here: the
            sequence of an identity.
        rename_beside: gives that, which has the id, another name.
        renamed_when_equal: whether an object that goes and an equal one that comes are one object
            under a new name. Never so for what holds rows, where only the person can know.
        relation: whether columns, indexes, triggers and the like belong to it.
        unlisted: for relations, whether there are parts of it that no catalog lists.
        carry: how what is in an object outlives that it is made anew, be it rows or a number.
        carried: for members, what of their values is carried over from the present one (first) to
            another, perhaps as text because the type is made anew.
        archived: for relations that an archive can keep, and for their members that stay with them:
            the object as it stands there, or why it cannot, given what is in the archive too.
        spread: whether the rows of its relation are on several nodes: no plan goes over them in the
            order of a key, or puts a trigger of its own there.
        opening: what a transaction of several statements begins with where one of the kind is
            there.
        keep: how the values of an object are kept in an archive when it goes by itself.
        identifies: for constraints, the columns that tell the rows of a relation from each other.
        refers: for constraints, the relation whose rows it refers to.
        key_part: for columns, how they serve in such a key; None if they may have no value.
        same_key: for such columns, whether values of a column as it is (first) and as it shall be
            (second) are still equal, so that the one finds a row by the other.
        quiet: what an object, given as it stands, does when rows are read or written as a whole,
            put off and on again: the triggers of an update, policies that hold for the owner.
        online: recipes for large relations, instead of the plain statements.
        restricts: whether it keeps rows out that could be written without it: it comes last and
            goes first while two versions of an application run.
        between: the object that serves both of them, given it as it is (first; None if it comes to
            what is there) and as it shall be (second; None if it goes from what stays); or why
            there is none. Without it, what goes stays, and what changes is as it shall be.
        gives_access: whether even a new one may show or let change what was there before: a view, a
            function that runs as its owner, a role.
        admits: for what lets roles get at rows: with which command, `all` for every one, and which
            roles.
        keyword_of: the keyword where it depends on the object (a procedure is no FUNCTION).
        makes: what default privileges call it: `tables`; empty where they do not touch it.
        preset: for default privileges: what objects of a sort in a schema are granted when they are
            made, and what of PostgreSQL's own defaults they lack.
        granted_on: what stands behind ON in GRANT, where it is not keyword and name, and the column
            in parentheses if there is one.
    """

    name: str
    plural: str
    keyword: str
    model: type[T]
    phase: int
    create: Callable[[T, CreateContext], Iterable[Statement]]
    drop: Callable[[T], Iterable[Statement]]
    identity: Callable[[T], str]
    source: str = ""
    leave: Callable[[T, Catalog], Iterable[Statement]] | None = None
    inline: Callable[[T], str | None] | None = None
    definition: Callable[[T], str] | None = None
    finish: Callable[[T], Iterable[Statement]] | None = None
    fill: Callable[[T], Iterable[Statement]] | None = None
    alters: Mapping[str, Alteration[T]] = field(default_factory=dict)
    frees: Mapping[str, Alteration[T]] = field(default_factory=dict)
    left: Callable[[T, T], Collection[ObjectId]] | None = None
    lent: bool = False
    joins: Alteration[T] | None = None
    freed: Callable[[T, T], Collection[ObjectId]] | None = None
    shell: Callable[[T], Statement] | None = None
    calls: Callable[[T], Collection[str]] | None = None
    binds: Mapping[str, Callable[[T], ObjectId | None]] = field(default_factory=dict)
    fixed: Callable[[T], Collection[str]] | None = None
    goes_along: bool = False
    goes_with: Callable[[T], ObjectId | None] | None = None
    attached: bool = False
    members: Mapping[str, Callable[[T], str | None]] = field(default_factory=dict)
    bequest: Callable[[T, T], T] | None = None
    rename: Callable[[T, T], Iterable[Statement]] | None = None
    place: Callable[[T], int] | None = None
    parts: Parts[T] | None = None
    release: Callable[[T, T, ObjectId], Release | None] | None = None
    rebuilt_with_column: bool = True
    sections: tuple[Section[Any], ...] = ()
    declare: Callable[[T, Catalog], Declaration | None] | None = None
    facets: frozenset[Facet] = field(default_factory=frozenset)
    topic: Topic = Topic.SCHEMA
    relation: bool = False
    unlisted: Callable[[T], bool] | None = None
    namespace: bool = False
    shared: bool = False
    brings: bool = False
    name_spaces: tuple[str, ...] = ()
    besides: Callable[[T], Iterable[Besides]] | None = None
    rename_beside: Callable[[T, ObjectId, str], Statement] | None = None
    renamed_when_equal: Callable[[T], bool] | None = None
    carry: Carry[T] | None = None
    carried: Callable[[T, T, bool], CarriedValue | None] | None = None
    archived: Callable[[T, Collection[ObjectId]], T | str] | None = None
    spread: bool = False
    opening: Statement | None = None
    keep: Keep[T] | None = None
    identifies: Callable[[T], tuple[str, ...]] | None = None
    refers: Callable[[T], ObjectId] | None = None
    key_part: Callable[[T], KeyPart | None] | None = None
    same_key: Callable[[T, T], bool] | None = None
    quiet: Callable[[T], tuple[Sequence[Statement], Sequence[Statement]]] | None = None
    online: Online[T] | None = None
    restricts: Callable[[T], bool] | None = None
    between: Callable[[T | None, T | None], T | str | None] | None = None
    gives_access: bool = False
    admits: Callable[[T], tuple[str, Collection[str]]] | None = None
    keyword_of: Callable[[T], str] | None = None
    makes: str = ""
    preset: Callable[[T, str, str], tuple[Iterable[Grant], Iterable[Grant]]] | None = None
    granted_on: Callable[[T], tuple[str, str | None]] | None = None
