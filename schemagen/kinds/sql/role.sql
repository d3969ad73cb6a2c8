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
    ) AS member_of
FROM pg_roles AS r
WHERE r.rolname !~ '^pg_' AND NOT r.rolsuper
