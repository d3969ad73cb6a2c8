"""The access matrix as a test file for pgTAP, for teams that test in SQL.

`assertions.py` writes single assertions, `tables.py` those of a table, and `script.py` those of
views and functions, and the whole file. `steady.py` keeps out what would differ at each making.
"""
