SELECT c.oid::bigint AS oid, n.nspname AS schema, c.relname AS name, c.relkind::text AS kind,
    greatest(c.reltuples, -1)::bigint AS rows,
    c.relrowsecurity AS protected, c.relforcerowsecurity AS forced,
    pg_catalog.pg_get_userbyid(c.relowner) AS owner,
    pg_catalog.obj_description(c.oid, 'pg_class') AS comment,
    pg_catalog.has_table_privilege(%(role)s, c.oid, 'SELECT') AS selects,
    takes.deletes AND pg_catalog.has_table_privilege(%(role)s, c.oid, 'DELETE') AS deletes,
    coalesce(pg_catalog.pg_has_role(%(role)s, c.relowner, 'USAGE'), false) AS owned
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
{takes}
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND n.nspname = %(schema)s AND c.relname = %(name)s AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
