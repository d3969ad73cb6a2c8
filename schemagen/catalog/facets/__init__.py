"""Properties that many kinds share, each with its statements: comment, owner, grants."""
