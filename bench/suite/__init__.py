"""What schemagen costs beside what people use today, by the size of a schema.

`subject.py` is what is measured: a schema, a changed one, and databases that hold them. `own.py`
has the works of schemagen, `peers/` those of other tools, one module each. `cost.py` runs a process
and says what it took, `results.py` keeps that, and `page.py` draws it.
"""
