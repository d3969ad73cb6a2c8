WITH tuned AS MATERIALIZED (
    SELECT
        a.attrelid AS oid,
        a.attnum - 1 AS position,
        a.attoptions AS parameters,
        a.attstattarget AS target
    FROM pg_attribute AS a
    WHERE a.attnum > 0 AND (a.attoptions IS NOT NULL OR a.attstattarget >= 0)
),
unusual AS MATERIALIZED (
    SELECT o.oid
    FROM pg_opclass AS o
    WHERE NOT o.opcdefault
)
SELECT
    'pg_class'::regclass::oid AS class_oid,
    x.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    x.relname AS id_name,
    c.relname AS id_table,
    ARRAY(
        SELECT jsonb_build_object(
            'column', (
                SELECT a.attname
                FROM pg_attribute AS a
                WHERE a.attrelid = i.indrelid AND a.attnum = nullif(i.indkey[e.position], 0)
            ),
            'expression', CASE
                WHEN i.indkey[e.position] = 0 THEN pg_get_indexdef(x.oid, e.position + 1, false)
            END,
            'collation',
            {key_collation},
            'opclass', CASE
                WHEN i.indclass[e.position] IN (SELECT o.oid FROM unusual AS o)
                    OR (x.oid, e.position) IN (
                        SELECT t.oid, t.position FROM tuned AS t WHERE t.parameters IS NOT NULL
                    )
                THEN (
                    SELECT
                        CASE
                            WHEN pg_opclass_is_visible(o.oid) THEN ''
                            ELSE o.opcnamespace::regnamespace || '.'
                        END
                        || quote_ident(o.opcname)
                    FROM pg_opclass AS o
                    WHERE o.oid = i.indclass[e.position]
                )
            END,
            'opclass_parameters', ARRAY(
                SELECT jsonb_build_array(split_part(o, '=', 1), substr(o, strpos(o, '=') + 1))
                FROM tuned AS t, unnest(t.parameters) AS o
                WHERE t.oid = x.oid AND t.position = e.position
            ),
            'descending', m.amname = 'btree' AND (i.indoption[e.position] & 1) = 1,
            'nulls', CASE
                WHEN m.amname <> 'btree' THEN NULL
                WHEN (i.indoption[e.position] & 3) = 2 THEN 'first'
                WHEN (i.indoption[e.position] & 3) = 1 THEN 'last'
            END
        )
        FROM generate_series(0, i.indnkeyatts - 1) AS e (position)
    ) AS elements,
    m.amname AS method,
    i.indisunique AS "unique",
    i.nulls_not_distinct,
    {include},
    pg_get_expr(i.indpred, i.indrelid) AS predicate,
    {index_options},
    (
        SELECT coalesce(jsonb_agg(jsonb_build_array(t.position + 1, t.target)), '[]')
        FROM tuned AS t
        WHERE t.oid = x.oid AND t.target >= 0
    ) AS statistics,
    s.spcname AS tablespace,
    -- An index of a partitioned table is valid when all partitions have theirs.
    NOT i.indisvalid AND x.relkind = 'i' AS invalid,
    CASE
        WHEN x.relispartition THEN (
            SELECT jsonb_build_array('index', pn.nspname, pc.relname, px.relname)
            FROM pg_inherits AS h
            JOIN pg_class AS px ON px.oid = h.inhparent
            JOIN pg_index AS pi ON pi.indexrelid = px.oid
            JOIN pg_class AS pc ON pc.oid = pi.indrelid
            JOIN pg_namespace AS pn ON pn.oid = pc.relnamespace
            WHERE h.inhrelid = x.oid
        )
    END AS follows,
    x.relkind = 'I' AND EXISTS (
        SELECT FROM pg_inherits AS h
        JOIN pg_constraint AS k ON k.conindid = h.inhrelid AND k.contype <> 'f'
        WHERE h.inhparent = x.oid
    ) AS of_constraints,
    x.relkind = 'I' AND NOT i.indisvalid AS lacking,
    {local_index}
FROM
{any_index}
JOIN pg_class AS x ON x.oid = i.indexrelid
JOIN pg_class AS c ON c.oid = i.indrelid
JOIN pg_namespace AS n ON n.oid = x.relnamespace
JOIN pg_am AS m ON m.oid = x.relam
LEFT JOIN pg_tablespace AS s ON s.oid = x.reltablespace
WHERE c.relkind IN ('r', 'p', 'm')
    AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = x.oid AND k.contype <> 'f')
    AND c.relpersistence <> 't'
    AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_'
