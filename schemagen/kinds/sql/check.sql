SELECT
    'pg_constraint'::regclass::oid AS class_oid,
    k.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    k.conname AS id_name,
    c.relname AS id_table,
    pg_get_expr(k.conbin, k.conrelid) AS expression,
    k.connoinherit AS no_inherit,
    NOT k.convalidated AS not_valid
FROM pg_constraint AS k
JOIN pg_class AS c ON c.oid = k.conrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE k.contype = 'c' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
