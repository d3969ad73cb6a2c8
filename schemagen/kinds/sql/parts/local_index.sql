-- Whether a partition has the index x of its own, and not only because its parent has one.
    -- PostgreSQL would not make it for a new parent: another name, another sort, or some lacking.
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
