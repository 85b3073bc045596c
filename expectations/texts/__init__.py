"""Readers of a dataset's texts: each finds one kind of thing that no training text may hold."""
