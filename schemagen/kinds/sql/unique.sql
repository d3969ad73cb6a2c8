SELECT
    {key},
    i.nulls_not_distinct
{indexed_constraint}
WHERE k.contype = 'u' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
