-- The type t in the schema n, its owner and who may use it.
    'pg_type'::regclass::oid AS class_oid,
    t.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    t.typname AS id_name,
    '' AS id_table,
    pg_get_userbyid(t.typowner) AS owner,
    t.typacl AS acl,
    acldefault('T', t.typowner) AS acl_default
