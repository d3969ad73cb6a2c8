-- Only a superuser may read connections. The query for them is a text, which nobody else runs: ts_stat
-- is a function of every server that runs one, and gives back each lexeme as it is. Where a column of
-- the catalog is missing, before 15, 16 or 17, the one of the same name around it is meant.
SELECT
    'pg_subscription'::regclass::oid AS class_oid,
    s.oid,
    0 AS sub_id,
    '' AS id_schema,
    s.subname AS id_name,
    '' AS id_table,
    pg_get_userbyid(s.subowner) AS owner,
    regexp_replace(
        regexp_replace(
            c.connection, '\s*\mpassword\s*=\s*(''([^''\\]|\\.)*''|[^\s'']*)', '', 'g'
        ),
        '(://[^:/@]*):[^@/]*@',
        '\1@'
    ) AS connection,
    CASE
        WHEN c.connection ~ '\mpassword\s*=' OR c.connection ~ '://[^:/@]*:[^@/]*@' THEN c.connection
    END AS connection_with_password,
    ARRAY(SELECT unnest(s.subpublications) ORDER BY 1) AS publications,
    s.subenabled AS enabled,
    s.subslotname AS slot_name,
    o.two_phase,
    array_remove(
        ARRAY[
            CASE WHEN s.subbinary THEN '["binary", "true"]'::jsonb END,
            CASE WHEN o.streaming <> '"off"' OR current_setting('server_version_num')::int >= 180000
                THEN jsonb_build_array('streaming', o.streaming)
            END,
            CASE WHEN s.subsynccommit <> 'off'
                THEN jsonb_build_array('synchronous_commit', s.subsynccommit)
            END,
            CASE WHEN o.disable_on_error THEN '["disable_on_error", "true"]'::jsonb END,
            CASE WHEN NOT o.password_required THEN '["password_required", "false"]'::jsonb END,
            CASE WHEN o.run_as_owner THEN '["run_as_owner", "true"]'::jsonb END,
            CASE WHEN o.origin <> 'any' THEN jsonb_build_array('origin', o.origin) END,
            CASE WHEN o.failover THEN '["failover", "true"]'::jsonb END
        ],
        NULL
    ) AS options
FROM pg_subscription AS s
CROSS JOIN (
    SELECT
        'd'::"char" AS subtwophasestate,
        false AS subdisableonerr,
        true AS subpasswordrequired,
        false AS subrunasowner,
        'any' AS suborigin,
        false AS subfailover
) AS missing
CROSS JOIN LATERAL (
    SELECT
        CASE to_jsonb(substream)
            WHEN '"t"' THEN '"on"'
            WHEN 'true' THEN '"on"'
            WHEN '"p"' THEN '"parallel"'
            ELSE '"off"'
        END::jsonb AS streaming,
        subtwophasestate <> 'd' AS two_phase,
        subdisableonerr AS disable_on_error,
        subpasswordrequired AS password_required,
        subrunasowner AS run_as_owner,
        suborigin AS origin,
        subfailover AS failover
    FROM pg_subscription AS x
    WHERE x.oid = s.oid
) AS o
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN has_column_privilege('pg_subscription', 'subconninfo', 'select') THEN (
                SELECT t.word
                FROM ts_stat(
                    format(
                        'SELECT array_to_tsvector(ARRAY[subconninfo])'
                        ' FROM pg_subscription WHERE oid = %s',
                        s.oid
                    )
                ) AS t
            )
        END AS connection
) AS c
WHERE s.subdbid = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
