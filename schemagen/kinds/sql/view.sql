SELECT
    {relation},
    acldefault('r', c.relowner) AS acl_default,
    {view},
    ARRAY(
        SELECT jsonb_build_array(split_part(o, '=', 1), substr(o, strpos(o, '=') + 1))
        FROM unnest(c.reloptions) WITH ORDINALITY AS u (o, position)
        ORDER BY position
    ) AS options
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'v'
    AND c.relpersistence <> 't'
    AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_'
