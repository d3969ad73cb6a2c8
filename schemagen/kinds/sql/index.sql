SELECT
    'pg_class'::regclass::oid AS class_oid,
    x.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    x.relname AS id_name,
    c.relname AS id_table,
    ARRAY(
        SELECT jsonb_build_object(
            'column', a.attname,
            'expression', CASE
                WHEN a.attname IS NULL THEN pg_get_indexdef(x.oid, position + 1, false)
            END,
            'collation', CASE
                WHEN i.indcollation[position] <> 0
                    AND i.indcollation[position]
                    <> coalesce(a.attcollation, 'pg_catalog."default"'::regcollation)
                THEN i.indcollation[position]::regcollation::text
            END,
            'opclass', CASE
                WHEN NOT o.opcdefault OR xa.attoptions IS NOT NULL THEN
                    CASE WHEN opclass_is_visible THEN '' ELSE quote_ident(os.nspname) || '.' END
                    || quote_ident(o.opcname)
            END,
            'opclass_parameters', ARRAY(
                SELECT jsonb_build_array(split_part(p, '=', 1), substr(p, strpos(p, '=') + 1))
                FROM unnest(xa.attoptions) AS p
            ),
            'descending', m.amname = 'btree' AND (i.indoption[position] & 1) = 1,
            'nulls', CASE
                WHEN m.amname <> 'btree' THEN NULL
                WHEN (i.indoption[position] & 3) = 2 THEN 'first'
                WHEN (i.indoption[position] & 3) = 1 THEN 'last'
            END
        )
        FROM generate_series(0, i.indnkeyatts - 1) AS position
        LEFT JOIN pg_attribute AS a
            ON a.attrelid = i.indrelid AND a.attnum = i.indkey[position] AND a.attnum > 0
        JOIN pg_attribute AS xa ON xa.attrelid = x.oid AND xa.attnum = position + 1
        JOIN pg_opclass AS o ON o.oid = i.indclass[position]
        JOIN pg_namespace AS os ON os.oid = o.opcnamespace
        CROSS JOIN LATERAL (SELECT pg_opclass_is_visible(o.oid) AS opclass_is_visible) AS v
        ORDER BY position
    ) AS elements,
    m.amname AS method,
    i.indisunique AS "unique",
    coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) AS nulls_not_distinct,
    ARRAY(
        SELECT a.attname::text
        FROM generate_series(i.indnkeyatts, i.indnatts - 1) AS position
        JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[position]
        ORDER BY position
    ) AS include,
    pg_get_expr(i.indpred, i.indrelid) AS predicate,
    {index_options},
    (
        SELECT coalesce(jsonb_agg(jsonb_build_array(a.attnum, a.attstattarget)), '[]')
        FROM pg_attribute AS a
        WHERE a.attrelid = x.oid AND a.attstattarget >= 0
    ) AS statistics,
    s.spcname AS tablespace,
    -- An index of a partitioned table is valid when all partitions have theirs.
    NOT i.indisvalid AND x.relkind = 'i' AS invalid,
    (
        SELECT jsonb_build_array('index', pn.nspname, pc.relname, px.relname)
        FROM pg_inherits AS h
        JOIN pg_class AS px ON px.oid = h.inhparent
        JOIN pg_index AS pi ON pi.indexrelid = px.oid
        JOIN pg_class AS pc ON pc.oid = pi.indrelid
        JOIN pg_namespace AS pn ON pn.oid = pc.relnamespace
        WHERE h.inhrelid = x.oid
    ) AS follows,
    x.relkind = 'I' AND EXISTS (
        SELECT FROM pg_inherits AS h
        JOIN pg_constraint AS k ON k.conindid = h.inhrelid AND k.contype <> 'f'
        WHERE h.inhparent = x.oid
    ) AS of_constraints,
    x.relkind = 'I' AND NOT i.indisvalid AS lacking,
    {local_index}
FROM pg_index AS i
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
