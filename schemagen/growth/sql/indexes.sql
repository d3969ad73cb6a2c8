-- How large each index is, with those of partitions, and how often it was used.
SELECT
    n.nspname AS schema,
    t.relname AS table,
    x.relname AS name,
    i.indisunique OR i.indisreplident OR EXISTS (
        SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conindid = i.indexrelid
    ) AS needed,
    (
        SELECT sum(pg_catalog.pg_relation_size(p.oid))
        FROM (
            SELECT i.indexrelid AS oid UNION SELECT relid FROM pg_catalog.pg_partition_tree(i.indexrelid)
        ) AS p
    )::bigint AS bytes,
    (
        SELECT coalesce(sum(s.idx_scan), 0)
        FROM (
            SELECT i.indexrelid AS oid UNION SELECT relid FROM pg_catalog.pg_partition_tree(i.indexrelid)
        ) AS p
        JOIN pg_catalog.pg_stat_all_indexes AS s ON s.indexrelid = p.oid
    )::bigint AS used
FROM pg_catalog.pg_index AS i
JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
JOIN pg_catalog.pg_class AS t ON t.oid = i.indrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.relnamespace
WHERE NOT t.relispartition
    AND t.relkind IN ('r', 'p')
    AND t.relpersistence <> 't'
    AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_'
    AND n.nspname !~ %s
ORDER BY n.nspname, t.relname, x.relname
