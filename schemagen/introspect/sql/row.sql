-- Around the query of a kind: what every object has.
SELECT
    q.*,
    coalesce(d.description, s.description) AS comment
FROM ({query}) AS q
LEFT JOIN pg_description AS d
    ON d.classoid = q.class_oid AND d.objoid = q.oid AND d.objsubid = q.sub_id
LEFT JOIN pg_shdescription AS s ON s.classoid = q.class_oid AND s.objoid = q.oid
