SELECT p.polname AS name, p.polpermissive AS permissive,
    CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
        WHEN 'd' THEN 'DELETE' ELSE 'ALL' END AS command,
    pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS using,
    pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS with_check,
    (
        SELECT array_agg(CASE WHEN r = 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(r)::text END)
        FROM unnest(p.polroles) AS r
    ) AS roles,
    EXISTS (
        SELECT FROM unnest(p.polroles) AS r
        WHERE r = 0 OR pg_catalog.pg_has_role(%(role)s, r, 'USAGE')
    ) AS applies
FROM pg_catalog.pg_policy AS p
WHERE p.polrelid = %(oid)s::oid
ORDER BY p.polname
