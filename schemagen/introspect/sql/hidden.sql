-- What is there, and may not be seen by who reads.
SELECT 'options of user mapping for ' || m.usename || ' on server ' || m.srvname AS what
FROM pg_user_mappings AS m
JOIN pg_foreign_server AS s ON s.oid = m.srvid
WHERE m.umoptions IS NULL
    AND current_setting('is_superuser') <> 'on'
    AND NOT CASE
        WHEN m.umuser = 0 THEN pg_has_role(s.srvowner, 'USAGE')
        ELSE m.usename = current_user
            AND (pg_has_role(s.srvowner, 'USAGE') OR has_server_privilege(s.oid, 'USAGE'))
    END
UNION ALL
SELECT 'connection of subscription ' || s.subname
FROM pg_subscription AS s
JOIN pg_database AS d ON d.oid = s.subdbid
WHERE d.datname = current_database()
    AND NOT has_column_privilege('pg_subscription', 'subconninfo', 'SELECT')
UNION ALL
SELECT 'catalog ' || c.relname
FROM pg_class AS c
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'oid' AND a.attnum > 0
WHERE c.relnamespace = 'pg_catalog'::regnamespace
    AND c.relkind = 'r'
    AND NOT has_column_privilege(c.oid, a.attnum, 'SELECT')
    -- Roles are read where their passwords are not, and user mappings where their options are not.
    AND c.relname NOT IN ('pg_authid', 'pg_user_mapping')
ORDER BY what
