"""Entity-relationship diagrams: what is in them, where it goes, how it is drawn."""
