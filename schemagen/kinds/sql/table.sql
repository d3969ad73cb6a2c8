SELECT
    {relation},
    acldefault('r', c.relowner) AS acl_default,
    c.relpersistence = 'u' AS unlogged,
    CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partition_by,
    CASE WHEN c.relispartition THEN p.parents -> 0 END AS partition_of,
    pg_get_expr(c.relpartbound, c.oid) AS bound,
    CASE WHEN c.relispartition THEN '[]' ELSE coalesce(p.parents, '[]') END AS inherits,
    CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END AS of_type,
    nullif(m.amname, 'heap') AS access_method,
    s.spcname AS tablespace,
    ARRAY(
        SELECT
            jsonb_build_array(
                o.prefix || split_part(o.option, '=', 1),
                substr(o.option, strpos(o.option, '=') + 1)
            )
        FROM (
            SELECT '' AS prefix, u.option, u.position
            FROM unnest(c.reloptions) WITH ORDINALITY AS u (option, position)
            UNION ALL
            SELECT 'toast.', u.option, 1000 + u.position
            FROM unnest(toast.reloptions) WITH ORDINALITY AS u (option, position)
        ) AS o
        ORDER BY o.position
    ) AS options,
    (
        SELECT x.relname
        FROM pg_index AS i
        JOIN pg_class AS x ON x.oid = i.indexrelid
        WHERE i.indrelid = c.oid AND i.indisclustered
    ) AS cluster_on,
    c.relrowsecurity AS row_security,
    c.relforcerowsecurity AS force_row_security,
    CASE
        WHEN c.relkind = 'f' THEN 'default'
        WHEN c.relreplident = 'f' THEN 'full'
        WHEN c.relreplident = 'n' THEN 'nothing'
        WHEN c.relreplident = 'i' THEN (
            SELECT 'index ' || x.relname
            FROM pg_index AS i
            JOIN pg_class AS x ON x.oid = i.indexrelid
            WHERE i.indrelid = c.oid AND i.indisreplident
        )
        ELSE 'default'
    END AS replica_identity,
    CASE WHEN f.ftserver IS NOT NULL THEN jsonb_build_array('server', '', foreign_server.srvname)
    END AS server,
    ARRAY(
        SELECT jsonb_build_array(o.option_name, o.option_value)
        FROM pg_options_to_table(f.ftoptions) AS o
    ) AS foreign_options
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_class AS toast ON toast.oid = c.reltoastrelid
LEFT JOIN pg_am AS m ON m.oid = c.relam
LEFT JOIN pg_tablespace AS s ON s.oid = c.reltablespace
LEFT JOIN pg_foreign_table AS f ON f.ftrelid = c.oid
LEFT JOIN pg_foreign_server AS foreign_server ON foreign_server.oid = f.ftserver
LEFT JOIN (
    SELECT
        i.inhrelid,
        jsonb_agg(jsonb_build_array('table', n.nspname, r.relname) ORDER BY i.inhseqno) AS parents
    FROM pg_inherits AS i
    JOIN pg_class AS r ON r.oid = i.inhparent
    JOIN pg_namespace AS n ON n.oid = r.relnamespace
    GROUP BY i.inhrelid
) AS p ON p.inhrelid = c.oid
WHERE c.relkind IN ('r', 'p', 'f')
    AND c.relpersistence <> 't'
    AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_'
