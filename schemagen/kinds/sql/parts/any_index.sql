-- Indexes i. What pg_index of an older server lacks is found around the query of it.
    (SELECT false AS indnullsnotdistinct) AS older_index
CROSS JOIN LATERAL (
    SELECT i.*, indnullsnotdistinct AS nulls_not_distinct FROM pg_index AS i
) AS i
