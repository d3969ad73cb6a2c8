-- Constraints k. What pg_constraint of an older server lacks is found around the query of it.
    (SELECT true AS conenforced, false AS conperiod, NULL::smallint[] AS confdelsetcols) AS older
CROSS JOIN LATERAL (
    SELECT
        k.*,
        conperiod AS period,
        NOT conenforced AS not_enforced,
        NOT k.convalidated AND conenforced AS not_valid,
        confdelsetcols AS set_columns
    FROM pg_constraint AS k
) AS k
