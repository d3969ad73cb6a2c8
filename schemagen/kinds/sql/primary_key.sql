SELECT
    'pg_constraint'::regclass::oid AS class_oid,
    k.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    k.conname AS id_name,
    c.relname AS id_table,
    ARRAY(
        SELECT a.attname::text
        FROM unnest(k.conkey) WITH ORDINALITY AS u (attnum, position)
        JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.attnum
        ORDER BY u.position
    ) AS columns,
    ARRAY(
        SELECT a.attname::text
        FROM generate_series(i.indnkeyatts, i.indnatts - 1) AS position
        JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = i.indkey[position]
        ORDER BY position
    ) AS include,
    coalesce((to_jsonb(k) ->> 'conperiod')::boolean, false) AS without_overlaps,
    ARRAY(
        SELECT jsonb_build_array(split_part(o, '=', 1), substr(o, strpos(o, '=') + 1))
        FROM unnest(x.reloptions) WITH ORDINALITY AS u (o, position)
        ORDER BY position
    ) AS options,
    s.spcname AS tablespace,
    obj_description(k.conindid, 'pg_class') AS index_comment,
    k.condeferrable AS deferrable,
    k.condeferred AS initially_deferred,
    (
        SELECT jsonb_build_array('primary_key', pn.nspname, pc.relname, pk.conname)
        FROM pg_constraint AS pk
        JOIN pg_class AS pc ON pc.oid = pk.conrelid
        JOIN pg_namespace AS pn ON pn.oid = pc.relnamespace
        WHERE pk.oid = k.conparentid
    ) AS follows
FROM pg_constraint AS k
JOIN pg_class AS c ON c.oid = k.conrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_index AS i ON i.indexrelid = k.conindid
JOIN pg_class AS x ON x.oid = i.indexrelid
LEFT JOIN pg_tablespace AS s ON s.oid = x.reltablespace
WHERE k.contype = 'p' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
