-- What each table has come to, its partitions and children included, and what was done to it.
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
)
SELECT
    n.nspname AS schema,
    t.relname AS name,
    count(*) FILTER (WHERE c.oid <> t.oid AND c.relkind <> 'p')::int AS parts,
    coalesce(sum(greatest(c.reltuples, s.n_live_tup, 0)) FILTER (WHERE c.relkind <> 'p'), 0)::bigint
        AS rows,
    sum(pg_catalog.pg_relation_size(c.oid))::bigint AS heap,
    sum(pg_catalog.pg_indexes_size(c.oid))::bigint AS indexes,
    sum(
        pg_catalog.pg_total_relation_size(c.oid)
        - pg_catalog.pg_relation_size(c.oid)
        - pg_catalog.pg_indexes_size(c.oid)
    )::bigint AS rest,
    coalesce(sum(s.n_dead_tup), 0)::bigint AS dead,
    coalesce(sum(s.n_tup_ins), 0)::bigint AS inserted,
    coalesce(sum(s.n_tup_upd), 0)::bigint AS updated,
    coalesce(sum(s.n_tup_hot_upd), 0)::bigint AS updated_in_page,
    coalesce(sum(s.n_tup_del), 0)::bigint AS deleted,
    coalesce(sum(s.seq_scan), 0)::bigint AS scans,
    coalesce(sum(s.idx_scan), 0)::bigint AS lookups,
    coalesce(
        sum(greatest(c.reltuples, s.n_live_tup, 0))
            FILTER (WHERE pg_catalog.pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT'),
        0
    )::bigint AS stray
FROM below AS b
JOIN pg_catalog.pg_class AS t ON t.oid = b.top
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.relnamespace
JOIN pg_catalog.pg_class AS c ON c.oid = b.oid
LEFT JOIN pg_catalog.pg_stat_all_tables AS s ON s.relid = c.oid
GROUP BY n.nspname, t.relname
ORDER BY n.nspname, t.relname
