"""Saying which models work on the other side of a migration."""

from __future__ import annotations

from typing import Final

from schemagen.cli.printing import Printer
from schemagen.migrate.plan_file import Rolling
from schemagen.plan.halfway import BY_HAND

_ADVICE: Final = {
    (True, True): "apply it and deploy the new models in any order",
    (True, False): "apply it, then deploy the new models",
    (False, True): "deploy the new models everywhere, then apply it",
    (False, False): "no order keeps a running version working: --split writes it in two",
}


def print_rolling(rolling: Rolling | None, printer: Printer) -> None:
    """Print what was tried of two versions that run at the same time, and what follows from it."""
    if rolling is None:
        return
    sides = (
        ("old models on the new schema", rolling.old_models),
        ("new models on the old schema", rolling.new_models),
    )
    for title, lines in sides:
        printer.line(f"  {title}: {'fail' if lines else 'work'}")
        for line in lines:
            printer.line(f"    {line}")
    if rolling.whole:
        printer.line("  no order keeps a running version working, and --split cannot part it:")
        for line in rolling.whole:
            printer.line(f"    {line}")
        printer.line(f"  instead, {BY_HAND}; or stop the application while it runs")
    else:
        printer.line(f"  {_ADVICE[not rolling.old_models, not rolling.new_models]}")
    if rolling.untried:
        printer.line("  not tried, since made-up rows fail in their own schema:")
        for line in rolling.untried:
            printer.line(f"    {line}")
