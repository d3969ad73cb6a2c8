SELECT
    'pg_foreign_data_wrapper'::regclass::oid AS class_oid,
    w.oid,
    0 AS sub_id,
    '' AS id_schema,
    w.fdwname AS id_name,
    '' AS id_table,
    pg_get_userbyid(w.fdwowner) AS owner,
    w.fdwacl AS acl,
    acldefault('F', w.fdwowner) AS acl_default,
    h.pronamespace::regnamespace::text || '.' || quote_ident(h.proname) AS handler,
    v.pronamespace::regnamespace::text || '.' || quote_ident(v.proname) AS validator,
    ARRAY(
        SELECT jsonb_build_array(o.option_name, o.option_value)
        FROM pg_options_to_table(w.fdwoptions) AS o
    ) AS options
FROM pg_foreign_data_wrapper AS w
LEFT JOIN pg_proc AS h ON h.oid = w.fdwhandler
LEFT JOIN pg_proc AS v ON v.oid = w.fdwvalidator
