"""Other linters over the five projects: `python -m tests.peers`, or `make peers`.

squawk reads the generated SQL, and the migrations as the runner runs them; pgrls looks at databases
into which the generated schemas were loaded. What they find is printed unless `reasons.yaml` says
why it is right here. Fails if something is left, or if a reason covers nothing any more. A linter
that cannot be installed is named and passed over.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from schemagen import sandbox
from schemagen.sandbox import Server
from tests.peers.finding import Finding, read_reasons, sift
from tests.peers.scripts import write_all
from tests.peers.tools import ToolError, install, pgrls, squawk

ROOT: Final = Path(__file__).parents[2]
REASONS: Final = Path(__file__).with_name("reasons.yaml")
_TOOLS: Final = ROOT / ".schemagen" / "peers"


def projects() -> list[str]:
    """Return the names of the projects."""
    return sorted(path.stem for path in (ROOT / "specs").glob("*.yaml"))


def squawk_findings(program: Path) -> Iterator[Finding]:
    """Yield what squawk finds in all projects."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for project in projects():
            yield from squawk(program, project, folder, write_all(ROOT, project, folder))


def pgrls_findings(program: Path, server: Server) -> Iterator[Finding]:
    """Yield what pgrls finds in all projects, each loaded into a database of its own."""
    for project in projects():
        url = server.create_database()
        script = ROOT / "generated" / project / "schema.sql"
        load = [str(server.psql), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", str(script)]
        subprocess.run(load, check=True)
        yield from pgrls(program, project, url)


def run(tool: str) -> list[Finding]:
    """Return what one of the linters finds.

    Raises:
        ToolError: it cannot be had, or did not say.
    """
    program = install(tool, _TOOLS)
    if tool == "squawk":
        return list(squawk_findings(program))
    with sandbox.start() as server:
        return list(pgrls_findings(program, server))


def main() -> int:
    """Print what is left; the exit status tells whether nothing is."""
    wrong = False
    for tool in ("squawk", "pgrls"):
        try:
            found = run(tool)
        except ToolError as error:
            print(f"{tool}: passed over. {error}")
            continue
        reasons = [each for each in read_reasons(REASONS) if each.tool == tool]
        left, idle = sift(found, reasons)
        for finding, times in Counter(left).items():
            count = f" ({times} times)" if times > 1 else ""
            print(f"{tool} {finding.rule}: {finding.where}: {finding.what}{count}")
        for reason in idle:
            print(f"{tool} {reason.rule}: nothing is found any more at {', '.join(reason.where)}")
        print(f"{tool}: {len(found)} findings, {len(found) - len(left)} with a reason")
        wrong = wrong or bool(left or idle)
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
