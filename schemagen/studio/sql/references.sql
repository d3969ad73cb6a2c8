-- Foreign keys from a table, and to it (`inward`); constraints of partitions are left out.
SELECT o.conname AS name, o.confrelid = %(oid)s::oid AS inward,
    n.nspname AS schema, c.relname AS table, o.confdeltype::text AS on_delete,
    array_agg(own.attname::text ORDER BY k.place) AS columns,
    array_agg(other.attname::text ORDER BY k.place) AS other_columns
FROM pg_catalog.pg_constraint AS o
CROSS JOIN LATERAL unnest(o.conkey, o.confkey) WITH ORDINALITY AS k (own, other, place)
JOIN pg_catalog.pg_attribute AS own ON (own.attrelid, own.attnum) = (o.conrelid, k.own)
JOIN pg_catalog.pg_attribute AS other ON (other.attrelid, other.attnum) = (o.confrelid, k.other)
JOIN pg_catalog.pg_class AS c
    ON c.oid = CASE WHEN o.confrelid = %(oid)s::oid THEN o.conrelid ELSE o.confrelid END
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE o.contype = 'f' AND %(oid)s::oid IN (o.conrelid, o.confrelid) AND o.conparentid = 0
GROUP BY o.oid, o.conname, o.confrelid, o.confdeltype, n.nspname, c.relname
ORDER BY inward, o.conname, n.nspname, c.relname
