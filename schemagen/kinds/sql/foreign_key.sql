SELECT
    {constraint},
    {columns},
    jsonb_build_array('table', rn.nspname, r.relname) AS "references",
    ARRAY(
        SELECT (
            SELECT a.attname::text
            FROM pg_attribute AS a
            WHERE a.attrelid = k.confrelid AND a.attnum = u.attnum
        )
        FROM unnest(k.confkey) WITH ORDINALITY AS u (attnum, position)
        ORDER BY u.position
    ) AS referenced_columns,
    CASE k.confdeltype
        WHEN 'r' THEN 'restrict'
        WHEN 'c' THEN 'cascade'
        WHEN 'n' THEN 'set null'
        WHEN 'd' THEN 'set default'
        ELSE 'no action'
    END AS on_delete,
    ARRAY(
        SELECT a.attname::text
        FROM unnest(k.set_columns) AS u (attnum)
        JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.attnum
        ORDER BY a.attnum
    ) AS on_delete_columns,
    CASE k.confupdtype
        WHEN 'r' THEN 'restrict'
        WHEN 'c' THEN 'cascade'
        WHEN 'n' THEN 'set null'
        WHEN 'd' THEN 'set default'
        ELSE 'no action'
    END AS on_update,
    CASE k.confmatchtype WHEN 'f' THEN 'full' ELSE 'simple' END AS match,
    k.condeferrable AS deferrable,
    k.condeferred AS initially_deferred,
    k.period,
    k.not_enforced,
    k.not_valid,
    (
        SELECT jsonb_build_array('foreign_key', pn.nspname, pc.relname, pk.conname)
        FROM pg_constraint AS pk
        JOIN pg_class AS pc ON pc.oid = pk.conrelid
        JOIN pg_namespace AS pn ON pn.oid = pc.relnamespace
        WHERE pk.oid = k.conparentid
    ) AS follows
FROM
{any_constraint}
JOIN pg_class AS c ON c.oid = k.conrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_class AS r ON r.oid = k.confrelid
JOIN pg_namespace AS rn ON rn.oid = r.relnamespace
WHERE k.contype = 'f'
    -- A reference to a partitioned table has a helper for each of that table's partitions.
    AND NOT EXISTS (
        SELECT FROM pg_constraint AS pk WHERE pk.oid = k.conparentid AND pk.conrelid = k.conrelid
    )
    AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_'
