-- Around the query of a kind with privileges: what is granted beyond the default, and what was
-- taken away from it.
WITH
    q AS ({query}),
    granted AS (
        SELECT
            q.class_oid,
            q.oid,
            q.sub_id,
            CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee) END AS grantee,
            g.privilege_type AS privilege,
            g.is_grantable AS grantable,
            false AS by_default
        FROM q, LATERAL aclexplode(q.acl) AS g
        UNION ALL
        SELECT
            q.class_oid,
            q.oid,
            q.sub_id,
            CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee) END,
            g.privilege_type,
            g.is_grantable,
            true
        FROM q, LATERAL aclexplode(q.acl_default) AS g
        WHERE q.acl IS NOT NULL
    ),
    changed AS (
        SELECT class_oid, oid, sub_id, grantee, privilege, grantable, bool_and(by_default) AS taken
        FROM granted
        GROUP BY class_oid, oid, sub_id, grantee, privilege, grantable
        HAVING count(*) = 1
    ),
    listed AS (
        SELECT
            class_oid,
            oid,
            sub_id,
            jsonb_agg(
                jsonb_build_array(grantee, privilege, grantable)
                ORDER BY grantee, privilege, grantable
            ) FILTER (WHERE NOT taken) AS grants,
            jsonb_agg(
                jsonb_build_array(grantee, privilege, grantable)
                ORDER BY grantee, privilege, grantable
            ) FILTER (WHERE taken) AS revoked
        FROM changed
        GROUP BY class_oid, oid, sub_id
    )
SELECT
    q.*,
    l.grants,
    l.revoked,
    CASE
        WHEN cardinality(q.acl) > 2 THEN ARRAY(
            SELECT CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee) END
            FROM unnest(q.acl) WITH ORDINALITY AS u (item, position),
                LATERAL aclexplode(ARRAY[u.item]) AS g
            GROUP BY g.grantee
            ORDER BY min(u.position)
        )
    END AS grant_order,
    d.description AS comment
FROM q
LEFT JOIN listed AS l ON l.class_oid = q.class_oid AND l.oid = q.oid AND l.sub_id = q.sub_id
LEFT JOIN pg_description AS d
    ON d.classoid = q.class_oid AND d.objoid = q.oid AND d.objsubid = q.sub_id
