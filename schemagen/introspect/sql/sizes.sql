-- The bytes of every relation with rows: its partitions and children, and what is kept beside it.
WITH RECURSIVE below (top, oid) AS (
    SELECT c.oid, c.oid
    FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'm')
        AND c.relpersistence <> 't'
        AND n.nspname <> 'information_schema'
        AND n.nspname !~ '^pg_'
    UNION
    SELECT b.top, h.inhrelid
    FROM below AS b
    JOIN pg_inherits AS h ON h.inhparent = b.oid
)
SELECT n.nspname::text AS schema, c.relname::text AS relation, sum(pg_table_size(b.oid))::bigint
FROM below AS b
JOIN pg_class AS c ON c.oid = b.top
JOIN pg_namespace AS n ON n.oid = c.relnamespace
GROUP BY n.nspname, c.relname
