-- The columns that the constraint k is on.
    ARRAY(
        SELECT (
            SELECT a.attname::text
            FROM pg_attribute AS a
            WHERE a.attrelid = k.conrelid AND a.attnum = u.attnum
        )
        FROM unnest(k.conkey) WITH ORDINALITY AS u (attnum, position)
        ORDER BY u.position
    ) AS columns
