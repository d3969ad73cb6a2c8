SELECT
    'pg_collation'::regclass::oid AS class_oid,
    c.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    c.collname AS id_name,
    '' AS id_table,
    pg_get_userbyid(c.collowner) AS owner,
    CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END AS provider,
    CASE WHEN l.locale IS NOT NULL THEN l.locale WHEN c.collcollate = c.collctype THEN c.collcollate
    END AS locale,
    CASE WHEN l.locale IS NULL AND c.collcollate <> c.collctype THEN c.collcollate END
        AS lc_collate,
    CASE WHEN l.locale IS NULL AND c.collcollate <> c.collctype THEN c.collctype END AS lc_ctype,
    c.collisdeterministic AS deterministic,
    to_jsonb(c) ->> 'collicurules' AS rules
FROM pg_collation AS c
JOIN pg_namespace AS n ON n.oid = c.collnamespace
CROSS JOIN LATERAL (
    -- The column has another name in 15 and 16, and there is none before.
    SELECT coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale') AS locale
) AS l
WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
