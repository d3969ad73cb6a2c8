"""A spec against live databases of every version."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from schemagen.app.build import build
from schemagen.app.connecting import parse_target
from schemagen.app.diff import diff_live
from schemagen.app.difference import DiffReport, ProjectDiff
from schemagen.app.scratch import PREFIX, scratch_choices
from schemagen.app.selection import Selection
from schemagen.cli import app
from schemagen.diff.words import describe
from schemagen.errors import SandboxError, SettingsError, SpecError
from schemagen.sandbox import Server
from tests.app.repository import SHOP, edit, write

NOWHERE = "postgresql://nobody@127.0.0.1:1/postgres"
RICH = """\
schemagen: 1
project: shop
actors:
  clerk: {role: shop_clerk, claims: {user_id: uuid}}
enums:
  state: [open, paid]
tables:
  orders:
    comment: What somebody bought.
    timestamps: true
    columns:
      id: bigint generated always as identity primary key
      owner_id: uuid not null
      state: state not null default 'open'
      total: numeric(10,2) not null check (total >= 0 and total < 1e6)
    indexes:
      - {columns: [owner_id, created_at desc], where: state in ('open')}
    access:
      clerk: {select: owner_id = claim.user_id, insert: owner_id = claim.user_id}
views:
  open_orders: {query: "select id, total from orders where state = 'open'", security_invoker: false}
