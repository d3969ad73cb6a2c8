SELECT
    {routine},
    a.aggkind = 'h' AS hypothetical,
    a.aggtransfn::text AS sfunc,
    format_type(a.aggtranstype, NULL) AS stype,
    nullif(a.aggtransspace, 0) AS sspace,
    nullif(a.aggfinalfn, 0)::regproc::text AS finalfunc,
    a.aggfinalextra AS finalfunc_extra,
    f.words ->> nullif(a.aggfinalmodify, d.modify)::text AS finalfunc_modify,
    nullif(a.aggcombinefn, 0)::regproc::text AS combinefunc,
    nullif(a.aggserialfn, 0)::regproc::text AS serialfunc,
    nullif(a.aggdeserialfn, 0)::regproc::text AS deserialfunc,
    a.agginitval AS initcond,
    nullif(a.aggmtransfn, 0)::regproc::text AS msfunc,
    nullif(a.aggminvtransfn, 0)::regproc::text AS minvfunc,
    CASE WHEN a.aggmtranstype <> 0 THEN format_type(a.aggmtranstype, NULL) END AS mstype,
    nullif(a.aggmtransspace, 0) AS msspace,
    nullif(a.aggmfinalfn, 0)::regproc::text AS mfinalfunc,
    a.aggmfinalextra AS mfinalfunc_extra,
    f.words ->> nullif(a.aggmfinalmodify, d.modify)::text AS mfinalfunc_modify,
    a.aggminitval AS minitcond,
    (
        SELECT 'OPERATOR(' || quote_ident(opn.nspname) || '.' || op.oprname || ')'
        FROM pg_operator AS op
        JOIN pg_namespace AS opn ON opn.oid = op.oprnamespace
        WHERE op.oid = a.aggsortop
    ) AS sortop,
    CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' ELSE 'unsafe' END
        AS parallel
FROM pg_proc AS p
JOIN pg_aggregate AS a ON a.aggfnoid = p.oid
JOIN pg_namespace AS n ON n.oid = p.pronamespace
{input_types}
CROSS JOIN LATERAL (
    SELECT CASE WHEN a.aggkind = 'n' THEN 'r' ELSE 'w' END::"char" AS modify
) AS d
CROSS JOIN (
    SELECT '{"r": "read_only", "s": "shareable", "w": "read_write"}'::jsonb AS words
) AS f
WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
