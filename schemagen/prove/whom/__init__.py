"""Whose access grows or shrinks: both schemas are tried on the same rows, as the same people.

`deciding.py` tells whether that may be at all. `versions.py` makes both databases, with rows that
the rules of both can be told apart on (`speaking.py`). `looking.py` lets everybody try them,
`comparing.py` finds what is different and `wording.py` says it. `measuring.py` is all of it.
"""
