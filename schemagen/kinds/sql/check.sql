SELECT
    {constraint},
    pg_get_expr(k.conbin, k.conrelid) AS expression,
    k.connoinherit AS no_inherit,
    k.not_enforced,
    k.not_valid,
    (
        SELECT jsonb_build_array('check', pn.nspname, pc.relname, pk.conname)
        FROM pg_inherits AS h
        JOIN pg_constraint AS pk
            ON pk.conrelid = h.inhparent AND pk.conname = k.conname AND pk.contype = 'c'
        JOIN pg_class AS pc ON pc.oid = h.inhparent
        JOIN pg_namespace AS pn ON pn.oid = pc.relnamespace
        WHERE h.inhrelid = c.oid AND k.coninhcount > 0
        ORDER BY h.inhseqno
        LIMIT 1
    ) AS follows,
    k.conislocal AND k.coninhcount > 0 AND NOT c.relispartition AS "local"
FROM
{any_constraint}
JOIN pg_class AS c ON c.oid = k.conrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE k.contype = 'c' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
