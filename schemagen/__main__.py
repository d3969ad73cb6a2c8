"""The command schemagen, also as `python -m schemagen`."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line; an interruption ends it quietly, even while modules are imported."""
    # A command lives for seconds at most, and what it makes is needed until its end: looking for
    # garbage in it takes a third of the time of a large build, and some of each import.
    gc.disable()
    try:
        # Imported here so that the try is around it: it takes most of the time of a small build.
        from schemagen.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        # The interpreter looks once more when it ends, disabled or not; not at what is frozen.
        gc.freeze()


if __name__ == "__main__":
    main()
