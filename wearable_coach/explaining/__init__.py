"""Explaining an answer to people: which rule supports what of it, who wrote it, by which tables."""
