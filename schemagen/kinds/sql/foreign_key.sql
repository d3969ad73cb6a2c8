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
    jsonb_build_array('table', rn.nspname, r.relname) AS "references",
    ARRAY(
        SELECT a.attname::text
        FROM unnest(k.confkey) WITH ORDINALITY AS u (attnum, position)
        JOIN pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = u.attnum
        ORDER BY u.position
    ) AS referenced_columns,
    CASE k.confdeltype
        WHEN 'r' THEN 'restrict'
        WHEN 'c' THEN 'cascade'
        WHEN 'n' THEN 'set null'
        WHEN 'd' THEN 'set default'
        ELSE 'no action'
    END AS on_delete,
    ARRAY(
        SELECT a.attname::text
        FROM jsonb_array_elements(nullif(to_jsonb(k) -> 'confdelsetcols', 'null')) AS u (attnum)
        JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.attnum::smallint
        ORDER BY a.attnum
    ) AS on_delete_columns,
    CASE k.confupdtype
        WHEN 'r' THEN 'restrict'
        WHEN 'c' THEN 'cascade'
        WHEN 'n' THEN 'set null'
        WHEN 'd' THEN 'set default'
        ELSE 'no action'
    END AS on_update,
    CASE k.confmatchtype WHEN 'f' THEN 'full' ELSE 'simple' END AS match,
    k.condeferrable AS deferrable,
    k.condeferred AS initially_deferred,
    NOT k.convalidated AS not_valid
FROM pg_constraint AS k
JOIN pg_class AS c ON c.oid = k.conrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_class AS r ON r.oid = k.confrelid
JOIN pg_namespace AS rn ON rn.oid = r.relnamespace
WHERE k.contype = 'f'
    AND k.conparentid = 0
    AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_'