"""

Make = Callable[[str], str]


@pytest.fixture
def made(repository: Path, new_database: Callable[[], str], psql: Callable[..., str]) -> Make:
    """Build a spec of the project shop and make a database of it; gives its URL."""

    def make(spec: str) -> str:
        (repository / "specs/shop.yaml").write_text(spec)
        build(repository, ["shop"])
        url = new_database()
        psql(url, (repository / "generated/shop/schema.sql").read_text())
        return url

    return make


def run(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def compared(
    repository: Path, url: str, scratch_url: str | None = None, selection: Selection | None = None
) -> ProjectDiff:
    report: DiffReport = diff_live(
        repository, ["shop"], url, scratch_url=scratch_url, selection=selection
    )
    [project] = report.projects
    return project


def words(project: ProjectDiff) -> list[str]:
    return [
        f"{line.mark} {line.text}" for group in describe(project.changes) for line in group.lines
    ]


def databases(server: Server) -> set[str]:
    with psycopg.connect(server.url()) as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database")}


def roles(server: Server) -> set[str]:
    with psycopg.connect(server.url()) as connection:
        return {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}


def test_a_database_that_was_made_of_the_spec_is_not_different(
    repository: Path, made: Make
) -> None:
    url = made(RICH)
    project = compared(repository, url)
    assert words(project) == []
    assert project.aside.left_alone == ()
    assert project.way.up == ()


def test_the_way_leads_to_what_the_spec_declares_and_back(repository: Path, made: Make) -> None:
    url = made(RICH)
    spec = repository / "specs/shop.yaml"
    edit(spec, "      total: numeric", "      note: text\n      sum: {was: total, type: 'numeric")
    edit(spec, "check (total >= 0 and total < 1e6)", "check (sum >= 0)'}")
    edit(spec, "select id, total from", "select id, sum from")
    edit(spec, "[open, paid]", "[open, paid, sent]")
    project = compared(repository, url)
    assert "~ column total renamed to sum" in words(project)
    assert "+ column note text" in words(project)
    run(url, *(item.sql for item in project.way.up))
    assert words(compared(repository, url)) == []


def test_what_somebody_did_by_hand_is_told(repository: Path, made: Make) -> None:
    url = made(RICH)
    run(
        url,
        "ALTER TABLE orders ALTER state DROP DEFAULT",
        "DROP POLICY orders_clerk_insert ON orders",
        "CREATE TABLE mine (id int)",
        "GRANT DELETE ON orders TO shop_clerk",
    )
    project = compared(repository, url)
    told = words(project)
    assert "~ column state: default none → 'open'::public.state" in told
    assert "- table mine (1 column)" in told
    assert any(line.startswith("+ policy orders_clerk_insert") for line in told)
    assert "~ table orders: grants - DELETE to shop_clerk" in told
    run(url, *(item.sql for item in project.way.up))
    assert words(compared(repository, url)) == []


def test_an_unchanged_spec_is_not_tried_again(repository: Path, made: Make) -> None:
    url = made(RICH)
    compared(repository, url)
    assert words(compared(repository, url, scratch_url=NOWHERE)) == []


def test_a_changed_spec_is_tried_in_part_and_told_as_if_it_were_in_whole(
    repository: Path, made: Make
) -> None:
    url = made(RICH)
    compared(repository, url)
    spec = repository / "specs/shop.yaml"
    edit(spec, "      total: numeric(10,2)", "      note: text\n      total: numeric(12,2)")
    edit(spec, "owner_id = claim.user_id, insert", "owner_id = claim.user_id or total = 0, insert")
    in_part = compared(repository, url)
    shutil.rmtree(repository / ".schemagen")
    in_whole = compared(repository, url)
    assert "~ column total: type numeric(10,2) → numeric(12,2)" in words(in_part)
    assert words(in_part) == words(in_whole)
    assert in_part.way == in_whole.way


def test_without_the_cache_or_with_a_damaged_one_only_time_is_lost(
    repository: Path, made: Make
) -> None:
    url = made(RICH)
    compared(repository, url)
    cache = repository / ".schemagen/cache/canonical"
    [entry] = cache.glob("*.json")
    whole = entry.read_text()
    entry.write_text(whole.replace("numeric", "integer"))
    (repository / ".schemagen/cache/shop-agreement.json").unlink()
    assert words(compared(repository, url)) == []
    assert entry.read_text() == whole
    shutil.rmtree(repository / ".schemagen")
    assert words(compared(repository, url)) == []
    shutil.rmtree(repository / ".schemagen")
    with pytest.raises(SandboxError, match=r"the scratch server 127\.0\.0\.1:1"):
        compared(repository, url, scratch_url=NOWHERE)


def test_a_database_that_nobody_wrote_to_is_not_read_again(
    repository: Path, made: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = made(RICH)
    compared(repository, url)
    with monkeypatch.context() as patched:
        patched.setattr("schemagen.app.live.ask", None)
        assert words(compared(repository, url)) == []
        run(url, "CREATE DATABASE not_ours")
        run(url, "COMMENT ON DATABASE not_ours IS 'Of somebody else.'")
        run(url, "ALTER DATABASE not_ours SET work_mem = '5MB'")
        assert words(compared(repository, url)) == []
        run(url, "DROP DATABASE not_ours")
    run(url, "COMMENT ON TABLE orders IS 'Changed.'")
    assert words(compared(repository, url)) != []


def test_what_was_alike_is_compared_again_when_anything_changes(
    repository: Path, made: Make
) -> None:
    url = made(RICH)
    run(url, "CREATE TABLE mine (id int)")
    without = Selection(exclude=("public.mine",))
    for _ in range(2):
        again = compared(repository, url, selection=without)
        assert (words(again), again.aside.left_alone) == ([], ("public (1 table)",))
    assert words(compared(repository, url)) == ["- table mine (1 column)"]
    run(url, "COMMENT ON TABLE orders IS 'Changed.'")
    assert words(compared(repository, url, selection=without)) == [
        "~ table orders: comment Changed. → What somebody bought."
    ]
    run(url, "COMMENT ON TABLE orders IS 'What somebody bought.'")
    edit(repository / "specs/shop.yaml", "owner_id: uuid not null", "owner_id: uuid")
    assert words(compared(repository, url, selection=without))[0] == (
        "~ column owner_id: not null yes → no"
    )


def test_a_former_name_that_is_told_later_is_heard(repository: Path, made: Make) -> None:
    url = made(SHOP)
    spec = repository / "specs/shop.yaml"
    edit(spec, "name: text not null", "title: text not null")
    assert words(compared(repository, url)) == [
        "- column name text NOT NULL",
        "+ column title text NOT NULL",
    ]
    edit(spec, "title: text not null", "title: {type: text not null, was: name}")
    assert words(compared(repository, url))[0] == "~ column name renamed to title"


def test_what_the_spec_does_not_mention_is_left_alone_and_named(
    repository: Path, made: Make
) -> None:
    url = made(RICH)
    run(
        url,
        "CREATE SCHEMA audit",
        "CREATE TABLE audit.log (id int)",
        "CREATE VIEW audit.all_orders AS SELECT id FROM public.orders",
    )
    project = compared(repository, url)
    assert words(project) == []
    assert project.aside.left_alone == ("audit (1 table, 1 view)",)
    everything = compared(repository, url, selection=Selection(schemas=("*",)))
    assert "- schema audit" in words(everything)


def test_privileges_on_what_extensions_bring_are_compared_where_the_spec_tells_of_them(
    repository: Path, made: Make
) -> None:
    url = made(RICH)
    run(url, "REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC")
    project = compared(repository, url)
    assert words(project) == []
    assert project.aside.left_alone == ("extension plpgsql (1 extension member)",)
    member = "  language plpgsql: {extension: plpgsql, grants: {public: none}}\n"
    edit(repository / "specs/shop.yaml", "tables:", f"extension_members:\n{member}tables:")
    assert words(compared(repository, url)) == []
    run(url, "GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC")
    assert words(compared(repository, url)) == ["+ extension member language plpgsql"]


def test_what_schemagen_does_not_know_is_named_each_time(repository: Path, made: Make) -> None:
    url = made(RICH)
    assert compared(repository, url).aside.unmodelled == ()
    run(url, "CREATE TYPE mine")
    for _ in range(2):
        project = compared(repository, url)
        assert words(project) == []
        assert project.aside.unmodelled == ("type public.mine",)


def test_objects_and_schemas_can_be_left_out(repository: Path, made: Make) -> None:
    url = made(RICH)
    run(url, "CREATE TABLE tmp_1 (id int)", "ALTER TABLE orders ADD note text")
    project = compared(repository, url, selection=Selection(exclude=("public.tmp_*",)))
    assert words(project) == ["- column note text"]
    assert project.aside.left_alone == ("public (1 table)",)
    write(
        repository,
        {"schemagen.toml": "[projects.shop]\nexclude = ['public.tmp_*', '*.orders.note']\n"},
    )
    assert words(compared(repository, url)) == []


def test_a_setting_that_is_no_list_is_refused(repository: Path) -> None:
    write(repository, {"schemagen.toml": "[projects.shop]\nexclude = 'tmp'\n"})
    with pytest.raises(SettingsError, match='"exclude" of the project shop has to be a list'):
        diff_live(repository, ["shop"], NOWHERE)


def test_one_database_is_compared_with_one_project(repository: Path) -> None:
    with pytest.raises(SettingsError, match="one project, and there are several") as caught:
        diff_live(repository, (), NOWHERE)
    assert caught.value.hint == "name one of them: depot, shop"


def test_a_reader_who_owns_nothing_and_may_make_nothing(
    repository: Path, made: Make, server: Server
) -> None:
    url = made(RICH)
    run(
        url,
        "CREATE ROLE onlooker LOGIN",
        "CREATE ROLE holder",
        "ALTER TABLE orders OWNER TO holder",
    )
    before = databases(server), roles(server)
    project = compared(repository, url.replace("postgres@", "onlooker@"))
    assert words(project) == []
    assert (databases(server), roles(server)) == before
    run(url, "ALTER TABLE orders OWNER TO postgres")


def test_a_role_of_the_server_may_be_a_member_of_one_that_comes_after_it(
    repository: Path, made: Make
) -> None:
    url = made(RICH)
    run(
        url,
        "CREATE ROLE zz_above",
        "CREATE ROLE aa_below LOGIN IN ROLE zz_above, shop_clerk, pg_read_all_data",
        "DROP POLICY orders_clerk_select ON orders",
    )
    project = compared(repository, url)
    assert words(project) == ["+ policy orders_clerk_select"]
    done = CliRunner().invoke(app(), ["diff", "--root", str(repository), "shop", "--url", url])
    run(url, "DROP ROLE aa_below, zz_above")
    assert "    clerk may now read its own rows in public.orders\n" in done.stdout


def test_an_owner_who_is_no_superuser_needs_no_other_server(
    repository: Path, server: Server, database: str, psql: Callable[..., str]
) -> None:
    build(repository, ["shop"])
    name = psycopg.conninfo.conninfo_to_dict(database)["dbname"]
    run(database, "CREATE ROLE keeper LOGIN CREATEDB", f"ALTER DATABASE {name} OWNER TO keeper")
    url = database.replace("postgres@", "keeper@")
    psql(url, (repository / "generated/shop/schema.sql").read_text())
    choice = scratch_choices(server.major, parse_target(url, ""))[0]
    with choice.open() as scratch:
        assert scratch.connection.info.user == "keeper"
        assert len([each for each in databases(server) if each.startswith(PREFIX)]) == 1
    assert words(compared(repository, url)) == []
    assert not [each for each in databases(server) if each.startswith(PREFIX)]
    run(database, f"ALTER DATABASE {name} OWNER TO postgres", "DROP OWNED BY keeper")


def test_roles_that_are_missing_are_told_and_not_made(
    repository: Path, server: Server, database: str
) -> None:
    (repository / "specs/shop.yaml").write_text(RICH)
    before = databases(server), roles(server)
    project = compared(repository, database)
    assert "+ role shop_clerk" in words(project)
    assert (databases(server), roles(server)) == before
    run(database, *(item.sql for item in project.way.up))
    assert words(compared(repository, database)) == []


def test_what_postgres_refuses_is_shown_in_the_spec(
    repository: Path, server: Server, database: str
) -> None:
    spec = RICH.replace("check (total >= 0 and total < 1e6)", "check (total >= 'much')")
    (repository / "specs/shop.yaml").write_text(spec)
    with pytest.raises(SpecError) as caught:
        compared(repository, database)
    [problem] = caught.value.problems
    assert problem.place.excerpt.strip().startswith("total: numeric")
    assert "PostgreSQL refuses" in problem.message
    assert 'invalid input syntax for type numeric: "much"' in problem.message
    assert not [name for name in databases(server) if name.startswith(PREFIX)]


def test_a_mistake_is_told_although_nobody_can_stop_a_query(
    repository: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: psycopg.Connection[object]) -> None:
        raise psycopg.OperationalError("a pooler stops no query of others")

    monkeypatch.setattr(psycopg.Connection, "cancel", refuse)
    (repository / "specs/shop.yaml").write_text(SHOP.replace("text", "no_type"))
    with pytest.raises(SpecError):
        compared(repository, database)


def test_relations_of_somebody_else_are_made_up_for_the_trial(
    repository: Path, database: str
) -> None:
    spec = SHOP + (
        "  profiles:\n    columns:\n      id: uuid primary key references auth.users (id)\n"
        "external:\n  auth.users: {columns: {id: uuid, email: text}}\n"
    )
    (repository / "specs/shop.yaml").write_text(spec)
    run(
        database,
        "CREATE SCHEMA auth",
        "CREATE TABLE auth.users (id uuid PRIMARY KEY, email text, phone text)",
    )
    project = compared(repository, database)
    assert not [line for line in words(project) if "auth" in line and "FOREIGN KEY" not in line]
    run(database, *(item.sql for item in project.way.up))
    again = compared(repository, database)
    assert words(again) == []
    assert again.aside.left_alone == ("auth (1 table)",)


def test_an_extension_that_is_not_installed_is_no_hindrance_until_it_is_used(
    repository: Path, server: Server, database: str
) -> None:
    if server.installation.origin != "wheel":
        pytest.skip("this server has the extensions")
    (repository / "specs/shop.yaml").write_text(SHOP + "extensions: [citext]\n")
    assert "+ extension citext" in words(compared(repository, database))
    (repository / "specs/shop.yaml").write_text(
        SHOP.replace("name: text", "name: citext") + "extensions: [citext]\n"
    )
    with pytest.raises(SandboxError, match="it has no extension citext") as caught:
        compared(repository, database)
    assert "--scratch-url" in caught.value.hint


def test_an_extension_is_where_the_database_has_it(
    repository: Path, server: Server, database: str
) -> None:
    if server.installation.origin == "wheel":
        pytest.skip("this server has no extensions")
    spec = SHOP.replace("name: text", "name: ext.citext") + (
        "extensions: [citext]\nexternal: {ext.unused: {columns: {a: text}}}\n"
    )
    (repository / "specs/shop.yaml").write_text(spec)
    run(database, "CREATE SCHEMA ext", "CREATE EXTENSION citext SCHEMA ext")
    project = compared(repository, database)
    assert not [line for line in words(project) if "extension" in line or "schema" in line]
    run(database, *(item.sql for item in project.way.up))
    assert words(compared(repository, database)) == []
    assert words(compared(repository, database)) == []


@contextmanager
def prepared(server: Server) -> Iterator[str]:
    """Give the URL of a database in which somebody put what a spec relies on."""
    url = server.create_database("prepared")
    try:
        run(
            url,
            "CREATE SCHEMA auth",
            "CREATE FUNCTION auth.uid() RETURNS uuid STABLE RETURN gen_random_uuid()",
        )
        yield url
    finally:
        server.drop_database("prepared")


def test_a_scratch_database_can_be_prepared(
    repository: Path, server: Server, database: str
) -> None:
    spec = SHOP.replace("name: text not null", "name: uuid not null default auth.uid()")
    (repository / "specs/shop.yaml").write_text(spec)
    with pytest.raises(SpecError) as caught:
        compared(repository, database)
    assert "--scratch-url" in caught.value.problems[0].hint
    with prepared(server) as url:
        project = compared(repository, database, scratch_url=url)
    assert [line for line in words(project) if "auth" in line] == []
    assert "+ table products (2 columns, 1 primary key)" in words(project)


def test_a_scratch_server_of_another_version_is_refused(
    repository: Path, servers: object, server: Server, database: str
) -> None:
    other = servers.of(16 if server.major == 18 else 18)  # type: ignore[attr-defined]
    with pytest.raises(SandboxError, match=f"it is PostgreSQL {other.major}, and {server.major}"):
        compared(repository, database, scratch_url=other.url())


def test_a_database_that_was_restored_from_a_dump_is_the_same(
    repository: Path,
    made: Make,
    new_database: Callable[[], str],
    psql: Callable[..., str],
    pg_dump: Callable[[str], str],
) -> None:
    """PostgreSQL reads the expressions of its own dump into another form."""
    spec = SHOP.replace(
        "name: text not null",
        "name: text not null\n      size: varchar(1) check (size in ('s', 'm', 'l'))",
    )
    dumped, restored = made(spec), new_database()
    psql(restored, pg_dump(dumped))
    forms = [_check_of(dumped), _check_of(restored)]
    assert forms[0] != forms[1]
    assert words(compared(repository, dumped)) == []
    assert words(compared(repository, restored)) == []
    run(restored, "ALTER TABLE products DROP CONSTRAINT products_size_check")
    run(restored, "ALTER TABLE products ADD CHECK (size in ('s', 'm'))")
    [line] = words(compared(repository, restored))
    assert "products_size_check" in line


def _check_of(url: str) -> str:
    with psycopg.connect(url) as connection:
        query = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname ~ 'size'"
        row = connection.execute(query).fetchone()
    assert row is not None
    return str(row[0])


ON_SOMEBODY_ELSES = (
    SHOP
    + """\
