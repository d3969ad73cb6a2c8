SELECT
    'pg_conversion'::regclass::oid AS class_oid,
    c.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    c.conname AS id_name,
    '' AS id_table,
    pg_get_userbyid(c.conowner) AS owner,
    pg_encoding_to_char(c.conforencoding) AS source,
    pg_encoding_to_char(c.contoencoding) AS target,
    p.pronamespace::regnamespace::text || '.' || quote_ident(p.proname) AS function,
    c.condefault AS "default"
FROM pg_conversion AS c
JOIN pg_namespace AS n ON n.oid = c.connamespace
JOIN pg_proc AS p ON p.oid = c.conproc
WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
