"""Whose access grows or shrinks: both schemas are tried on the same rows, as the same people.

`deciding.py` tells whether that may be at all. `versions.py` makes both databases, with rows that
the rules of both can be told apart on (`speaking.py`). `looking.py` lets everybody try them, and
`privileges.py` asks for the rest. `comparing.py` finds what is different, `coming.py` what is new
or gone, and `wording.py` says it. `measuring.py` is all of it; `asking.py` and
`reporting.py` are what commands call.
"""
