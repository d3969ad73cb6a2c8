-- What depends, as members do, on the operator class or family that is called whole.
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
                AND d.refclassid = whole.class_oid
                AND d.deptype = whole.membership
            WHERE d.refobjid = whole.oid
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
                AND d.refclassid = whole.class_oid
                AND d.deptype = whole.membership
            WHERE d.refobjid = whole.oid
        ) AS m
    ) AS functions
