"""The PL/pgSQL of validators while it is written: pieces, values, and where checks go."""
