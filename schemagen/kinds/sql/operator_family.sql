SELECT
    'pg_opfamily'::regclass::oid AS class_oid,
    f.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    f.opfname || ' using ' || am.amname AS id_name,
    '' AS id_table,
    pg_get_userbyid(f.opfowner) AS owner,
    f.opfname AS name,
    am.amname AS method,
    -- What belongs to one of its classes is internal to that class, and not to the family.
    (
        SELECT jsonb_agg(
            jsonb_build_array(m.amopstrategy, m.left, m.right, m.operator, m.order_by)
            ORDER BY m.amopstrategy, m.left COLLATE "C", m.right COLLATE "C"
        )
        FROM (
            SELECT
                a.amopstrategy,
                CASE WHEN a.amoplefttype <> 0 THEN format_type(a.amoplefttype, NULL) ELSE 'NONE' END
                    AS left,
                CASE
                    WHEN a.amoprighttype <> 0 THEN format_type(a.amoprighttype, NULL) ELSE 'NONE'
                END AS right,
                quote_ident(s.nspname) || '.' || o.oprname AS operator,
                CASE
                    WHEN a.amoppurpose = 'o' THEN (
                        SELECT quote_ident(fs.nspname) || '.' || quote_ident(sf.opfname)
                        FROM pg_opfamily AS sf
                        JOIN pg_namespace AS fs ON fs.oid = sf.opfnamespace
                        WHERE sf.oid = a.amopsortfamily
                    )
                END AS order_by
            FROM pg_amop AS a
            JOIN pg_operator AS o ON o.oid = a.amopopr
            JOIN pg_namespace AS s ON s.oid = o.oprnamespace
            JOIN pg_depend AS d
                ON d.classid = 'pg_amop'::regclass
                AND d.objid = a.oid
                AND d.refclassid = 'pg_opfamily'::regclass
                AND d.deptype = 'a'
            WHERE d.refobjid = f.oid
        ) AS m
    ) AS operators,
    (
        SELECT jsonb_agg(
            jsonb_build_array(m.amprocnum, m.left, m.right, m.function)
            ORDER BY m.amprocnum, m.left COLLATE "C", m.right COLLATE "C"
        )
        FROM (
            SELECT
                a.amprocnum,
                format_type(a.amproclefttype, NULL) AS left,
                format_type(a.amprocrighttype, NULL) AS right,
                a.amproc::regprocedure::text AS function
            FROM pg_amproc AS a
            JOIN pg_depend AS d
                ON d.classid = 'pg_amproc'::regclass
                AND d.objid = a.oid
                AND d.refclassid = 'pg_opfamily'::regclass
                AND d.deptype = 'a'
            WHERE d.refobjid = f.oid
        ) AS m
    ) AS functions
FROM pg_opfamily AS f
JOIN pg_am AS am ON am.oid = f.opfmethod
JOIN pg_namespace AS n ON n.oid = f.opfnamespace
WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
