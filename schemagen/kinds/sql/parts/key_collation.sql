-- The collation of the key e of the index i, where it is not the usual one.
            CASE
                WHEN i.indcollation[e.position] <> 0
                    AND i.indcollation[e.position] <> coalesce(
                        (
                            SELECT a.attcollation
                            FROM pg_attribute AS a
                            WHERE a.attrelid = i.indrelid
                                AND a.attnum = nullif(i.indkey[e.position], 0)
                        ),
                        'pg_catalog."default"'::regcollation
                    )
                THEN i.indcollation[e.position]::regcollation::text
            END
