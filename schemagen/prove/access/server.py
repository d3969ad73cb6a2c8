"""What the proof keeps on the server: its tries, and the functions that carry them out.

A try is carried out by a session that has changed to the role in question and set its claims, as
that of an application does, and is rolled back at once. That happens inside of the server, because
there are tens of thousands of tries.
"""

from __future__ import annotations

from typing import Final

SCHEMA: Final = "schemagen_proof"
LOGIN: Final = "schemagen_prover"
"""Who connects: a role that may change to the roles of all actors."""
STRANGER: Final = "schemagen_stranger"
"""A role that nobody has given anything."""

ATTEMPT: Final = "SELECT schemagen_proof.attempt(%s)"

SETUP: Final = """
CREATE SCHEMA schemagen_proof;

CREATE TABLE schemagen_proof.tries (
    id integer PRIMARY KEY,
    before text NOT NULL,
    become text NOT NULL,
    statement text NOT NULL,
    reads boolean NOT NULL,
    measure text NOT NULL,
    expected text[] NOT NULL
);

CREATE FUNCTION schemagen_proof.attempt(statement text) RETURNS text LANGUAGE plpgsql AS $body$
DECLARE
    answer text;
BEGIN
    EXECUTE statement INTO answer;
    RETURN answer;
EXCEPTION WHEN OTHERS THEN
    RETURN NULL;
END
$body$;

CREATE FUNCTION schemagen_proof.run(ids integer[], until_wrong boolean)
RETURNS TABLE (id integer, outcome text, words text) LANGUAGE plpgsql AS $body$
DECLARE
    each schemagen_proof.tries;
    number integer;
    count bigint;
BEGIN
    FOREACH number IN ARRAY ids LOOP
        SELECT t.* INTO each FROM schemagen_proof.tries AS t WHERE t.id = number;
        words := '';
        BEGIN
            IF each.before <> '' THEN
                EXECUTE each.before;
            END IF;
            IF each.become <> '' THEN
                EXECUTE each.become;
            END IF;
            IF each.reads THEN
                EXECUTE each.statement INTO outcome;
            ELSE
                EXECUTE each.statement;
                GET DIAGNOSTICS count = ROW_COUNT;
                outcome := count::text;
            END IF;
            SET LOCAL SESSION AUTHORIZATION DEFAULT;
            IF each.measure <> '' THEN
                EXECUTE each.measure INTO outcome;
            END IF;
            RAISE EXCEPTION USING ERRCODE = 'PR00F';
        EXCEPTION WHEN OTHERS THEN
            IF SQLSTATE <> 'PR00F' THEN
                outcome := '!' || SQLSTATE;
                words := SQLERRM;
            END IF;
        END;
        id := number;
        outcome := coalesce(outcome, '');
        IF NOT until_wrong THEN
            RETURN NEXT;
        ELSIF NOT outcome = ANY (each.expected) THEN
            RETURN NEXT;
            RETURN;
        END IF;
    END LOOP;
END
$body$;
"""
