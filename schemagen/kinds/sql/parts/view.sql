-- What a view c shows.
    rtrim(pg_get_viewdef(c.oid), ';') AS query,
    ARRAY(
        SELECT a.attname::text
        FROM pg_attribute AS a
        WHERE a.attrelid = c.oid AND a.attnum > 0
        ORDER BY a.attnum
    ) AS columns
