"""The command schemagen, also as `python -m schemagen`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; an interruption ends it quietly, even while modules are imported."""
    try:
        # Imported here so that the try is around it: it takes most of the time of a small build.
        from schemagen.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
