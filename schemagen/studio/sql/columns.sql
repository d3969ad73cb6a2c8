SELECT a.attname AS name, pg_catalog.format_type(a.atttypid, a.atttypmod) AS written,
    pg_catalog.format_type(a.atttypid, -1) AS type, a.attnotnull AS not_null,
    CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END AS default,
    a.attgenerated <> '' OR a.attidentity = 'a' AS computed,
    a.attidentity <> '' AS counted,
    pg_catalog.col_description(a.attrelid, a.attnum) AS comment,
    pg_catalog.has_column_privilege(%(role)s, a.attrelid, a.attnum, 'SELECT') AS selects,
    takes.inserts AND pg_catalog.has_column_privilege(%(role)s, c.oid, a.attnum, 'INSERT')
        AS inserts,
    takes.updates AND pg_catalog.has_column_privilege(%(role)s, c.oid, a.attnum, 'UPDATE')
        AS updates,
    (
        SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
        FROM pg_catalog.pg_enum AS e
        WHERE e.enumtypid = a.atttypid
    ) AS labels,
    -- An array, a domain or a composite type has an order where all that it consists of has one.
    NOT EXISTS (
        WITH RECURSIVE parts (oid) AS (
            SELECT a.atttypid
            UNION
            SELECT i.oid
            FROM parts AS w
            JOIN pg_catalog.pg_type AS p ON p.oid = w.oid
            CROSS JOIN LATERAL (
                SELECT p.typbasetype WHERE p.typtype = 'd'
                UNION ALL
                SELECT p.typelem WHERE p.typcategory = 'A' AND p.typelem <> 0
                UNION ALL
                SELECT f.atttypid
                FROM pg_catalog.pg_attribute AS f
                WHERE p.typtype = 'c' AND f.attrelid = p.typrelid
                    AND f.attnum > 0 AND NOT f.attisdropped
            ) AS i (oid)
        )
        SELECT FROM parts AS w
        JOIN pg_catalog.pg_type AS p ON p.oid = w.oid
        -- Of other categories (see pg_type.typcategory) some types have an order and some have none.
        WHERE p.typtype = 'b' AND p.typcategory NOT IN ('A', 'B', 'D', 'I', 'N', 'S', 'T', 'V')
            AND NOT EXISTS (
                SELECT FROM pg_catalog.pg_opclass AS o
                JOIN pg_catalog.pg_am AS m ON m.oid = o.opcmethod
                WHERE m.amname = 'btree' AND o.opcdefault AND o.opcintype = p.oid
            )
    ) AS ordered
FROM pg_catalog.pg_attribute AS a
JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
{takes}
LEFT JOIN pg_catalog.pg_attrdef AS d ON (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
WHERE a.attrelid = %(oid)s::oid AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
