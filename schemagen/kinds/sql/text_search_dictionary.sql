SELECT
    'pg_ts_dict'::regclass::oid AS class_oid,
    d.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    d.dictname AS id_name,
    '' AS id_table,
    pg_get_userbyid(d.dictowner) AS owner,
    quote_ident(tn.nspname) || '.' || quote_ident(t.tmplname) AS template,
    -- Kept as SQL: language = 'german', maxlen = 4. A quoted value doubles its quotes; a number that
    -- was written without quotes is the same value as one in quotes.
    (
        SELECT jsonb_agg(
            jsonb_build_array(
                CASE WHEN o.part[1] LIKE '"%' THEN replace(btrim(o.part[1], '"'), '""', '"')
                    ELSE o.part[1]
                END,
                CASE WHEN o.part[2] ~ '^E?''' THEN o.part[2] ELSE quote_literal(o.part[2]) END
            )
            ORDER BY o.position
        )
        FROM regexp_matches(
            d.dictinitoption,
            '("(?:[^"]|"")*"|[^\s=,]+)\s*=\s*(E?''(?:[^''\\]|''''|\\.)*''|[^,\s]+)',
            'g'
        ) WITH ORDINALITY AS o (part, position)
    ) AS options
FROM pg_ts_dict AS d
JOIN pg_namespace AS n ON n.oid = d.dictnamespace
JOIN pg_ts_template AS t ON t.oid = d.dicttemplate
JOIN pg_namespace AS tn ON tn.oid = t.tmplnamespace
WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
