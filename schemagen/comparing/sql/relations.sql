SELECT n.nspname AS schema, c.relname AS name,
    (
        SELECT array_agg(a.attname::text ORDER BY a.attname)
        FROM pg_attribute AS a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    ) AS columns,
    coalesce(k.columns, '{}') AS key,
    coalesce(k.types, '{}') AS types,
    coalesce(k.in_order, false) AS in_order
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN LATERAL (
    SELECT array_agg(a.attname::text ORDER BY p.place) AS columns,
        array_agg(format_type(a.atttypid, a.atttypmod) ORDER BY p.place) AS types,
        -- A collation, and the labels of an enum, may sort otherwise on the other server.
        (array_agg(a.attcollation = 0 AND t.typtype = 'b' ORDER BY p.place))[1] AS in_order
    FROM pg_index AS i
    CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS p (position, place)
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = p.position
    JOIN pg_type AS t ON t.oid = a.atttypid
    WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indimmediate
        AND i.indpred IS NULL AND 0 <> ALL (i.indkey::smallint[]) AND p.place <= i.indnkeyatts
    GROUP BY i.indexrelid, i.indisprimary
    HAVING bool_and(a.attnotnull)
    ORDER BY i.indisprimary DESC, count(*), array_agg(a.attname::text ORDER BY p.place)
    LIMIT 1
) AS k ON true
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
    AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
    AND NOT EXISTS (
        SELECT FROM pg_depend AS d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
    )
ORDER BY n.nspname, c.relname
