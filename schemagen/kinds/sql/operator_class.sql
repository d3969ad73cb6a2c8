SELECT
    'pg_opclass'::regclass::oid AS class_oid,
    c.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    c.opcname || ' using ' || am.amname AS id_name,
    '' AS id_table,
    pg_get_userbyid(c.opcowner) AS owner,
    c.opcname AS name,
    am.amname AS method,
    format_type(c.opcintype, NULL) AS type,
    c.opcdefault AS default,
    quote_ident(fn.nspname) || '.' || quote_ident(f.opfname) AS family,
    CASE WHEN c.opckeytype <> 0 THEN format_type(c.opckeytype, NULL) END AS storage,
    {operator_members}
FROM pg_opclass AS c
JOIN pg_am AS am ON am.oid = c.opcmethod
JOIN pg_namespace AS n ON n.oid = c.opcnamespace
JOIN pg_opfamily AS f ON f.oid = c.opcfamily
JOIN pg_namespace AS fn ON fn.oid = f.opfnamespace
CROSS JOIN LATERAL (
    SELECT 'pg_opclass'::regclass::oid AS class_oid, c.oid, 'i'::"char" AS membership
) AS whole
WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
