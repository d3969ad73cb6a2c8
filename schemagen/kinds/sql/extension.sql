SELECT
    'pg_extension'::regclass::oid AS class_oid,
    e.oid,
    0 AS sub_id,
    '' AS id_schema,
    e.extname AS id_name,
    '' AS id_table,
    n.nspname AS schema
FROM pg_extension AS e
JOIN pg_namespace AS n ON n.oid = e.extnamespace
WHERE e.extname <> 'plpgsql'
