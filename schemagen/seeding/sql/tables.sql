SELECT c.oid::bigint AS oid, n.nspname AS schema, c.relname AS name, c.relkind = 'p' AS partitioned,
    c.relhasrules AS has_rules,
    -- Rows go into the default partition only where there is no other.
    coalesce((
        SELECT array_agg(pg_get_partition_constraintdef(leaf.relid) ORDER BY leaf.relid::oid)
        FROM (
            SELECT p.relid,
                rank() OVER (ORDER BY pg_get_expr(part.relpartbound, part.oid) = 'DEFAULT') AS choice
            FROM pg_partition_tree(c.oid) AS p
            JOIN pg_class AS part ON part.oid = p.relid
            WHERE c.relkind = 'p' AND p.isleaf
        ) AS leaf
        WHERE leaf.choice = 1
    ), '{}') AS partitions
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
    AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
    AND n.nspname !~ %s AND n.nspname <> ALL (%s)
    AND NOT EXISTS (
        SELECT FROM pg_depend AS d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
    )
ORDER BY n.nspname, c.relname
