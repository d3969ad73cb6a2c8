SELECT
    'pg_ts_config'::regclass::oid AS class_oid,
    c.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    c.cfgname AS id_name,
    '' AS id_table,
    pg_get_userbyid(c.cfgowner) AS owner,
    quote_ident(pn.nspname) || '.' || quote_ident(p.prsname) AS parser,
    (
        SELECT jsonb_agg(jsonb_build_array(m.alias, m.dictionaries) ORDER BY m.alias COLLATE "C")
        FROM (
            SELECT
                t.alias,
                jsonb_agg(
                    CASE WHEN dn.nspname = 'pg_catalog' THEN '' ELSE quote_ident(dn.nspname) || '.' END
                    || quote_ident(d.dictname)
                    ORDER BY m.mapseqno
                ) AS dictionaries
            FROM pg_ts_config_map AS m
            JOIN ts_token_type(c.cfgparser) AS t ON t.tokid = m.maptokentype
            JOIN pg_ts_dict AS d ON d.oid = m.mapdict
            JOIN pg_namespace AS dn ON dn.oid = d.dictnamespace
            WHERE m.mapcfg = c.oid
            GROUP BY t.alias
        ) AS m
    ) AS mappings
FROM pg_ts_config AS c
JOIN pg_namespace AS n ON n.oid = c.cfgnamespace
JOIN pg_ts_parser AS p ON p.oid = c.cfgparser
JOIN pg_namespace AS pn ON pn.oid = p.prsnamespace
WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
