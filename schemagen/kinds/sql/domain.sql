SELECT
    {type},
    format_type(t.typbasetype, t.typtypmod) AS type,
    t.typnotnull AS not_null,
    pg_get_expr(t.typdefaultbin, 0) AS "default",
    CASE
        WHEN t.typcollation <> b.typcollation THEN
            (SELECT t.typcollation::regcollation::text)
    END AS "collation",
    ARRAY(
        SELECT
            jsonb_build_array(
                c.conname, pg_get_expr(c.conbin, 0), NOT c.convalidated, d.description
            )
        FROM pg_constraint AS c
        LEFT JOIN pg_description AS d
            ON d.classoid = 'pg_constraint'::regclass AND d.objoid = c.oid
        WHERE c.contypid = t.oid AND c.contype = 'c'
        ORDER BY c.conname
    ) AS checks
FROM pg_type AS t
JOIN pg_namespace AS n ON n.oid = t.typnamespace
JOIN pg_type AS b ON b.oid = t.typbasetype
WHERE t.typtype = 'd' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
