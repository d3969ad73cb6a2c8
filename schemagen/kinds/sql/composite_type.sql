SELECT
    {type},
    ARRAY(
        SELECT jsonb_build_object(
            'name', a.attname,
            'type', format_type(a.atttypid, a.atttypmod),
            'collation', CASE
                WHEN a.attcollation <> at.typcollation THEN a.attcollation::regcollation::text
            END,
            'comment', col_description(a.attrelid, a.attnum)
        )
        FROM pg_attribute AS a
        JOIN pg_type AS at ON at.oid = a.atttypid
        WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attnum
    ) AS attributes
FROM pg_type AS t
JOIN pg_class AS c ON c.oid = t.typrelid
JOIN pg_namespace AS n ON n.oid = t.typnamespace
WHERE c.relkind = 'c' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
