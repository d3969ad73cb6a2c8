-- What each table has come to, its partitions and children included, and what was done to it.
-- How much of its pages is room is reckoned from what ANALYZE found: widths and shares of nulls.
WITH RECURSIVE below (top, oid) AS (
    SELECT c.oid, c.oid
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p')
        AND NOT c.relispartition
        AND c.relpersistence <> 't'
        AND n.nspname <> 'information_schema'
        AND n.nspname !~ '^pg_'
        AND n.nspname !~ %s
    UNION
    SELECT b.top, h.inhrelid
    FROM below AS b
    JOIN pg_catalog.pg_inherits AS h ON h.inhparent = b.oid
),
one_row (schema, name, bytes) AS (
    -- A pointer of 4 bytes, a header of 24, the values, and what brings them to multiples of 8.
    SELECT schemaname, tablename, 4 + 24 + 4 + sum(avg_width * (1 - null_frac))
    FROM pg_catalog.pg_stats
    WHERE NOT inherited
    GROUP BY schemaname, tablename
),
relation AS (
    SELECT
        b.top,
        c.oid,
        c.relkind,
        c.relpartbound,
        c.relnamespace,
        c.relname,
        CASE c.relkind WHEN 'p' THEN 0 ELSE greatest(c.reltuples, s.n_live_tup, 0) END AS rows,
        pg_catalog.pg_relation_size(c.oid) AS heap,
        pg_catalog.pg_indexes_size(c.oid) AS indexes,
        pg_catalog.pg_total_relation_size(c.oid) AS bytes,
        coalesce(o.option_value::int, 100) / 100.0 AS fillfactor,
        pg_catalog.current_setting('block_size')::int AS page,
        s.n_dead_tup,
        s.n_tup_ins,
        s.n_tup_upd,
        s.n_tup_hot_upd,
        s.n_tup_del,
        s.seq_scan,
        s.idx_scan
    FROM below AS b
    JOIN pg_catalog.pg_class AS c ON c.oid = b.oid
    LEFT JOIN pg_catalog.pg_stat_all_tables AS s ON s.relid = c.oid
    LEFT JOIN pg_catalog.pg_options_to_table(c.reloptions) AS o ON o.option_name = 'fillfactor'
),
filled AS (
    SELECT
        r.*,
        CASE
            WHEN r.heap = 0 THEN 0
            WHEN w.bytes IS NULL THEN NULL
            ELSE greatest(0, r.heap - r.page * ceil(r.rows * w.bytes / r.fillfactor / (r.page - 24)))
        END AS room
    FROM relation AS r
    JOIN pg_catalog.pg_namespace AS n ON n.oid = r.relnamespace
    LEFT JOIN one_row AS w ON (w.schema, w.name) = (n.nspname, r.relname)
)
SELECT
    n.nspname AS schema,
    t.relname AS name,
    count(*) FILTER (WHERE r.oid <> t.oid AND r.relkind <> 'p')::int AS parts,
    sum(r.rows)::bigint AS rows,
    sum(r.heap)::bigint AS heap,
    sum(r.indexes)::bigint AS indexes,
    sum(r.bytes - r.heap - r.indexes)::bigint AS rest,
    CASE WHEN bool_and(r.room IS NOT NULL) THEN sum(r.room)::bigint END AS room,
    coalesce(sum(r.n_dead_tup), 0)::bigint AS dead,
    coalesce(sum(r.n_tup_ins), 0)::bigint AS inserted,
    coalesce(sum(r.n_tup_upd), 0)::bigint AS updated,
    coalesce(sum(r.n_tup_hot_upd), 0)::bigint AS updated_in_page,
    coalesce(sum(r.n_tup_del), 0)::bigint AS deleted,
    coalesce(sum(r.seq_scan), 0)::bigint AS scans,
    coalesce(sum(r.idx_scan), 0)::bigint AS lookups,
    coalesce(
        sum(r.rows) FILTER (WHERE pg_catalog.pg_get_expr(r.relpartbound, r.oid) = 'DEFAULT'),
        0
    )::bigint AS stray
FROM filled AS r
JOIN pg_catalog.pg_class AS t ON t.oid = r.top
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.relnamespace
GROUP BY n.nspname, t.relname
ORDER BY n.nspname, t.relname
