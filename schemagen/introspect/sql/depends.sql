-- What depends on what, after helpers are put in place of nothing: the rule of a view is the view,
-- a default is its column, the index of a constraint is the constraint, a row type its relation.
WITH aliases (class_oid, oid, sub_id, to_class, to_oid, to_sub) AS (
    SELECT
        'pg_rewrite'::regclass::oid, r.oid, 0, 'pg_class'::regclass::oid, r.ev_class, 0
    FROM pg_rewrite AS r
    UNION ALL
    SELECT
        'pg_attrdef'::regclass::oid, d.oid, 0, 'pg_class'::regclass::oid, d.adrelid, d.adnum::int
    FROM pg_attrdef AS d
    UNION ALL
    SELECT
        'pg_class'::regclass::oid, k.conindid, 0, 'pg_constraint'::regclass::oid, k.oid, 0
    FROM pg_constraint AS k
    WHERE k.contype IN ('p', 'u', 'x')
    UNION ALL
    SELECT 'pg_type'::regclass::oid, t.oid, 0, 'pg_class'::regclass::oid, t.typrelid, 0
    FROM pg_type AS t
    WHERE t.typrelid <> 0
    UNION ALL
    SELECT 'pg_type'::regclass::oid, t.oid, 0, 'pg_type'::regclass::oid, t.typelem, 0
    FROM pg_type AS t
    WHERE t.typelem <> 0 AND t.typcategory = 'A'
)
SELECT DISTINCT
    coalesce(a.to_class, d.classid) AS class_oid,
    coalesce(a.to_oid, d.objid) AS oid,
    coalesce(a.to_sub, d.objsubid) AS sub_id,
    coalesce(b.to_class, d.refclassid) AS on_class,
    coalesce(b.to_oid, d.refobjid) AS on_oid,
    coalesce(b.to_sub, d.refobjsubid) AS on_sub
FROM pg_depend AS d
LEFT JOIN aliases AS a ON a.class_oid = d.classid AND a.oid = d.objid AND d.objsubid = 0
LEFT JOIN aliases AS b ON b.class_oid = d.refclassid AND b.oid = d.refobjid AND d.refobjsubid = 0
LEFT JOIN pg_sequence AS s ON d.classid = 'pg_class'::regclass AND s.seqrelid = d.objid
WHERE d.deptype IN ('n', 'a')
    -- A sequence goes with the column that owns it, but does not need it to be made.
    AND NOT (s.seqrelid IS NOT NULL AND d.deptype = 'a')
    AND d.refobjid >= 16384
