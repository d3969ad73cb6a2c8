"""Run files of the JSON Schema Test Suite: `python -m tests.json_schema DIR [--invented 1000]`, or
`make json-schema DIR=… [INVENTED=1000] [SEED=1]`.

Each file is a list of `{description, schema, tests: [{description, data, valid}]}` (draft 2020-12,
`format` asserted) and is named after a keyword. The schemas are read as shapes, whose validators
run in a disposable PostgreSQL of the major version in `POSTGRES` (the newest by default). Schemas
and documents made up at random can be run besides; there the reference library says what is
right.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import psycopg

from schemagen.sandbox import start
from tests.json_schema.invented import invented_groups
from tests.json_schema.judges import REFERENCE, judges, verdicts
from tests.json_schema.report import Result, mistakes, refusals, table
from tests.json_schema.suite import Group, read_groups
from tests.shapes import Database


def run(connection: Database, groups: Iterable[Group]) -> Iterator[Result]:
    """Yield what each judge says about each example."""
    known = judges(connection)
    for group in groups:
        for name, judge in known.items():
            found = verdicts(judge, group)
            for example, verdict in zip(group.examples, found, strict=True):
                yield Result(name, group, example, verdict)


def main() -> int:
    """Run what the command line says; 0 if neither of our validators was wrong, 1 if one was, 2 if
    there is nothing to run."""
    asked = _arguments()
    try:
        groups = [*read_groups(asked.folder), *invented_groups(asked.invented, asked.seed)]
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    if not any(group.examples for group in groups):
        print(f"{asked.folder} has no file of the suite (*.json)", file=sys.stderr)
        return 2
    major = int(os.environ["POSTGRES"]) if os.environ.get("POSTGRES") else None
    with start(major) as server, psycopg.connect(server.url(), autocommit=True) as connection:
        results = list(run(connection, groups))
    ours = [item for item in results if item.judge != REFERENCE]
    for lines in (mistakes(ours), refusals(ours), table(results)):
        print(*lines, "", sep="\n")
    return 1 if any(item.outcome == "wrong" for item in ours) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.json_schema", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the files *.json are")
    parser.add_argument("--invented", type=int, default=0, help="how many schemas to make up")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
