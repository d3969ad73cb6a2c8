-- The types of the arguments that the routine p takes, by which overloads differ.
CROSS JOIN LATERAL (
    SELECT coalesce(string_agg(format_type(t, NULL), ', ' ORDER BY position), '') AS types
    FROM unnest(p.proargtypes) WITH ORDINALITY AS a (t, position)
) AS i
