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
    coalesce(o.options ->> 'security_invoker', 'false')::boolean AS security_invoker,
    coalesce(o.options ->> 'security_barrier', 'false')::boolean AS security_barrier,
    o.options ->> 'check_option' AS check_option
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
    SELECT jsonb_object_agg(split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)) AS options
    FROM unnest(c.reloptions) AS o
) AS o
WHERE c.relkind = 'v'
    AND c.relpersistence <> 't'
    AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_'
