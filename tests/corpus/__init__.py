"""Measuring against cases that stay outside the project."""
