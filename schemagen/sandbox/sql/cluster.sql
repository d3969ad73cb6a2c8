-- Makes in a database what takes the calls of Citus, and notes what they say.
--
-- The tables have those columns of Citus' own that are read. The column that rows are distributed by
-- stands in them as its number. What a table was to lie beside, which Citus does not keep, is in the
-- last two.
SET allow_system_table_mods = on;

CREATE TABLE pg_catalog.pg_dist_colocation (
    colocationid integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    shardcount integer
);

CREATE TABLE pg_catalog.pg_dist_partition (
    logicalrelid regclass PRIMARY KEY,
    partmethod "char" NOT NULL,
    partkey text,
    colocationid integer NOT NULL,
    repmodel "char" NOT NULL,
    colocate_with text,
    beside oid
);

RESET allow_system_table_mods;

GRANT SELECT ON pg_catalog.pg_dist_colocation, pg_catalog.pg_dist_partition TO PUBLIC;

CREATE FUNCTION pg_catalog.column_to_column_name(table_name regclass, column_var_text text)
    RETURNS text
    LANGUAGE sql
    STABLE
AS $$
    SELECT attname::text FROM pg_catalog.pg_attribute
    WHERE attrelid = table_name AND attnum = column_var_text::smallint
$$;

CREATE FUNCTION pg_catalog.update_distributed_table_colocation(
    table_name regclass, colocate_with text
)
    RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    other oid;
BEGIN
    IF colocate_with NOT IN ('default', 'none') THEN
        other := colocate_with::regclass;
    END IF;
    UPDATE pg_dist_partition AS p
    SET colocate_with = CASE
            WHEN other IS NULL THEN update_distributed_table_colocation.colocate_with
            ELSE 'table'
        END,
        beside = other
    WHERE p.logicalrelid = table_name;
END
$$;

CREATE FUNCTION pg_catalog.create_distributed_table(
    table_name regclass,
    distribution_column text,
    distribution_type text DEFAULT 'hash',
    colocate_with text DEFAULT 'default',
    shard_count integer DEFAULT NULL
)
    RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    key smallint;
    colocation integer;
BEGIN
    EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', table_name);
    SELECT attnum INTO STRICT key FROM pg_attribute
    WHERE attrelid = table_name AND attname = distribution_column AND NOT attisdropped;
    INSERT INTO pg_dist_colocation (shardcount)
    VALUES (coalesce(create_distributed_table.shard_count, 32))
    RETURNING colocationid INTO colocation;
    INSERT INTO pg_dist_partition VALUES (table_name, 'h', key, colocation, 's');
    PERFORM update_distributed_table_colocation(table_name, colocate_with);
END
$$;

CREATE FUNCTION pg_catalog.create_distributed_table_concurrently(
    table_name regclass,
    distribution_column text,
    distribution_type text DEFAULT 'hash',
    colocate_with text DEFAULT 'default',
    shard_count integer DEFAULT NULL
)
    RETURNS void
    LANGUAGE sql
AS $$
    SELECT pg_catalog.create_distributed_table($1, $2, $3, $4, $5)
$$;

CREATE FUNCTION pg_catalog.create_reference_table(table_name regclass)
    RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', table_name);
    INSERT INTO pg_dist_partition VALUES (table_name, 'n', NULL, 0, 't');
END
$$;

CREATE FUNCTION pg_catalog.undistribute_table(
    table_name regclass, cascade_via_foreign_keys boolean DEFAULT false
)
    RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', table_name);
    DELETE FROM pg_dist_partition WHERE logicalrelid = table_name;
END
$$;

CREATE FUNCTION pg_catalog.alter_distributed_table(
    table_name regclass,
    distribution_column text DEFAULT NULL,
    shard_count integer DEFAULT NULL,
    colocate_with text DEFAULT NULL,
    cascade_to_colocated boolean DEFAULT NULL
)
    RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', table_name);
    IF colocate_with IS NOT NULL THEN
        PERFORM update_distributed_table_colocation(table_name, colocate_with);
    ELSE
        UPDATE pg_dist_colocation AS c SET shardcount = alter_distributed_table.shard_count
        FROM pg_dist_partition AS p
        WHERE p.logicalrelid = table_name AND c.colocationid = p.colocationid;
    END IF;
END
$$;
