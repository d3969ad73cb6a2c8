-- The relation c in the schema n, its owner and who may do what with it.
    'pg_class'::regclass::oid AS class_oid,
    c.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    c.relname AS id_name,
    '' AS id_table,
    pg_get_userbyid(c.relowner) AS owner,
    c.relacl AS acl
