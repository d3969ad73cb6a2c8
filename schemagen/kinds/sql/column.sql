SELECT
    'pg_class'::regclass::oid AS class_oid,
    c.oid,
    a.attnum AS sub_id,
    n.nspname AS id_schema,
    a.attname AS id_name,
    c.relname AS id_table,
    a.attacl AS acl,
    acldefault('c', c.relowner) AS acl_default,
    a.attnum AS position,
    format_type(a.atttypid, a.atttypmod) AS type,
    a.attnotnull AS not_null,
    CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END AS "default",
    CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END AS generated,
    CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END AS generated_storage,
    CASE
        WHEN a.attidentity <> '' THEN (
            SELECT jsonb_build_object(
                'generation', CASE a.attidentity WHEN 'a' THEN 'always' ELSE 'by default' END,
                'start', s.seqstart,
                'increment', s.seqincrement,
                'minimum', s.seqmin,
                'maximum', s.seqmax,
                'cache', s.seqcache,
                'cycle', s.seqcycle
            )
            FROM pg_sequence AS s
            WHERE s.seqrelid = pg_get_serial_sequence(c.oid::regclass::text, a.attname)::regclass
        )
    END AS identity,
    CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END
        AS "collation",
    CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END AS compression,
    CASE
        WHEN a.attstorage <> t.typstorage THEN
            CASE a.attstorage
                WHEN 'p' THEN 'plain'
                WHEN 'e' THEN 'external'
                WHEN 'm' THEN 'main'
                ELSE 'extended'
            END
    END AS storage,
    nullif(a.attstattarget, -1) AS statistics
FROM pg_attribute AS a
JOIN pg_class AS c ON c.oid = a.attrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_type AS t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relkind = 'r'
    AND c.relpersistence <> 't'
    AND a.attnum > 0
    AND NOT a.attisdropped
    AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_'
