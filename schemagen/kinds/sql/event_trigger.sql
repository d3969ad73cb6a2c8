SELECT
    'pg_event_trigger'::regclass::oid AS class_oid,
    t.oid,
    0 AS sub_id,
    '' AS id_schema,
    t.evtname AS id_name,
    '' AS id_table,
    pg_get_userbyid(t.evtowner) AS owner,
    t.evtevent AS event,
    coalesce((SELECT array_agg(tag ORDER BY tag) FROM unnest(t.evttags) AS tag), '{}') AS tags,
    p.pronamespace::regnamespace::text || '.' || quote_ident(p.proname) AS function,
    CASE t.evtenabled
        WHEN 'D' THEN 'disabled'
        WHEN 'R' THEN 'replica'
        WHEN 'A' THEN 'always'
        ELSE 'origin'
    END AS enabled
FROM pg_event_trigger AS t
JOIN pg_proc AS p ON p.oid = t.evtfoid
