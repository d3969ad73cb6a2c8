-- Around the query of a kind with privileges: what is granted beyond the default, and what was
-- taken away from it. Most objects have a list of privileges that others have too.
WITH
    lists AS (
        SELECT row_number() OVER () AS list, q.acl, q.acl_default
        FROM ({query}) AS q
        WHERE q.acl IS NOT NULL
        GROUP BY q.acl, q.acl_default
    ),
    granted AS (
        SELECT l.list, g.grantee, g.privilege_type, g.is_grantable, false AS by_default
        FROM lists AS l, LATERAL aclexplode(l.acl) AS g
        UNION ALL
        SELECT l.list, g.grantee, g.privilege_type, g.is_grantable, true
        FROM lists AS l, LATERAL aclexplode(l.acl_default) AS g
    ),
    changed AS (
        SELECT
            list,
            CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END AS grantee,
            privilege_type AS privilege,
            is_grantable AS grantable,
            bool_and(by_default) AS taken
        FROM granted
        GROUP BY list, granted.grantee, privilege_type, is_grantable
        HAVING bool_and(by_default) OR NOT bool_or(by_default)
    ),
    listed AS (
        SELECT
            list,
            jsonb_agg(
                jsonb_build_array(grantee, privilege, grantable)
                ORDER BY grantee, privilege, grantable
            ) FILTER (WHERE NOT taken) AS grants,
            jsonb_agg(
                jsonb_build_array(grantee, privilege, grantable)
                ORDER BY grantee, privilege, grantable
            ) FILTER (WHERE taken) AS revoked
        FROM changed
        GROUP BY list
    ),
    told AS (
        SELECT
            l.acl,
            l.acl_default,
            c.grants,
            c.revoked,
            CASE
                WHEN cardinality(l.acl) > 2 THEN ARRAY(
                    SELECT CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee) END
                    FROM unnest(l.acl) WITH ORDINALITY AS u (item, position),
                        LATERAL aclexplode(ARRAY[u.item]) AS g
                    GROUP BY g.grantee
                    ORDER BY min(u.position)
                )
            END AS grant_order
        FROM lists AS l
        LEFT JOIN listed AS c ON c.list = l.list
    )
SELECT
    q.*,
    t.grants,
    t.revoked,
    t.grant_order,
    d.description AS comment
FROM ({query}) AS q
LEFT JOIN told AS t ON t.acl = q.acl AND t.acl_default IS NOT DISTINCT FROM q.acl_default
LEFT JOIN pg_description AS d
    ON d.classoid = q.class_oid AND d.objoid = q.oid AND d.objsubid = q.sub_id
