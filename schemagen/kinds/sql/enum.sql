SELECT
    'pg_type'::regclass::oid AS class_oid,
    t.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    t.typname AS id_name,
    '' AS id_table,
    pg_get_userbyid(t.typowner) AS owner,
    t.typacl AS acl,
    acldefault('T', t.typowner) AS acl_default,
    ARRAY(
        SELECT e.enumlabel::text
        FROM pg_enum AS e
        WHERE e.enumtypid = t.oid
        ORDER BY e.enumsortorder
    ) AS labels
FROM pg_type AS t
JOIN pg_namespace AS n ON n.oid = t.typnamespace
WHERE t.typtype = 'e' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
