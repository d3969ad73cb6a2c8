"""The relay of events, tried on real servers."""
