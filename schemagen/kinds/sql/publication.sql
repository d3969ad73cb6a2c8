-- Columns and conditions of published tables, and whole schemas, exist from 15 on: where a column
-- of a catalog is missing, the one of the same name around it is meant. The schemas are taken from
-- what depends on them, because the catalog of them cannot be named where it does not exist.
SELECT
    'pg_publication'::regclass::oid AS class_oid,
    p.oid,
    0 AS sub_id,
    '' AS id_schema,
    p.pubname AS id_name,
    '' AS id_table,
    pg_get_userbyid(p.pubowner) AS owner,
    p.puballtables AS all_tables,
    (
        SELECT array_agg(n.nspname ORDER BY n.nspname)
        FROM pg_depend AS d
        JOIN pg_depend AS s
            ON s.classid = d.classid
            AND s.objid = d.objid
            AND s.refclassid = 'pg_namespace'::regclass
        JOIN pg_namespace AS n ON n.oid = s.refobjid
        WHERE d.classid = to_regclass('pg_catalog.pg_publication_namespace')
            AND d.refclassid = 'pg_publication'::regclass
            AND d.refobjid = p.oid
    ) AS schemas,
    (
        SELECT
            jsonb_agg(
                jsonb_build_object(
                    'relation',
                    jsonb_build_array('table', t.schema, t.name),
                    'columns',
                    t.columns,
                    'condition',
                    t.condition
                )
                ORDER BY t.schema, t.name
            )
        FROM (SELECT NULL::pg_node_tree AS prqual, NULL::int2vector AS prattrs) AS missing,
            LATERAL (
                SELECT
                    n.nspname AS schema,
                    c.relname AS name,
                    pg_get_expr(prqual, r.prrelid) AS condition,
                    (
                        SELECT jsonb_agg(a.attname ORDER BY k.place)
                        FROM unnest(prattrs::int2[]) WITH ORDINALITY AS k (number, place)
                        JOIN pg_attribute AS a ON a.attrelid = r.prrelid AND a.attnum = k.number
                    ) AS columns
                FROM pg_publication_rel AS r
                JOIN pg_class AS c ON c.oid = r.prrelid
                JOIN pg_namespace AS n ON n.oid = c.relnamespace
                WHERE r.prpubid = p.oid
            ) AS t
    ) AS tables,
    array_remove(
        ARRAY[
            CASE WHEN p.pubinsert THEN 'insert' END,
            CASE WHEN p.pubupdate THEN 'update' END,
            CASE WHEN p.pubdelete THEN 'delete' END,
            CASE WHEN p.pubtruncate THEN 'truncate' END
        ],
        NULL
    ) AS publish,
    p.pubviaroot AS via_partition_root,
    CASE to_jsonb(p) ->> 'pubgencols' WHEN 's' THEN 'stored' ELSE 'none' END AS generated_columns
FROM pg_publication AS p
