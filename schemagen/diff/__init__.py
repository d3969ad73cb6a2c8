"""Telling two catalogs apart."""
