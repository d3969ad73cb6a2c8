SELECT
    'pg_class'::regclass::oid AS class_oid,
    c.oid,
    a.attnum AS sub_id,
    n.nspname AS id_schema,
    a.attname AS id_name,
    c.relname AS id_table,
    a.attacl AS acl,
    -- By default nobody may do anything beyond what holds for the relation.
    acldefault('c', 0) AS acl_default,
    a.attnum AS position,
    format_type(a.atttypid, a.atttypmod) AS type,
    a.attnotnull AS not_null,
    CASE WHEN nn.coninhcount = 0 THEN nn.conname END AS not_null_name,
    coalesce(nn.connoinherit, false) AS not_null_no_inherit,
    CASE WHEN nn.coninhcount > 0 THEN nn.conname END AS not_null_from,
    CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END AS "default",
    CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END AS generated,
    CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END AS generated_storage,
    CASE
        WHEN a.attidentity <> '' OR c.relispartition THEN (
            SELECT jsonb_build_object(
                'generation', CASE root.attidentity WHEN 'a' THEN 'always' ELSE 'by default' END,
                'start', s.seqstart,
                'increment', s.seqincrement,
                'minimum', s.seqmin,
                'maximum', s.seqmax,
                'cache', s.seqcache,
                'cycle', s.seqcycle
            )
            -- The identity of a partition's column is that of the whole table, which 17 says and 16
            -- does not.
            FROM pg_attribute AS root
            JOIN pg_depend AS o
                ON o.refclassid = 'pg_class'::regclass
                AND o.refobjid = root.attrelid
                AND o.refobjsubid = root.attnum
                AND o.classid = 'pg_class'::regclass
                AND o.deptype = 'i'
            -- Not by pg_get_serial_sequence, which wants rights on the schema.
            JOIN pg_sequence AS s ON s.seqrelid = o.objid
            WHERE root.attrelid = CASE
                    WHEN c.relispartition THEN pg_partition_root(c.oid) ELSE c.oid
                END
                AND root.attname = a.attname
                AND root.attidentity <> ''
        )
    END AS identity,
    CASE
        WHEN a.attidentity <> '' AND NOT c.relispartition THEN (
            SELECT q.relname
            FROM pg_depend AS o
            JOIN pg_class AS q ON q.oid = o.objid
            WHERE o.refclassid = 'pg_class'::regclass
                AND o.refobjid = c.oid
                AND o.refobjsubid = a.attnum
                AND o.classid = 'pg_class'::regclass
                AND o.deptype = 'i'
        )
    END AS sequence_name,
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
    CASE t.typstorage
        WHEN 'p' THEN 'plain'
        WHEN 'e' THEN 'external'
        WHEN 'm' THEN 'main'
        ELSE 'extended'
    END AS type_storage,
    nullif(a.attstattarget, -1) AS statistics,
    CASE
        WHEN a.attoptions IS NOT NULL THEN ARRAY(
            SELECT jsonb_build_array(o.option_name, o.option_value)
            FROM pg_options_to_table(a.attoptions) AS o
        )
    END AS attribute_options,
    CASE
        WHEN a.attfdwoptions IS NOT NULL THEN ARRAY(
            SELECT jsonb_build_array(o.option_name, o.option_value)
            FROM pg_options_to_table(a.attfdwoptions) AS o
        )
    END AS options,
    c.relkind = 'f' AS is_foreign,
    CASE
        WHEN a.attinhcount > 0 THEN (
            SELECT jsonb_build_array('column', pn.nspname, pc.relname, a.attname)
            FROM pg_inherits AS h
            JOIN pg_attribute AS pa
                ON pa.attrelid = h.inhparent AND pa.attname = a.attname AND NOT pa.attisdropped
            JOIN pg_class AS pc ON pc.oid = h.inhparent
            JOIN pg_namespace AS pn ON pn.oid = pc.relnamespace
            WHERE h.inhrelid = c.oid
            ORDER BY h.inhseqno
            LIMIT 1
        )
    END AS follows,
    a.attislocal AND a.attinhcount > 0 AND NOT c.relispartition AS "local"
FROM pg_attribute AS a
JOIN pg_class AS c ON c.oid = a.attrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_type AS t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_constraint AS nn
    ON nn.contype = 'n' AND nn.conrelid = c.oid AND nn.conkey[1] = a.attnum
WHERE c.relkind IN ('r', 'p', 'f')
    AND c.relpersistence <> 't'
    AND a.attnum > 0
    AND NOT a.attisdropped
    AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_'
