SELECT
    'pg_ts_template'::regclass::oid AS class_oid,
    t.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    t.tmplname AS id_name,
    '' AS id_table,
    nullif(t.tmplinit, 0)::regproc::text AS init,
    t.tmpllexize::text AS lexize
FROM pg_ts_template AS t
JOIN pg_namespace AS n ON n.oid = t.tmplnamespace
WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
