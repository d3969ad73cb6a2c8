SELECT
    'pg_language'::regclass::oid AS class_oid,
    l.oid,
    0 AS sub_id,
    '' AS id_schema,
    l.lanname AS id_name,
    '' AS id_table,
    pg_get_userbyid(l.lanowner) AS owner,
    l.lanacl AS acl,
    acldefault('l', l.lanowner) AS acl_default,
    h.pronamespace::regnamespace::text || '.' || quote_ident(h.proname) AS handler,
    i.pronamespace::regnamespace::text || '.' || quote_ident(i.proname) AS inline,
    v.pronamespace::regnamespace::text || '.' || quote_ident(v.proname) AS validator,
    l.lanpltrusted AS trusted
FROM pg_language AS l
JOIN pg_proc AS h ON h.oid = l.lanplcallfoid
LEFT JOIN pg_proc AS i ON i.oid = l.laninline
LEFT JOIN pg_proc AS v ON v.oid = l.lanvalidator
WHERE l.lanispl
