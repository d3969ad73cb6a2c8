SELECT
    'pg_dist_partition'::regclass::oid AS class_oid,
    c.oid,
    0 AS sub_id,
    n.nspname AS id_schema,
    'citus' AS id_name,
    c.relname AS id_table,
    CASE
        WHEN d.partmethod = 'h' THEN ARRAY[column_to_column_name(d.logicalrelid, d.partkey)]
        ELSE '{}'
    END AS columns,
    CASE WHEN d.partmethod = 'h' THEN g.shardcount END AS shard_count,
    -- Only the stand-in for a cluster remembers what was asked for.
    to_jsonb(d) ->> 'colocate_with' AS colocate_with,
    (
        SELECT jsonb_build_array('table', bn.nspname, b.relname)
        FROM pg_class AS b
        JOIN pg_namespace AS bn ON bn.oid = b.relnamespace
        WHERE b.oid = (to_jsonb(d) ->> 'beside')::oid
    ) AS beside,
    (
        SELECT coalesce(jsonb_agg(x.key ORDER BY x.key), '[]')
        FROM (
            SELECT
                jsonb_build_array(
                    'column',
                    n.nspname,
                    c.relname,
                    column_to_column_name(d.logicalrelid, d.partkey)
                ) AS key
            WHERE d.partmethod = 'h'
            UNION
            -- What a table refers to is distributed before it.
            SELECT jsonb_build_array('distribution', rn.nspname, r.relname, 'citus')
            FROM pg_constraint AS k
            JOIN pg_dist_partition AS other ON other.logicalrelid = k.confrelid
            JOIN pg_class AS r ON r.oid = k.confrelid
            JOIN pg_namespace AS rn ON rn.oid = r.relnamespace
            WHERE k.contype = 'f' AND k.conrelid = c.oid AND k.confrelid <> c.oid
            UNION
            SELECT jsonb_build_array('distribution', bn.nspname, b.relname, 'citus')
            FROM pg_class AS b
            JOIN pg_namespace AS bn ON bn.oid = b.relnamespace
            WHERE b.oid = (to_jsonb(d) ->> 'beside')::oid
        ) AS x
    ) AS depends_on
FROM pg_dist_partition AS d
JOIN pg_class AS c ON c.oid = d.logicalrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_dist_colocation AS g ON g.colocationid = d.colocationid
-- Partitions are where their table is, and a table of one node in the metadata is no other table.
WHERE NOT c.relispartition
    AND (d.partmethod = 'h' OR (d.partmethod = 'n' AND d.repmodel = 't'))
    AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_'
