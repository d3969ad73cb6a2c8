SELECT d.classid AS class_oid, d.objid AS oid
FROM pg_depend AS d
WHERE d.deptype = 'e'
