SELECT
    'pg_opfamily'::regclass::oid AS class_oid,
    f.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    f.opfname || ' using ' || am.amname AS id_name,
    '' AS id_table,
    pg_get_userbyid(f.opfowner) AS owner,
    f.opfname AS name,
    am.amname AS method,
    {operator_members}
FROM pg_opfamily AS f
JOIN pg_am AS am ON am.oid = f.opfmethod
JOIN pg_namespace AS n ON n.oid = f.opfnamespace
CROSS JOIN LATERAL (
    SELECT 'pg_opfamily'::regclass::oid AS class_oid, f.oid, 'a'::"char" AS membership
) AS whole
WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
