-- The columns that the index i holds beside its keys.
    ARRAY(
        SELECT (
            SELECT a.attname::text
            FROM pg_attribute AS a
            WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[e.position]
        )
        FROM generate_series(i.indnkeyatts, i.indnatts - 1) AS e (position)
        ORDER BY e.position
    ) AS include
