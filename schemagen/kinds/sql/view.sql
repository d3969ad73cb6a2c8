SELECT
    'pg_class'::regclass::oid AS class_oid,
    c.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    c.relname AS id_name,
    '' AS id_table,
    pg_get_userbyid(c.relowner) AS owner,
    c.relacl AS acl,
    acldefault('r', c.relowner) AS acl_default,
    rtrim(pg_get_viewdef(c.oid), ';') AS query,
    ARRAY(
        SELECT a.attname::text
        FROM pg_attribute AS a
        WHERE a.attrelid = c.oid AND a.attnum > 0
        ORDER BY a.attnum
    ) AS columns,
    ARRAY(
        SELECT jsonb_build_array(split_part(o, '=', 1), substr(o, strpos(o, '=') + 1))
        FROM unnest(c.reloptions) WITH ORDINALITY AS u (o, position)
        ORDER BY position
    ) AS options
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'v'
    AND c.relpersistence <> 't'
    AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_'
