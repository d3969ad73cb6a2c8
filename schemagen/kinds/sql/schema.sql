SELECT
    'pg_namespace'::regclass::oid AS class_oid,
    n.oid,
    0 AS sub_id,
    '' AS id_schema,
    n.nspname AS id_name,
    '' AS id_table,
    pg_get_userbyid(n.nspowner) AS owner,
    n.nspacl AS acl,
    acldefault('n', n.nspowner) AS acl_default,
    n.nspname = 'public' AS external
FROM pg_namespace AS n
WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
