SELECT
    'pg_statistic_ext'::regclass::oid AS class_oid,
    s.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    s.stxname AS id_name,
    c.relname AS id_table,
    pg_get_userbyid(s.stxowner) AS owner,
    CASE WHEN s.stxnamespace <> c.relnamespace THEN sn.nspname END AS in_schema,
    CASE
        WHEN NOT s.stxkind @> '{d,f,m}' THEN array_remove(
            ARRAY[
                CASE WHEN 'd' = ANY (s.stxkind) THEN 'ndistinct' END,
                CASE WHEN 'f' = ANY (s.stxkind) THEN 'dependencies' END,
                CASE WHEN 'm' = ANY (s.stxkind) THEN 'mcv' END
            ],
            NULL
        )
        ELSE '{}'
    END AS kinds,
    ARRAY(
        SELECT a.attname::text
        FROM unnest(s.stxkeys) WITH ORDINALITY AS k (attnum, position)
        JOIN pg_attribute AS a ON a.attrelid = s.stxrelid AND a.attnum = k.attnum
        ORDER BY k.position
    ) AS columns,
    coalesce(pg_get_statisticsobjdef_expressions(s.oid), '{}') AS expressions,
    nullif(s.stxstattarget::int, -1) AS target
FROM pg_statistic_ext AS s
JOIN pg_class AS c ON c.oid = s.stxrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_namespace AS sn ON sn.oid = s.stxnamespace
WHERE c.relpersistence <> 't'
    AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_'
