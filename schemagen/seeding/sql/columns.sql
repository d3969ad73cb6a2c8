SELECT a.attrelid::bigint AS relation, a.attnum AS position, a.attname AS name,
    a.atttypid::bigint AS type, a.atttypmod AS modifier,
    format_type(a.atttypid, a.atttypmod) AS written,
    a.attnotnull OR EXISTS (
        SELECT FROM pg_partition_tree(a.attrelid) AS p
        JOIN pg_attribute AS part ON part.attrelid = p.relid AND part.attname = a.attname
        WHERE part.attnotnull
    ) AS not_null,
    a.attgenerated <> '' AS generated, a.attidentity <> '' AS identity,
    pg_get_expr(d.adbin, d.adrelid) AS default
FROM pg_attribute AS a
LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = ANY (%s) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum
