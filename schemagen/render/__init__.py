"""The files that a build writes, each from a project and a template."""
