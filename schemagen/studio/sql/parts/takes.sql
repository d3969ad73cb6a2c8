-- What the relation c takes from anybody: a view that joins takes nothing unless a trigger or a rule
-- does it instead. The bits are those of the commands' numbers.
CROSS JOIN LATERAL (
    SELECT w.can & 4 <> 0 AS updates, w.can & 8 <> 0 AS inserts, w.can & 16 <> 0 AS deletes
    FROM (
        SELECT CASE c.relkind
            WHEN 'v' THEN pg_catalog.pg_relation_is_updatable(c.oid, true)
            WHEN 'm' THEN 0
            ELSE 4 + 8 + 16
        END
    ) AS w (can)
) AS takes
