SELECT
    'pg_constraint'::regclass::oid AS class_oid,
    k.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    k.conname AS id_name,
    c.relname AS id_table,
    ARRAY(
        SELECT a.attname::text
        FROM unnest(k.conkey) WITH ORDINALITY AS u (attnum, position)
        JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.attnum
        ORDER BY u.position
    ) AS columns,
    ARRAY(
        SELECT a.attname::text
        FROM generate_series(i.indnkeyatts, i.indnatts - 1) AS position
        JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = i.indkey[position]
        ORDER BY position
    ) AS include,
    coalesce((to_jsonb(k) ->> 'conperiod')::boolean, false) AS without_overlaps,
    ARRAY(
        SELECT jsonb_build_array(split_part(o, '=', 1), substr(o, strpos(o, '=') + 1))
        FROM unnest(x.reloptions) WITH ORDINALITY AS u (o, position)
        ORDER BY position
    ) AS options,
    s.spcname AS tablespace,
    obj_description(k.conindid, 'pg_class') AS index_comment,
    k.condeferrable AS deferrable,
    k.condeferred AS initially_deferred,
    (
        SELECT jsonb_build_array(
            CASE WHEN pk.oid IS NULL THEN 'index' ELSE 'primary_key' END,
            pn.nspname, pc.relname, px.relname
        )
        FROM pg_inherits AS h
        JOIN pg_class AS px ON px.oid = h.inhparent
        JOIN pg_index AS pi ON pi.indexrelid = px.oid
        JOIN pg_class AS pc ON pc.oid = pi.indrelid
        JOIN pg_namespace AS pn ON pn.oid = pc.relnamespace
        LEFT JOIN pg_constraint AS pk ON pk.oid = k.conparentid
        WHERE h.inhrelid = x.oid
    ) AS follows,
    x.relkind = 'I' AND NOT i.indisvalid AS lacking,
    -- What PostgreSQL would not make for a new parent: another name, another sort, or some lacking.
    x.relispartition AND pg_partition_root(x.oid) IN (
        SELECT pg_partition_root(tx.oid)
        FROM pg_index AS ti
        JOIN pg_class AS tx ON tx.oid = ti.indexrelid
        JOIN pg_class AS tc ON tc.oid = ti.indrelid
        LEFT JOIN pg_constraint AS tk ON tk.conindid = tx.oid AND tk.contype <> 'f'
        CROSS JOIN LATERAL (
            SELECT tc.relname || '_' || CASE
                WHEN ti.indisprimary THEN 'pkey'
                ELSE string_agg(ta.attname, '_' ORDER BY ta.attnum)
                    || CASE WHEN tk.oid IS NULL THEN '_idx' ELSE '_key' END
            END AS name
            FROM pg_attribute AS ta
            WHERE ta.attrelid = tx.oid
        ) AS usual
        WHERE (tx.relkind = 'I' AND NOT ti.indisvalid)
            OR (tx.relispartition AND tk.oid IS NOT NULL AND tk.conparentid = 0)
            OR (
                tx.relispartition AND octet_length(usual.name) < 60
                AND rtrim(tx.relname, '0123456789') <> rtrim(usual.name, '0123456789')
            )
            OR (tx.relispartition AND NOT starts_with(tx.relname, left(tc.relname, 28)))
    ) AS "local"
FROM pg_constraint AS k
JOIN pg_class AS c ON c.oid = k.conrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_index AS i ON i.indexrelid = k.conindid
JOIN pg_class AS x ON x.oid = i.indexrelid
LEFT JOIN pg_tablespace AS s ON s.oid = x.reltablespace
WHERE k.contype = 'p' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
