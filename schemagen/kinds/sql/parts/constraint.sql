-- The constraint k of the table c in the schema n.
    'pg_constraint'::regclass::oid AS class_oid,
    k.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    k.conname AS id_name,
    c.relname AS id_table
