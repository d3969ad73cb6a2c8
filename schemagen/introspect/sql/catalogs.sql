-- The system catalogs whose rows are objects of this database, each with its column for the schema.
SELECT c.relname::text AS catalog, n.attname::text AS namespace
FROM pg_class AS c
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'oid' AND a.attnum > 0
LEFT JOIN pg_attribute AS n
    ON n.attrelid = c.oid AND n.attname ~ '^[a-z]{3,}namespace$' AND n.atttypid = 'oid'::regtype
WHERE c.relnamespace = 'pg_catalog'::regnamespace
    AND c.relkind = 'r'
    AND (NOT c.relisshared OR c.relname = 'pg_subscription')
    AND has_column_privilege(c.oid, a.attnum, 'SELECT')
ORDER BY c.relname
