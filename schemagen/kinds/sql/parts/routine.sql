-- The routine p in the schema n, with its input types as i has them.
    'pg_proc'::regclass::oid AS class_oid,
    p.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    p.proname || '(' || i.types || ')' AS id_name,
    '' AS id_table,
    pg_get_userbyid(p.proowner) AS owner,
    p.proacl AS acl,
    acldefault('f', p.proowner) AS acl_default,
    p.proname AS name,
    pg_get_function_arguments(p.oid) AS arguments,
    i.types AS input_types