functions:
  greet: {returns: trigger, language: plpgsql, body: BEGIN RETURN new; END}
external:
  auth.users:
    columns: {id: uuid}
    triggers: {greet: {events: insert, timing: after, function: greet}}
"""
)


def test_a_trigger_on_what_is_somebody_elses_goes_when_the_spec_has_it_no_more(
    repository: Path, database: str
) -> None:
    spec = repository / "specs/shop.yaml"
    spec.write_text(ON_SOMEBODY_ELSES)
    run(
        database,
        "CREATE SCHEMA auth",
        "CREATE TABLE auth.users (id uuid)",
        "CREATE FUNCTION auth.own() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
        "CREATE TRIGGER own BEFORE INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION auth.own()",
    )
    run(database, *(item.sql for item in compared(repository, database).way.up))
    assert words(compared(repository, database)) == []

    edit(spec, "    triggers: {greet: {events: insert, timing: after, function: greet}}\n", "")
    assert words(compared(repository, database)) == ["- trigger greet"]
    left_out = Selection(exclude=("auth.*",))
    assert words(compared(repository, database, selection=left_out)) == []

    spec.write_text(SHOP)
    project = compared(repository, database)
    assert words(project) == ["- function greet()", "- trigger greet"]
    run(database, *(item.sql for item in project.way.up))
    assert words(compared(repository, database)) == []
