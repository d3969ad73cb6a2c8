SELECT
    {relation},
    acldefault('r', c.relowner) AS acl_default,
    {view},
    nullif(m.amname, 'heap') AS method,
    s.spcname AS tablespace,
    ARRAY(
        SELECT jsonb_build_array(o.key, o.value)
        FROM (
            SELECT
                split_part(u.o, '=', 1) AS key,
                substr(u.o, strpos(u.o, '=') + 1) AS value,
                u.position
            FROM unnest(c.reloptions) WITH ORDINALITY AS u (o, position)
            UNION ALL
            SELECT
                'toast.' || split_part(u.o, '=', 1),
                substr(u.o, strpos(u.o, '=') + 1),
                1000 + u.position
            FROM pg_class AS t, unnest(t.reloptions) WITH ORDINALITY AS u (o, position)
            WHERE t.oid = c.reltoastrelid
        ) AS o
        ORDER BY o.position
    ) AS options,
    (
        SELECT x.relname
        FROM pg_index AS i
        JOIN pg_class AS x ON x.oid = i.indexrelid
        WHERE i.indrelid = c.oid AND i.indisclustered
    ) AS cluster_on,
    c.relispopulated AS with_data
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_am AS m ON m.oid = c.relam
LEFT JOIN pg_tablespace AS s ON s.oid = c.reltablespace
WHERE c.relkind = 'm'
    AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_'
