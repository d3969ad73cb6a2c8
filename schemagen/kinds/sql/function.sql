SELECT
    {routine},
    CASE WHEN p.prokind <> 'p' THEN pg_get_function_result(p.oid) END AS returns,
    p.prokind = 'p' AS procedure,
    p.prokind = 'w' AS "window",
    l.lanname AS language,
    coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) AS body,
    p.probin AS object_file,
    CASE WHEN p.prosupport <> 0 THEN p.prosupport::text END AS support,
    ARRAY(
        SELECT format_type(t, NULL)
        FROM unnest(p.protrftypes) WITH ORDINALITY AS u (t, position)
        ORDER BY position
    ) AS transforms,
    CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END
        AS volatility,
    CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' ELSE 'unsafe' END
        AS parallel,
    p.proisstrict AS strict,
    p.prosecdef AS security_definer,
    p.proleakproof AS leakproof,
    nullif(p.procost, CASE WHEN l.lanname IN ('c', 'internal') THEN 1 ELSE 100 END) AS cost,
    nullif(p.prorows, CASE WHEN p.proretset THEN 1000 ELSE 0 END) AS rows,
    ARRAY(
        SELECT jsonb_build_array(split_part(s, '=', 1), substr(s, strpos(s, '=') + 1))
        FROM unnest(p.proconfig) WITH ORDINALITY AS u (s, position)
        ORDER BY position
    ) AS settings
FROM pg_proc AS p
JOIN pg_namespace AS n ON n.oid = p.pronamespace
JOIN pg_language AS l ON l.oid = p.prolang
{input_types}
WHERE p.prokind IN ('f', 'p', 'w')
    AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_'
    -- The constructors of a range type come and go with it.
    AND NOT EXISTS (
        SELECT
        FROM pg_depend AS d
        WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i'
    )
