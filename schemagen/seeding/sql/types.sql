WITH RECURSIVE used (oid) AS (
    SELECT unnest(%s::bigint[])::oid
    UNION
    SELECT part.oid
    FROM used
    JOIN pg_type AS t ON t.oid = used.oid
    CROSS JOIN LATERAL (
        SELECT t.typbasetype
        UNION ALL SELECT t.typelem WHERE t.typcategory = 'A'
        UNION ALL SELECT r.rngsubtype FROM pg_range AS r WHERE r.rngtypid = t.oid
        UNION ALL SELECT r.rngtypid FROM pg_range AS r WHERE r.rngmultitypid = t.oid
        UNION ALL SELECT a.atttypid FROM pg_attribute AS a
        WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
    ) AS part (oid)
    WHERE part.oid <> 0
)
-- These two are of length 1 under the names that SQL has for them.
SELECT t.oid::bigint AS oid,
    CASE WHEN t.typname IN ('bpchar', 'bit') THEN quote_ident(t.typname)
        ELSE format_type(t.oid, NULL) END AS name,
    t.typtype::text AS sort,
    t.typcategory::text AS category,
    CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE 0 END::bigint AS element,
    t.typbasetype::bigint AS base, t.typtypmod AS modifier, t.typnotnull AS not_null,
    coalesce((
        SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
        FROM pg_enum AS e WHERE e.enumtypid = t.oid
    ), '{}') AS labels,
    coalesce((
        SELECT array_agg(a.atttypid::bigint ORDER BY a.attnum)
        FROM pg_attribute AS a
        WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
    ), '{}') AS attributes,
    coalesce((
        SELECT array_agg(a.atttypmod ORDER BY a.attnum)
        FROM pg_attribute AS a
        WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
    ), '{}') AS modifiers,
    coalesce((SELECT r.rngsubtype FROM pg_range AS r WHERE r.rngtypid = t.oid), 0)::bigint
        AS subtype,
    coalesce((SELECT r.rngtypid FROM pg_range AS r WHERE r.rngmultitypid = t.oid), 0)::bigint
        AS range,
    coalesce((
        SELECT array_agg(pg_get_expr(c.conbin, 0) ORDER BY c.conname)
        FROM pg_constraint AS c WHERE c.contypid = t.oid AND c.contype = 'c'
    ), '{}') AS checks
FROM used JOIN pg_type AS t ON t.oid = used.oid
ORDER BY t.oid
