"""Writing specs: a catalog becomes the tree of a spec, and the tree becomes text."""
