SELECT
    'pg_ts_parser'::regclass::oid AS class_oid,
    p.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    p.prsname AS id_name,
    '' AS id_table,
    p.prsstart::text AS start,
    p.prstoken::text AS gettoken,
    p.prsend::text AS end,
    nullif(p.prsheadline, 0)::regproc::text AS headline,
    p.prslextype::text AS lextypes
FROM pg_ts_parser AS p
JOIN pg_namespace AS n ON n.oid = p.prsnamespace
WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
