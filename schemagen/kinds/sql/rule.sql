SELECT
    'pg_rewrite'::regclass::oid AS class_oid,
    r.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    r.rulename AS id_name,
    c.relname AS id_table,
    (ARRAY['select', 'update', 'insert', 'delete'])[r.ev_type::text::int] AS event,
    r.is_instead AS instead,
    d.parts[1] AS "where",
    btrim(d.parts[2], E' \n') AS commands,
    CASE r.ev_enabled
        WHEN 'D' THEN 'disabled'
        WHEN 'R' THEN 'replica'
        WHEN 'A' THEN 'always'
        ELSE 'origin'
    END AS enabled
FROM pg_rewrite AS r
JOIN pg_class AS c ON c.oid = r.ev_class
JOIN pg_namespace AS n ON n.oid = c.relnamespace
-- The condition cannot be had alone. Wherever the text is cut in two, it is put together again with
-- the same words in between.
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN r.ev_qual = '<>' THEN
            ARRAY[NULL] || regexp_match(pg_get_ruledef(r.oid), '^.*? DO ' || w.word || '(.*);$')
        ELSE
            regexp_match(
                pg_get_ruledef(r.oid), '^.*?\n   WHERE \((.*?)\) DO ' || w.word || '(.*);$'
            )
    END AS parts
    FROM (SELECT CASE WHEN r.is_instead THEN 'INSTEAD ' ELSE '' END AS word) AS w
) AS d
WHERE r.rulename <> '_RETURN'
    AND c.relpersistence <> 't'
    AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_'
