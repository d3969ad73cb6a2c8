-- Constraints k of the tables c in the schemas n, and their indexes: i in pg_index, x in pg_class;
-- s are the tablespaces of those, ic what is said of them.
FROM
{any_constraint}
JOIN pg_class AS c ON c.oid = k.conrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN
{any_index}
JOIN pg_class AS x ON x.oid = i.indexrelid AND x.oid = k.conindid
LEFT JOIN pg_tablespace AS s ON s.oid = x.reltablespace
LEFT JOIN pg_description AS ic
    ON ic.classoid = 'pg_class'::regclass AND ic.objoid = x.oid AND ic.objsubid = 0
