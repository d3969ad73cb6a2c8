"""A stand-in for Citus in a database that is thrown away.

It takes the calls that distribute tables, with their locks, and notes what they say where Citus
notes it, so that scripts and migrations run as they are and are read back like those of a cluster.
No row is moved: that the cluster itself takes the tables is what the rules of the spec are for.
"""

from __future__ import annotations

from typing import Any, Final

from psycopg import Connection

from schemagen.errors import SandboxError

_THERE: Final = """\
SELECT pg_catalog.to_regclass('pg_catalog.pg_dist_partition') IS NOT NULL,
    (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)"""
_CHECK: Final = """\
    EXECUTE pg_catalog.format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', table_name);
    IF EXISTS (SELECT FROM pg_catalog.pg_dist_partition WHERE logicalrelid = table_name) THEN
        RAISE EXCEPTION 'table % is already distributed', table_name;
    END IF;
"""
_BEGIN: Final = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $stand$"
# The tables have the columns of Citus' own that are read, and a column of a table stands in them as
# its number.
_MAKE: Final = f"""\
SET allow_system_table_mods = on;
CREATE TABLE pg_catalog.pg_dist_colocation (
    colocationid integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, shardcount integer);
CREATE TABLE pg_catalog.pg_dist_partition (
    logicalrelid regclass PRIMARY KEY, partmethod "char" NOT NULL, partkey text,
    colocationid integer NOT NULL, repmodel "char" NOT NULL);
RESET allow_system_table_mods;
GRANT SELECT ON pg_catalog.pg_dist_colocation, pg_catalog.pg_dist_partition TO PUBLIC;
CREATE FUNCTION pg_catalog.column_to_column_name(table_name regclass, column_var_text text)
RETURNS text LANGUAGE sql STABLE AS $stand$
    SELECT attname::text FROM pg_catalog.pg_attribute
    WHERE attrelid = table_name AND attnum = column_var_text::smallint $stand$;
CREATE FUNCTION pg_catalog.create_distributed_table(
    table_name regclass, distribution_column text, distribution_type text DEFAULT 'hash',
    colocate_with text DEFAULT 'default', shard_count integer DEFAULT NULL)
RETURNS void {_BEGIN}
DECLARE key smallint; colocation integer;
BEGIN
{_CHECK}
    SELECT attnum INTO STRICT key FROM pg_catalog.pg_attribute
    WHERE attrelid = table_name AND attname = distribution_column AND NOT attisdropped;
    INSERT INTO pg_catalog.pg_dist_colocation (shardcount)
    VALUES (coalesce(create_distributed_table.shard_count, 32))
    RETURNING colocationid INTO colocation;
    INSERT INTO pg_catalog.pg_dist_partition VALUES (table_name, 'h', key, colocation, 's');
END $stand$;
CREATE FUNCTION pg_catalog.create_distributed_table_concurrently(
    table_name regclass, distribution_column text, distribution_type text DEFAULT 'hash',
    colocate_with text DEFAULT 'default', shard_count integer DEFAULT NULL)
RETURNS void LANGUAGE sql AS $stand$
    SELECT pg_catalog.create_distributed_table($1, $2, $3, $4, $5) $stand$;
CREATE FUNCTION pg_catalog.create_reference_table(table_name regclass)
RETURNS void {_BEGIN}
BEGIN
{_CHECK}
    INSERT INTO pg_catalog.pg_dist_partition VALUES (table_name, 'n', NULL, 0, 't');
END $stand$;
CREATE FUNCTION pg_catalog.undistribute_table(
    table_name regclass, cascade_via_foreign_keys boolean DEFAULT false)
RETURNS void {_BEGIN}
BEGIN
    EXECUTE pg_catalog.format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', table_name);
    DELETE FROM pg_catalog.pg_dist_partition WHERE logicalrelid = table_name;
END $stand$;
CREATE FUNCTION pg_catalog.alter_distributed_table(
    table_name regclass, distribution_column text DEFAULT NULL, shard_count integer DEFAULT NULL,
    colocate_with text DEFAULT NULL, cascade_to_colocated boolean DEFAULT NULL)
RETURNS void {_BEGIN}
BEGIN
    EXECUTE pg_catalog.format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', table_name);
    UPDATE pg_catalog.pg_dist_colocation AS c SET shardcount = alter_distributed_table.shard_count
    FROM pg_catalog.pg_dist_partition AS p
    WHERE p.logicalrelid = table_name AND c.colocationid = p.colocationid;
END $stand$;
"""


def stand_in(connection: Connection[Any], *, needed: bool = True) -> bool:
    """Let a database take the calls of Citus; tell whether it could not before.

    Without being `needed`, it is left as it is where the role may not do this.

    Raises:
        SandboxError: it has no Citus, and the role may not stand in for it.
    """
    there, may = connection.execute(_THERE).fetchall()[0]
    if there or not (may or needed):
        return False
    if not may:
        raise SandboxError(
            "the database has no extension citus, and only a superuser may stand in for it"
        )
    connection.execute(_MAKE.encode())
    return True


def without_cluster(tables: int) -> str:
    """Say of how many tables a cluster was stood in for, and what was not tried by that."""
    called = "1 table" if tables == 1 else f"{tables} tables"
    return (
        f"tried without Citus, which the server does not have: the calls that distribute {called}"
        " were only noted, and all rows are on one node"
    )
