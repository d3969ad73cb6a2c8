SELECT
    'pg_default_acl'::regclass::oid AS class_oid,
    d.oid,
    0 AS sub_id,
    coalesce(n.nspname, '') AS id_schema,
    o.objects || CASE WHEN d.defaclrole = u.oid THEN '' ELSE ' of ' || r.rolname END AS id_name,
    '' AS id_table,
    o.objects,
    CASE WHEN d.defaclrole <> u.oid THEN r.rolname END AS role,
    (
        SELECT jsonb_agg(jsonb_build_array(g.grantee, g.privilege, g.grantable)
            ORDER BY g.grantee, g.privilege, g.grantable)
        FROM (
            SELECT
                CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END AS grantee,
                a.privilege_type AS privilege,
                a.is_grantable AS grantable
            FROM aclexplode(d.defaclacl) AS a
            EXCEPT
            SELECT
                CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END,
                a.privilege_type,
                a.is_grantable
            FROM aclexplode(acldefault(o.code, d.defaclrole)) AS a
            WHERE d.defaclnamespace = 0
        ) AS g
    ) AS granted,
    (
        SELECT jsonb_agg(jsonb_build_array(g.grantee, g.privilege, g.grantable)
            ORDER BY g.grantee, g.privilege, g.grantable)
        FROM (
            SELECT
                CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END AS grantee,
                a.privilege_type AS privilege,
                a.is_grantable AS grantable
            FROM aclexplode(acldefault(o.code, d.defaclrole)) AS a
            WHERE d.defaclnamespace = 0
            EXCEPT
            SELECT
                CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END,
                a.privilege_type,
                a.is_grantable
            FROM aclexplode(d.defaclacl) AS a
        ) AS g
    ) AS taken,
    (
        SELECT jsonb_agg(jsonb_build_array(g.grantee, g.privilege, g.grantable)
            ORDER BY g.grantee, g.privilege, g.grantable)
        FROM (
            SELECT
                CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END AS grantee,
                a.privilege_type AS privilege,
                a.is_grantable AS grantable
            FROM aclexplode(d.defaclacl) AS a
            WHERE d.defaclnamespace <> 0
            INTERSECT
            SELECT
                CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END,
                a.privilege_type,
                a.is_grantable
            FROM aclexplode(acldefault(o.code, d.defaclrole)) AS a
        ) AS g
    ) AS implied
FROM pg_default_acl AS d
JOIN pg_roles AS r ON r.oid = d.defaclrole
JOIN pg_roles AS u ON u.rolname = current_user
JOIN (
    VALUES
    ('r'::"char", 'r'::"char", 'tables'),
    ('S', 's', 'sequences'),
    ('f', 'f', 'functions'),
    ('T', 'T', 'types'),
    ('n', 'n', 'schemas'),
    ('L', 'L', 'large objects')
) AS o (type, code, objects) ON o.type = d.defaclobjtype
LEFT JOIN pg_namespace AS n ON n.oid = d.defaclnamespace
