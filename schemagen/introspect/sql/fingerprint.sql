-- A sum over the rows of the catalogs and the transactions that wrote them: the same as long as
-- nobody creates, alters or drops anything. Temporary objects are their session's own.
WITH own AS (
    SELECT c.oid, c.xmin
    FROM pg_class AS c
    WHERE c.relpersistence <> 't'
),
written AS (
    SELECT o.oid::bigint AS oid, o.xmin FROM own AS o
    UNION ALL
    SELECT a.attrelid::bigint * 1700 + a.attnum, a.xmin
    FROM pg_attribute AS a
    JOIN own AS o ON o.oid = a.attrelid
    WHERE o.oid >= 16384
    UNION ALL
    SELECT d.oid::bigint, d.xmin FROM pg_attrdef AS d JOIN own AS o ON o.oid = d.adrelid
    UNION ALL
    SELECT i.indexrelid::bigint, i.xmin FROM pg_index AS i JOIN own AS o ON o.oid = i.indexrelid
    UNION ALL
    SELECT k.oid::bigint, k.xmin FROM pg_constraint AS k LEFT JOIN own AS o ON o.oid = k.conrelid
    WHERE k.conrelid = 0 OR o.oid IS NOT NULL
    UNION ALL
    SELECT r.oid::bigint, r.xmin FROM pg_rewrite AS r JOIN own AS o ON o.oid = r.ev_class
    UNION ALL
    SELECT t.oid::bigint, t.xmin FROM pg_trigger AS t JOIN own AS o ON o.oid = t.tgrelid
    UNION ALL
    SELECT t.oid::bigint, t.xmin FROM pg_type AS t LEFT JOIN own AS o ON o.oid = t.typrelid
    WHERE t.typrelid = 0 AND t.typcategory <> 'A' OR o.oid IS NOT NULL
    UNION ALL
    SELECT p.oid::bigint, p.xmin FROM pg_policy AS p
    UNION ALL
    SELECT p.oid::bigint, p.xmin FROM pg_proc AS p
    UNION ALL
    SELECT s.oid::bigint, s.xmin FROM pg_statistic_ext AS s
    UNION ALL
    SELECT o.oid::bigint, o.xmin FROM pg_operator AS o
    UNION ALL
    SELECT n.oid::bigint, n.xmin FROM pg_namespace AS n WHERE n.nspname !~ '^pg_(toast_)?temp_'
)
SELECT count(*) AS rows, sum(hashint8extended(w.oid, w.xmin::text::bigint)) AS written
FROM written AS w
WHERE w.oid >= 16384
