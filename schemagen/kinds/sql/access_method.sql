SELECT
    'pg_am'::regclass::oid AS class_oid,
    a.oid,
    0 AS sub_id,
    '' AS id_schema,
    a.amname AS id_name,
    '' AS id_table,
    CASE a.amtype WHEN 't' THEN 'table' ELSE 'index' END AS type,
    p.pronamespace::regnamespace::text || '.' || quote_ident(p.proname) AS handler
FROM pg_am AS a
JOIN pg_proc AS p ON p.oid = a.amhandler
-- Those below are PostgreSQL's own (FirstNormalObjectId).
WHERE a.oid >= 16384
