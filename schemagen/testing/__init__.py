"""A project in the tests of an application: `pytest --schemagen`, and fixtures.

`plugin` is what pytest loads. It imports the rest only when a test asks for it.
"""
