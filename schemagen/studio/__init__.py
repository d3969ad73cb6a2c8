"""`schemagen studio`: a database in a browser on this machine, as any of its actors sees it.

A page is a module of `pages/`; `routes.ROUTES` is the one list. A visit has its own connection and
its own transaction, in which role and claims are set until it ends (`database.py`); statements are
made in `statements.py` and `running.py` alone.
"""
