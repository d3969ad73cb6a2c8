SELECT
    'pg_foreign_server'::regclass::oid AS class_oid,
    s.oid,
    0 AS sub_id,
    '' AS id_schema,
    s.srvname AS id_name,
    '' AS id_table,
    pg_get_userbyid(s.srvowner) AS owner,
    s.srvacl AS acl,
    acldefault('S', s.srvowner) AS acl_default,
    jsonb_build_array('foreign_data_wrapper', '', w.fdwname) AS wrapper,
    s.srvtype AS type,
    s.srvversion AS version,
    ARRAY(
        SELECT jsonb_build_array(o.option_name, o.option_value)
        FROM pg_options_to_table(s.srvoptions) AS o
    ) AS options
FROM pg_foreign_server AS s
JOIN pg_foreign_data_wrapper AS w ON w.oid = s.srvfdw
