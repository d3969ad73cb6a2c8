-- The storage parameters of the index x.
    ARRAY(
        SELECT jsonb_build_array(split_part(o, '=', 1), substr(o, strpos(o, '=') + 1))
        FROM unnest(x.reloptions) WITH ORDINALITY AS u (o, position)
        ORDER BY position
    ) AS options
