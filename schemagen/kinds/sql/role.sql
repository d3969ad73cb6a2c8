SELECT
    'pg_authid'::regclass::oid AS class_oid,
    r.oid,
    0 AS sub_id,
    '' AS id_schema,
    r.rolname AS id_name,
    '' AS id_table,
    r.rolcanlogin AS login,
    r.rolinherit AS inherit,
    r.rolbypassrls AS bypass_rls,
    ARRAY(
        SELECT g.rolname::text
        FROM pg_auth_members AS m
        JOIN pg_roles AS g ON g.oid = m.roleid
        WHERE m.member = r.oid
        ORDER BY g.rolname
    ) AS member_of,
    (
        SELECT jsonb_agg(jsonb_build_array('role', '', g.rolname) ORDER BY g.rolname)
        FROM pg_auth_members AS m
        JOIN pg_roles AS g ON g.oid = m.roleid
        WHERE m.member = r.oid AND g.rolname !~ '^pg_' AND NOT g.rolsuper
    ) AS depends_on
FROM pg_roles AS r
WHERE r.rolname !~ '^pg_' AND NOT r.rolsuper
