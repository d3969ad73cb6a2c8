-- Constraints k of the tables c in the schemas n, and their indexes: i in pg_index, x in pg_class;
-- s are the tablespaces of those.
FROM pg_constraint AS k
JOIN pg_class AS c ON c.oid = k.conrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_index AS i ON i.indexrelid = k.conindid
JOIN pg_class AS x ON x.oid = i.indexrelid
LEFT JOIN pg_tablespace AS s ON s.oid = x.reltablespace
