SELECT
    {type},
    format_type(r.rngsubtype, NULL) AS subtype,
    CASE
        WHEN NOT o.opcdefault THEN quote_ident(os.nspname) || '.' || quote_ident(o.opcname)
    END AS opclass,
    CASE
        WHEN r.rngcollation <> s.typcollation THEN r.rngcollation::regcollation::text
    END AS "collation",
    nullif(r.rngcanonical, 0)::regproc::text AS canonical,
    nullif(r.rngsubdiff, 0)::regproc::text AS subtype_diff,
    jsonb_build_array(mn.nspname, m.typname) AS multirange
FROM pg_range AS r
JOIN pg_type AS t ON t.oid = r.rngtypid
JOIN pg_namespace AS n ON n.oid = t.typnamespace
JOIN pg_type AS s ON s.oid = r.rngsubtype
JOIN pg_opclass AS o ON o.oid = r.rngsubopc
JOIN pg_namespace AS os ON os.oid = o.opcnamespace
JOIN pg_type AS m ON m.oid = r.rngmultitypid
JOIN pg_namespace AS mn ON mn.oid = m.typnamespace
WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
