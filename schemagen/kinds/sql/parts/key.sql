-- What primary keys and unique constraints have in common, from indexed_constraint.sql.
    {constraint},
    {columns},
    {include},
    k.period AS without_overlaps,
    {index_options},
    s.spcname AS tablespace,
    ic.description AS index_comment,
    k.condeferrable AS deferrable,
    k.condeferred AS initially_deferred,
    (
        SELECT jsonb_build_array(
            CASE
                WHEN pk.oid IS NULL THEN 'index'
                WHEN k.contype = 'p' THEN 'primary_key'
                ELSE 'unique'
            END,
            pn.nspname, pc.relname, px.relname
        )
        FROM pg_inherits AS h
        JOIN pg_class AS px ON px.oid = h.inhparent
        JOIN pg_index AS pi ON pi.indexrelid = px.oid
        JOIN pg_class AS pc ON pc.oid = pi.indrelid
        JOIN pg_namespace AS pn ON pn.oid = pc.relnamespace
        LEFT JOIN pg_constraint AS pk ON pk.oid = k.conparentid
        WHERE h.inhrelid = x.oid
    ) AS follows,
    x.relkind = 'I' AND NOT i.indisvalid AS lacking,
    {local_index}
