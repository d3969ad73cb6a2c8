"""What of the documentation is written by the code: the pages of `docs/reference`.

`python -m book` writes them, from the command line, the models of specs, the rules of lint, the
hazards of statements and the codes of problems, so that none of them can be out of date.
"""
