SELECT
    'pg_operator'::regclass::oid AS class_oid,
    o.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    o.oprname || '(' || coalesce(t.left, 'NONE') || ', ' || t.right || ')' AS id_name,
    '' AS id_table,
    pg_get_userbyid(o.oprowner) AS owner,
    o.oprname AS name,
    t.left,
    t.right,
    o.oprcode::text AS function,
    (
        SELECT 'OPERATOR(' || quote_ident(s.nspname) || '.' || c.oprname || ')'
        FROM pg_operator AS c
        JOIN pg_namespace AS s ON s.oid = c.oprnamespace
        WHERE c.oid = o.oprcom
    ) AS commutator,
    (
        SELECT 'OPERATOR(' || quote_ident(s.nspname) || '.' || c.oprname || ')'
        FROM pg_operator AS c
        JOIN pg_namespace AS s ON s.oid = c.oprnamespace
        WHERE c.oid = o.oprnegate
    ) AS negator,
    nullif(o.oprrest, 0)::regproc::text AS restrict,
    nullif(o.oprjoin, 0)::regproc::text AS join,
    o.oprcanhash AS hashes,
    o.oprcanmerge AS merges
FROM pg_operator AS o
JOIN pg_namespace AS n ON n.oid = o.oprnamespace
CROSS JOIN LATERAL (
    SELECT
        CASE WHEN o.oprleft <> 0 THEN format_type(o.oprleft, NULL) END AS left,
        CASE WHEN o.oprright <> 0 THEN format_type(o.oprright, NULL) ELSE 'NONE' END AS right
) AS t
-- One without a function is only announced by another, as its commutator or negator.
WHERE o.oprcode <> 0 AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
