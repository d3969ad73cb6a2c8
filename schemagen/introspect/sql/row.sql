-- Around the query of a kind: what every object has.
SELECT
    q.*,
    coalesce(
        (
            SELECT d.description
            FROM pg_description AS d
            WHERE d.classoid = q.class_oid AND d.objoid = q.oid AND d.objsubid = q.sub_id
        ),
        (
            SELECT d.description
            FROM pg_shdescription AS d
            WHERE d.classoid = q.class_oid AND d.objoid = q.oid
        )
    ) AS comment
FROM ({query}) AS q
