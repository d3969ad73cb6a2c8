SELECT
    'pg_class'::regclass::oid AS class_oid,
    c.oid,
    a.attnum AS sub_id,
    n.nspname AS id_schema,
    a.attname AS id_name,
    c.relname AS id_table,
    a.attacl AS acl,
    acldefault('c', c.relowner) AS acl_default,
    pg_get_expr(d.adbin, d.adrelid) AS "default",
    nullif(a.attstattarget, -1) AS statistics,
    CASE WHEN a.attstorage <> t.typstorage THEN s.words ->> a.attstorage::text END AS storage,
    s.words ->> t.typstorage::text AS type_storage,
    CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END AS compression
FROM pg_attribute AS a
JOIN pg_class AS c ON c.oid = a.attrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_type AS t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
CROSS JOIN (
    SELECT '{"p": "plain", "e": "external", "m": "main", "x": "extended"}'::jsonb AS words
) AS s
WHERE c.relkind IN ('v', 'm')
    AND a.attnum > 0
    AND NOT a.attisdropped
    AND c.relpersistence <> 't'
    AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_'
