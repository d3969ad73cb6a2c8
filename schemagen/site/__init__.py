"""The documents of a repository as pages for a browser, which need no server and no network."""
