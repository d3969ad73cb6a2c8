SELECT
    {key},
    coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) AS nulls_not_distinct
{indexed_constraint}
WHERE k.contype = 'u' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
