SELECT
    {constraint},
    m.amname AS method,
    ARRAY(
        SELECT
            pg_get_indexdef(i.indexrelid, u.position::integer, true)
            || coalesce(
                ' COLLATE ' ||
            {key_collation},
                ''
            )
            || CASE
                WHEN c.opcdefault AND t.attoptions IS NULL THEN ''
                WHEN pg_opclass_is_visible(c.oid) THEN ' ' || quote_ident(c.opcname)
                ELSE ' ' || c.opcnamespace::regnamespace || '.' || quote_ident(c.opcname)
            END
            || coalesce(
                (
                    SELECT ' (' || string_agg(
                        split_part(w.o, '=', 1) || ' = '
                        || quote_literal(substr(w.o, strpos(w.o, '=') + 1)),
                        ', ' ORDER BY w.place
                    ) || ')'
                    FROM unnest(t.attoptions) WITH ORDINALITY AS w (o, place)
                ),
                ''
            )
            || CASE
                WHEN m.amname <> 'btree' THEN ''
                ELSE CASE WHEN i.indoption[e.position] & 1 = 1 THEN ' DESC' ELSE '' END
                    || CASE i.indoption[e.position] & 3
                        WHEN 2 THEN ' NULLS FIRST'
                        WHEN 1 THEN ' NULLS LAST'
                        ELSE ''
                    END
            END
            || ' WITH '
            || CASE
                WHEN pg_operator_is_visible(o.oid) THEN o.oprname
                ELSE 'OPERATOR(' || o.oprnamespace::regnamespace || '.' || o.oprname || ')'
            END
        FROM unnest(k.conexclop) WITH ORDINALITY AS u (operator, position)
        CROSS JOIN LATERAL (SELECT u.position::integer - 1) AS e (position)
        JOIN pg_operator AS o ON o.oid = u.operator
        JOIN pg_opclass AS c ON c.oid = i.indclass[e.position]
        JOIN pg_attribute AS t ON t.attrelid = i.indexrelid AND t.attnum = u.position
        ORDER BY u.position
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
