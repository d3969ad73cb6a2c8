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
    c.relpersistence = 'u' AS unlogged,
    ARRAY(
        SELECT jsonb_build_array(split_part(o, '=', 1), substr(o, strpos(o, '=') + 1))
        FROM unnest(c.reloptions) AS o
        ORDER BY o
    ) AS options,
    c.relrowsecurity AS row_security,
    c.relforcerowsecurity AS force_row_security,
    CASE c.relreplident
        WHEN 'f' THEN 'full'
        WHEN 'n' THEN 'nothing'
        WHEN 'i' THEN (
            SELECT 'index ' || x.relname
            FROM pg_index AS i
            JOIN pg_class AS x ON x.oid = i.indexrelid
            WHERE i.indrelid = c.oid AND i.indisreplident
        )
        ELSE 'default'
    END AS replica_identity
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r'
    AND c.relpersistence <> 't'
    AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_'
