-- Objects of extensions whose privileges are not those of pg_init_privs or, where the extension
-- granted nothing, PostgreSQL's defaults. The object itself stands in its own catalog, so that its
-- row here has an address of its own: pg_init_privs, with the class or the column as sub-id.
WITH
    members AS (
        SELECT d.classid, d.objid, e.extname AS extension
        FROM pg_depend AS d
        JOIN pg_extension AS e ON e.oid = d.refobjid
        WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass
    ),
    held (classid, objid, column_number, extension, name, acl, acl_default) AS (
        SELECT
            m.classid,
            m.objid,
            0,
            m.extension,
            CASE WHEN p.prokind = 'p' THEN 'procedure ' ELSE 'function ' END
            || CASE
                WHEN pg_function_is_visible(p.oid) THEN ''
                ELSE p.pronamespace::regnamespace || '.'
            END
            || quote_ident(p.proname) || '(' || oidvectortypes(p.proargtypes) || ')',
            p.proacl,
            acldefault('f', p.proowner)
        FROM members AS m
        JOIN pg_proc AS p ON m.classid = 'pg_proc'::regclass AND p.oid = m.objid
        WHERE p.proacl IS NOT NULL
        UNION ALL
        SELECT
            m.classid,
            m.objid,
            0,
            m.extension,
            CASE WHEN c.relkind = 'S' THEN 'sequence ' ELSE 'table ' END || c.oid::regclass,
            c.relacl,
            acldefault(CASE WHEN c.relkind = 'S' THEN 's' ELSE 'r' END::"char", c.relowner)
        FROM members AS m
        JOIN pg_class AS c ON m.classid = 'pg_class'::regclass AND c.oid = m.objid
        WHERE c.relacl IS NOT NULL
        UNION ALL
        SELECT
            m.classid,
            m.objid,
            a.attnum,
            m.extension,
            'column ' || a.attrelid::regclass || '.' || quote_ident(a.attname),
            a.attacl,
            NULL::aclitem[]
        FROM members AS m
        JOIN pg_attribute AS a ON m.classid = 'pg_class'::regclass AND a.attrelid = m.objid
        WHERE a.attacl IS NOT NULL
        UNION ALL
        SELECT
            m.classid,
            m.objid,
            0,
            m.extension,
            'type ' || t.oid::regtype,
            t.typacl,
            acldefault('T', t.typowner)
        FROM members AS m
        JOIN pg_type AS t ON m.classid = 'pg_type'::regclass AND t.oid = m.objid
        WHERE t.typacl IS NOT NULL
        UNION ALL
        SELECT
            m.classid,
            m.objid,
            0,
            m.extension,
            'schema ' || quote_ident(n.nspname),
            n.nspacl,
            acldefault('n', n.nspowner)
        FROM members AS m
        JOIN pg_namespace AS n ON m.classid = 'pg_namespace'::regclass AND n.oid = m.objid
        WHERE n.nspacl IS NOT NULL
        UNION ALL
        SELECT
            m.classid,
            m.objid,
            0,
            m.extension,
            'language ' || quote_ident(l.lanname),
            l.lanacl,
            acldefault('l', l.lanowner)
        FROM members AS m
        JOIN pg_language AS l ON m.classid = 'pg_language'::regclass AND l.oid = m.objid
        WHERE l.lanacl IS NOT NULL
        UNION ALL
        SELECT
            m.classid,
            m.objid,
            0,
            m.extension,
            'foreign data wrapper ' || quote_ident(w.fdwname),
            w.fdwacl,
            acldefault('F', w.fdwowner)
        FROM members AS m
        JOIN pg_foreign_data_wrapper AS w
            ON m.classid = 'pg_foreign_data_wrapper'::regclass AND w.oid = m.objid
        WHERE w.fdwacl IS NOT NULL
        UNION ALL
        SELECT
            m.classid,
            m.objid,
            0,
            m.extension,
            'foreign server ' || quote_ident(s.srvname),
            s.srvacl,
            acldefault('S', s.srvowner)
        FROM members AS m
        JOIN pg_foreign_server AS s
            ON m.classid = 'pg_foreign_server'::regclass AND s.oid = m.objid
        WHERE s.srvacl IS NOT NULL
    ),
    given AS (
        SELECT h.*, coalesce(i.initprivs, h.acl_default) AS initial
        FROM held AS h
        LEFT JOIN pg_init_privs AS i
            ON i.classoid = h.classid AND i.objoid = h.objid AND i.objsubid = h.column_number
    )
SELECT
    'pg_init_privs'::regclass::oid AS class_oid,
    g.objid AS oid,
    CASE WHEN g.column_number > 0 THEN g.column_number ELSE g.classid::int END AS sub_id,
    '' AS id_schema,
    g.name AS id_name,
    '' AS id_table,
    g.extension,
    jsonb_build_array(jsonb_build_array('extension', '', g.extension)) AS depends_on,
    g.acl,
    g.initial AS acl_default
FROM given AS g
WHERE g.acl IS DISTINCT FROM g.initial
    AND EXISTS (
        (
            SELECT a.grantee, a.privilege_type, a.is_grantable FROM aclexplode(g.acl) AS a
            EXCEPT
            SELECT a.grantee, a.privilege_type, a.is_grantable FROM aclexplode(g.initial) AS a
        )
        UNION ALL
        (
            SELECT a.grantee, a.privilege_type, a.is_grantable FROM aclexplode(g.initial) AS a
            EXCEPT
            SELECT a.grantee, a.privilege_type, a.is_grantable FROM aclexplode(g.acl) AS a
        )
    )
