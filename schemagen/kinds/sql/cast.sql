SELECT
    'pg_cast'::regclass::oid AS class_oid,
    c.oid,
    0 AS sub_id,
    '' AS id_schema,
    format_type(c.castsource, NULL) || ' as ' || format_type(c.casttarget, NULL) AS id_name,
    '' AS id_table,
    format_type(c.castsource, NULL) AS source,
    format_type(c.casttarget, NULL) AS target,
    nullif(c.castfunc, 0)::regprocedure::text AS function,
    c.castmethod = 'i' AS inout,
    CASE c.castcontext WHEN 'a' THEN 'assignment' WHEN 'i' THEN 'implicit' ELSE 'explicit' END
        AS context
FROM pg_cast AS c
WHERE c.oid >= 16384
    -- That of a range type to its multirange comes and goes with them.
    AND NOT EXISTS (
        SELECT
        FROM pg_depend AS d
        WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'i'
    )
