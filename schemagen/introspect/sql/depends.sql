-- What depends on what, after helpers are put in place of nothing: the rule of a view is the view,
-- a default is its column, the index of a constraint is the constraint, a check of a domain is the
-- domain, a row type its relation, what PostgreSQL makes along with a type is the type, and a
-- member of a publication is the publication. `parts` tells that the members of the helper are
-- meant as well: attributes of a composite type are no objects of their own.
WITH aliases (class_oid, oid, parts, to_class, to_oid, to_sub) AS (
    SELECT
        'pg_rewrite'::regclass::oid, r.oid, false, 'pg_class'::regclass::oid, r.ev_class, 0
    FROM pg_rewrite AS r
    WHERE r.rulename = '_RETURN'
    UNION ALL
    SELECT
        'pg_attrdef'::regclass::oid, d.oid, false, 'pg_class'::regclass::oid, d.adrelid, d.adnum::int
    FROM pg_attrdef AS d
    UNION ALL
    SELECT
        'pg_class'::regclass::oid, k.conindid, false, 'pg_constraint'::regclass::oid, k.oid, 0
    FROM pg_constraint AS k
    WHERE k.contype IN ('p', 'u', 'x')
    UNION ALL
    SELECT 'pg_type'::regclass::oid, t.oid, false, 'pg_class'::regclass::oid, t.typrelid, 0
    FROM pg_type AS t
    JOIN pg_class AS c ON c.oid = t.typrelid
    WHERE c.relkind <> 'c'
    UNION ALL
    SELECT 'pg_class'::regclass::oid, c.oid, true, 'pg_type'::regclass::oid, c.reltype, 0
    FROM pg_class AS c
    WHERE c.relkind = 'c'
    UNION ALL
    SELECT
        'pg_type'::regclass::oid,
        t.oid,
        false,
        CASE WHEN c.relkind <> 'c' THEN 'pg_class'::regclass ELSE 'pg_type'::regclass END::oid,
        CASE WHEN c.relkind <> 'c' THEN c.oid ELSE coalesce(r.rngtypid, e.oid) END,
        0
    FROM pg_type AS t
    JOIN pg_type AS e ON e.oid = t.typelem
    LEFT JOIN pg_class AS c ON c.oid = e.typrelid
    LEFT JOIN pg_range AS r ON r.rngmultitypid = e.oid
    WHERE t.typcategory = 'A'
    UNION ALL
    SELECT 'pg_type'::regclass::oid, r.rngmultitypid, false, 'pg_type'::regclass::oid, r.rngtypid, 0
    FROM pg_range AS r
    UNION ALL
    SELECT 'pg_constraint'::regclass::oid, k.oid, false, 'pg_type'::regclass::oid, k.contypid, 0
    FROM pg_constraint AS k
    WHERE k.contypid <> 0
    UNION ALL
    SELECT
        'pg_publication_rel'::regclass::oid,
        p.oid,
        false,
        'pg_publication'::regclass::oid,
        p.prpubid,
        0
    FROM pg_publication_rel AS p
    UNION ALL
    SELECT d.classid, d.objid, false, d.refclassid, d.refobjid, 0
    FROM pg_depend AS d
    WHERE d.classid = to_regclass('pg_catalog.pg_publication_namespace')
        AND d.refclassid = 'pg_publication'::regclass
    UNION ALL
    SELECT d.classid, d.objid, false, d.refclassid, coalesce(r.rngtypid, d.refobjid), 0
    FROM pg_depend AS d
    LEFT JOIN pg_range AS r ON r.rngmultitypid = d.refobjid
    WHERE d.classid = 'pg_proc'::regclass
        AND d.refclassid = 'pg_type'::regclass
        AND d.deptype = 'i'
    UNION ALL
    SELECT d.classid, d.objid, false, d.refclassid, d.refobjid, 0
    FROM pg_depend AS d
    WHERE d.classid IN ('pg_amop'::regclass, 'pg_amproc'::regclass)
        AND d.refclassid IN ('pg_opclass'::regclass, 'pg_opfamily'::regclass)
)
SELECT
    coalesce(a.to_class, d.classid) AS class_oid,
    coalesce(a.to_oid, d.objid) AS oid,
    coalesce(a.to_sub, d.objsubid) AS sub_id,
    coalesce(b.to_class, d.refclassid) AS on_class,
    coalesce(b.to_oid, d.refobjid) AS on_oid,
    coalesce(b.to_sub, d.refobjsubid) AS on_sub
FROM pg_depend AS d
LEFT JOIN aliases AS a
    ON a.class_oid = d.classid AND a.oid = d.objid AND (a.parts OR d.objsubid = 0)
LEFT JOIN aliases AS b
    ON b.class_oid = d.refclassid AND b.oid = d.refobjid AND (b.parts OR d.refobjsubid = 0)
LEFT JOIN pg_sequence AS s ON d.classid = 'pg_class'::regclass AND s.seqrelid = d.objid
WHERE d.deptype IN ('n', 'a')
    -- A sequence goes with the column that owns it, but does not need it to be made.
    AND NOT (s.seqrelid IS NOT NULL AND d.deptype = 'a')
    AND d.refobjid >= 16384
    -- What is part of a relation or a column goes with it, without a word. A trigger goes with the
    -- relation behind its FROM, too, of which it is no part.
    AND NOT (
        d.deptype = 'a'
        AND d.classid IN ('pg_attrdef'::regclass, 'pg_policy'::regclass, 'pg_trigger'::regclass)
        AND (d.objid, d.refobjid) NOT IN (
            SELECT g.oid, g.tgconstrrelid FROM pg_trigger AS g WHERE g.tgconstrindid = 0
        )
    )
    AND NOT (
        d.classid = 'pg_constraint'::regclass
        AND d.objid IN (SELECT k.oid FROM pg_constraint AS k WHERE k.contype = 'n')
    )
UNION ALL
-- Of what is shared by all databases, roles that cannot go while these objects name them.
SELECT s.classid, s.objid, s.objsubid, s.refclassid, s.refobjid, 0
FROM pg_shdepend AS s
WHERE s.dbid = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
    AND s.classid IN ('pg_default_acl'::regclass, 'pg_policy'::regclass)
    AND s.refclassid = 'pg_authid'::regclass
    AND s.refobjid >= 16384
