-- The server, the database, who reads, the roles, user mappings and settings.
SELECT
    version() AS version,
    (SELECT d.oid::bigint FROM pg_database AS d WHERE d.datname = current_database()) AS database,
    current_user::text AS reader,
    (SELECT sum(hashtextextended(r::text, 0)) FROM pg_roles AS r) AS roles,
    (SELECT sum(hashtextextended(m::text, 0)) FROM pg_user_mappings AS m) AS mappings,
    (
        SELECT sum(hashtextextended(s.name || '=' || coalesce(s.setting, ''), 0))
        FROM pg_settings AS s
        WHERE s.name <> 'application_name' AND s.name !~ '^transaction_'
    ) AS settings
