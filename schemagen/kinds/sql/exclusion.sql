SELECT
    {constraint},
    m.amname AS method,
    ARRAY(
        SELECT pg_get_indexdef(i.indexrelid, position::integer, true) || ' WITH ' || o.oprname
        FROM unnest(k.conexclop) WITH ORDINALITY AS u (operator, position)
        JOIN pg_operator AS o ON o.oid = u.operator
        ORDER BY position
    ) AS elements,
    pg_get_expr(i.indpred, i.indrelid) AS predicate,
    {index_options},
    s.spcname AS tablespace,
    ic.description AS index_comment,
    k.condeferrable AS deferrable,
    k.condeferred AS initially_deferred,
    (
        SELECT jsonb_build_array('exclusion', pn.nspname, pc.relname, pk.conname)
        FROM pg_constraint AS pk
        JOIN pg_class AS pc ON pc.oid = pk.conrelid
        JOIN pg_namespace AS pn ON pn.oid = pc.relnamespace
        WHERE pk.oid = k.conparentid
    ) AS follows
{indexed_constraint}
JOIN pg_am AS m ON m.oid = x.relam
WHERE k.contype = 'x' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
