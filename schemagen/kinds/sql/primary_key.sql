SELECT
    {key}
{indexed_constraint}
WHERE k.contype = 'p' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
