-- Tables, views and what is like them, but for partitions; %(role)s is who looks. Those of schemagen
-- itself are a list of their own.
SELECT n.nspname AS schema, c.relname AS name, c.relkind::text AS kind,
    (CASE WHEN c.relkind = 'p' THEN parts.rows ELSE greatest(c.reltuples, -1) END)::bigint AS rows,
    (CASE WHEN c.relkind = 'p' THEN parts.pages ELSE c.relpages END)::bigint AS pages,
    c.relrowsecurity AS protected,
    pg_catalog.obj_description(c.oid, 'pg_class') AS comment,
    pg_catalog.has_any_column_privilege(%(role)s, c.oid, 'SELECT') AS selects,
    takes.inserts AND pg_catalog.has_any_column_privilege(%(role)s, c.oid, 'INSERT') AS inserts,
    takes.updates AND pg_catalog.has_any_column_privilege(%(role)s, c.oid, 'UPDATE') AS updates,
    takes.deletes AND pg_catalog.has_table_privilege(%(role)s, c.oid, 'DELETE') AS deletes
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
    SELECT CASE WHEN bool_and(p.reltuples >= 0) THEN sum(p.reltuples) ELSE -1 END AS rows,
        coalesce(sum(p.relpages), 0) AS pages
    FROM pg_catalog.pg_inherits AS i
    JOIN pg_catalog.pg_class AS p ON p.oid = i.inhrelid
    WHERE i.inhparent = c.oid AND c.relkind = 'p'
) AS parts
{takes}
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
    AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND (n.nspname ~ %(apart)s) = %(own)s
    AND (%(search)s = '' OR strpos(lower(n.nspname || '.' || c.relname), lower(%(search)s)) > 0)
    AND (n.nspname, c.relname) > (%(after_schema)s, %(after_name)s)
ORDER BY n.nspname, c.relname
LIMIT %(limit)s
