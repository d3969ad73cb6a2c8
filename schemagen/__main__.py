"""`python -m schemagen` is the command schemagen."""

from schemagen.cli import main

main()
