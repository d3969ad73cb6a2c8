SELECT
    'pg_user_mapping'::regclass::oid AS class_oid,
    m.umid AS oid,
    0 AS sub_id,
    '' AS id_schema,
    m.usename || ' on ' || m.srvname AS id_name,
    '' AS id_table,
    m.usename AS "user",
    jsonb_build_array('server', '', m.srvname) AS server,
    ARRAY(
        SELECT jsonb_build_array(o.option_name, o.option_value)
        FROM pg_options_to_table(m.umoptions) AS o
        WHERE o.option_name !~* '(pass(word|wd|phrase)|secret|token|api_?key|credentials?)$'
    ) AS options,
    ARRAY(
        SELECT jsonb_build_array(o.option_name, o.option_value)
        FROM pg_options_to_table(m.umoptions) AS o
        WHERE o.option_name ~* '(pass(word|wd|phrase)|secret|token|api_?key|credentials?)$'
    ) AS secrets
FROM pg_user_mappings AS m
