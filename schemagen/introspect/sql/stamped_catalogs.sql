-- The catalogs with their columns, without what VACUUM, ANALYZE and TRUNCATE write.
SELECT
    c.relname::text AS name,
    has_table_privilege(c.oid, 'SELECT') AS readable,
    -- What cannot be hashed as it is is hashed as text. So are privileges: the hash of one is the sum
    -- of its numbers, without its grant option since 16.
    array_agg(
        quote_ident(a.attname) || CASE
            WHEN t.typname ~ '^(pg_|anyarray$|_aclitem$)' THEN '::text' ELSE ''
        END
        ORDER BY a.attnum
    ) AS columns
FROM pg_class AS c
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND c.relname <> ALL (%s)
    AND a.attname <> ALL (%s)
    -- Who may not read subscriptions as they are reads none of their columns, if there are any.
    AND (c.relname <> 'pg_subscription' OR has_table_privilege(c.oid, 'SELECT')
        OR EXISTS (SELECT s.oid FROM pg_subscription AS s))
GROUP BY c.oid, c.relname
ORDER BY c.relname
