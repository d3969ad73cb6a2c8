"""What a cluster of Citus cannot hold: one module for each group of rules, `rules.ALL` the list."""
