SELECT c.conrelid::bigint AS relation, c.conname AS name, c.contype::text AS type,
    c.conkey AS columns, c.confrelid::bigint AS other, c.confkey AS other_columns,
    pg_get_expr(c.conbin, c.conrelid) AS expression, c.condeferrable AS deferrable,
    c.condeferred AS deferred
FROM pg_constraint AS c
WHERE c.conrelid = ANY (%s) AND c.contype IN ('c', 'f', 'p', 'u', 'x')
UNION ALL
SELECT i.indrelid::bigint, x.relname, 'u', i.indkey::smallint[], 0, NULL, NULL, false, false
FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid
WHERE i.indrelid = ANY (%s) AND i.indisunique
    AND NOT EXISTS (SELECT FROM pg_constraint AS c WHERE c.conindid = i.indexrelid)
ORDER BY 1, 3, 2
