"""`schemagen build --watch`, as somebody meets it who writes a spec beside it."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemagen.app.files import FileChange
from tests.app.repository import edit, write
from tests.cli.test_command_line import environment

SCRIPT = '-- Ave\n{% include "packaged/sql/script.sql.jinja" %}'


@pytest.fixture
def watching(repository: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "schemagen", "build", "--watch"],
        cwd=repository,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        # Whoever waits for a line that does not come is told so.
        limit = threading.Timer(60, running.kill)
        limit.start()
        yield running
        limit.cancel()
        running.kill()


def until(running: subprocess.Popen[str], text: str) -> str:
    """Read what is printed up to a line with a text."""
    said = ""
    assert running.stdout is not None
    for line in running.stdout:
        said += line
        if text in line:
            return said
    raise AssertionError(f"it ended without {text!r}:\n{said}")


def test_each_change_is_built_until_somebody_stops_it(
    repository: Path, watching: subprocess.Popen[str]
) -> None:
    spec, made = repository / "specs/shop.yaml", repository / "generated/shop"
    until(watching, "shop: ")
    edit(spec, "name: text", "name: varchar(9)")
    assert "schema.sql changed (+1 -1)" in until(watching, "shop: ")
    assert "varying(9)" in (made / "schema.sql").read_text()
    edit(spec, "name: varchar(9)", "name: vachar(9)")
    assert "specs/shop.yaml:7" in until(watching, 'did you mean "varchar"?')
    assert "varying(9)" in (made / "schema.sql").read_text()
    edit(spec, "name: vachar(9)", "name: text")
    until(watching, "shop: ")
    write(repository, {"templates/sql/script.sql.jinja": SCRIPT})
    until(watching, "shop: ")
    assert (made / "schema.sql").read_text().startswith("-- Ave\n")
    watching.send_signal(signal.SIGINT)
    assert watching.wait(timeout=30) == 0


def test_only_lines_that_differ_are_counted() -> None:
    before, after = b"a\nb\nb\nc\nd\n", b"a\nb\nc\nx\nb\nd\n"
    assert FileChange(Path("f"), before, after).lines == (1, 0)
    assert FileChange(Path("f"), b"a\na\n", b"a\n").lines == (0, 1)
    assert FileChange(Path("f"), None, b"a\n").lines == (1, 0)
