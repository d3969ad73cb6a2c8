SELECT a.attname AS name, pg_catalog.format_type(a.atttypid, a.atttypmod) AS written,
    pg_catalog.format_type(a.atttypid, -1) AS type, a.attnotnull AS not_null,
    CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END AS default,
    a.attgenerated <> '' OR a.attidentity = 'a' AS computed,
    a.attidentity <> '' AS counted,
    pg_catalog.col_description(a.attrelid, a.attnum) AS comment,
    pg_catalog.has_column_privilege(%(role)s, a.attrelid, a.attnum, 'SELECT') AS selects,
    pg_catalog.has_column_privilege(%(role)s, a.attrelid, a.attnum, 'INSERT') AS inserts,
    pg_catalog.has_column_privilege(%(role)s, a.attrelid, a.attnum, 'UPDATE') AS updates,
    (
        SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
        FROM pg_catalog.pg_enum AS e
        WHERE e.enumtypid = a.atttypid
    ) AS labels,
    -- Of the other categories (see pg_type.typcategory) some types have an order and some have none.
    t.typcategory IN ('A', 'B', 'C', 'D', 'E', 'I', 'N', 'R', 'S', 'T', 'V') OR EXISTS (
        SELECT FROM pg_catalog.pg_opclass AS o
        JOIN pg_catalog.pg_am AS m ON m.oid = o.opcmethod
        WHERE m.amname = 'btree' AND o.opcdefault
            AND o.opcintype = coalesce(nullif(t.typbasetype, 0), t.oid)
    ) AS ordered
FROM pg_catalog.pg_attribute AS a
JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_attrdef AS d ON (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
WHERE a.attrelid = %(oid)s::oid AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
