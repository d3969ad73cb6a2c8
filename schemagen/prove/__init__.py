"""Proofs: what is promised of a project, tried on a disposable server.

A proof is one module, and `proofs.ALL` the one list of them. It yields a verdict for each artefact,
with findings where what was observed is not what was declared.
"""
