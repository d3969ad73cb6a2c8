"""SQL as text: quoting, literals, statements, tokens and the reading of fragments."""
