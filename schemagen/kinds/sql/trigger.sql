SELECT
    'pg_trigger'::regclass::oid AS class_oid,
    t.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    t.tgname AS id_name,
    c.relname AS id_table,
    CASE
        WHEN t.tgtype & 64 = 64 THEN 'instead of'
        WHEN t.tgtype & 2 = 2 THEN 'before'
        ELSE 'after'
    END AS timing,
    array_remove(
        ARRAY[
            CASE WHEN t.tgtype & 4 = 4 THEN '{"event": "insert"}'::jsonb END,
            CASE
                WHEN t.tgtype & 16 = 16 THEN jsonb_build_object(
                    'event', 'update',
                    'columns', ARRAY(
                        SELECT a.attname
                        FROM unnest(t.tgattr) WITH ORDINALITY AS u (attnum, position)
                        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = u.attnum
                        ORDER BY u.position
                    )
                )
            END,
            CASE WHEN t.tgtype & 8 = 8 THEN '{"event": "delete"}'::jsonb END,
            CASE WHEN t.tgtype & 32 = 32 THEN '{"event": "truncate"}'::jsonb END
        ],
        NULL
    ) AS events,
    CASE WHEN t.tgtype & 1 = 1 THEN 'row' ELSE 'statement' END AS for_each,
    substring(pg_get_triggerdef(t.oid) FROM ' WHEN \((.*)\) EXECUTE ') AS "when",
    p.pronamespace::regnamespace::text || '.' || quote_ident(p.proname) AS function,
    -- Each ends with a zero byte. Only there may \000 stand, so a backslash must not be a double one.
    ARRAY(
        SELECT convert_from(decode(u.argument, 'escape'), getdatabaseencoding())
        FROM unnest(
            string_to_array(replace(encode(t.tgargs, 'escape'), '\\', '\134'), '\000')
        ) WITH ORDINALITY AS u (argument, position)
        WHERE u.position <= t.tgnargs
        ORDER BY u.position
    ) AS arguments,
    t.tgconstraint <> 0 AS "constraint",
    (
        SELECT quote_ident(rn.nspname) || '.' || quote_ident(r.relname)
        FROM pg_class AS r
        JOIN pg_namespace AS rn ON rn.oid = r.relnamespace
        WHERE r.oid = t.tgconstrrelid
    ) AS referenced_table,
    t.tgdeferrable AS deferrable,
    t.tginitdeferred AS initially_deferred,
    t.tgoldtable AS old_table,
    t.tgnewtable AS new_table,
    CASE t.tgenabled
        WHEN 'D' THEN 'disabled'
        WHEN 'R' THEN 'replica'
        WHEN 'A' THEN 'always'
        ELSE 'origin'
    END AS enabled,
    (
        SELECT jsonb_build_array('trigger', pn.nspname, pc.relname, pt.tgname)
        FROM pg_trigger AS pt
        JOIN pg_class AS pc ON pc.oid = pt.tgrelid
        JOIN pg_namespace AS pn ON pn.oid = pc.relnamespace
        WHERE pt.oid = t.tgparentid
    ) AS follows
FROM pg_trigger AS t
JOIN pg_class AS c ON c.oid = t.tgrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_proc AS p ON p.oid = t.tgfoid
-- Those of keys have an index. PG 14 calls internal what partitions have of their table's, too.
WHERE t.tgconstrindid = 0
    AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_'
