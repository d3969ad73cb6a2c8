-- The objects that are left, by what PostgreSQL calls them.
SELECT o.type || ' ' || o.identity AS name
FROM unnest(%(classes)s::oid[], %(oids)s::oid[]) AS u (class_oid, oid)
CROSS JOIN LATERAL pg_identify_object(u.class_oid, u.oid, 0) AS o
WHERE o.type IS NOT NULL
UNION
SELECT 'security label of ' || l.provider || ' on ' || l.objtype || ' ' || l.objname
FROM pg_seclabels AS l
JOIN pg_seclabel AS s ON s.objoid = l.objoid AND s.classoid = l.classoid
UNION
SELECT 'large objects: ' || count(*)
FROM pg_largeobject_metadata
HAVING count(*) > 0
UNION
SELECT
    CASE WHEN s.setrole = 0 THEN 'settings of the database'
        ELSE 'settings of role ' || quote_ident(pg_get_userbyid(s.setrole)) || ' in the database'
    END
FROM pg_db_role_setting AS s
JOIN pg_database AS d ON d.oid = s.setdatabase
WHERE d.datname = current_database()
ORDER BY name
