"""What is said of a statement that takes its time."""

from __future__ import annotations

import threading
from contextlib import closing

import psycopg
import pytest

from schemagen.app.connecting import parse_target
from schemagen.app.progress import telling
from schemagen.migrate.runner import Happening, Runner
from schemagen.migrate.script import read_script
from schemagen.migrate.step import Direction

BUILD = "-- schemagen: no transaction\nCREATE INDEX CONCURRENTLY orders_id ON orders (id)"


@pytest.mark.majors(14, 16, 18)
def test_for_whom_an_index_build_waits_is_counted(database: str) -> None:
    said: list[Happening] = []
    heard = threading.Event()

    def report(happening: Happening) -> None:
        said.append(happening)
        heard.set()

    with (
        closing(psycopg.connect(database, autocommit=True)) as connection,
        closing(psycopg.connect(database, autocommit=True)) as writer,
    ):
        writer.execute("CREATE TABLE orders (id integer)")
        writer.execute("BEGIN")
        writer.execute("INSERT INTO orders VALUES (1)")
        around = telling(parse_target(database, "--url"), report)
        runner = Runner(connection, "shop", around=around)
        steps = read_script(BUILD, "up.sql")
        worker = threading.Thread(target=runner.run, args=("1_a", "abc", Direction.UP, steps))
        worker.start()
        found = heard.wait(20)
        writer.execute("COMMIT")
        worker.join()
    assert found
    what = "CREATE INDEX CONCURRENTLY orders_id ON orders (id): waiting for writers before build"
    assert said[0] == Happening("", f"{what}, 0 of 1 sessions")
