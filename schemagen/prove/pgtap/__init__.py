"""The access matrix as a test file for pgTAP, for teams that test in SQL.

`assertions.py` writes single assertions, `tables.py` and `others.py` those of a table, a view or a
function, and `script.py` the whole file.
"""
