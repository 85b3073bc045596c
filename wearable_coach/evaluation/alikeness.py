"""How alike answers to one person are taken to be before any is seen; what reckons with it may do so without numpy."""

ALIKE_ANSWERS = 0.2
"""Correlation between two answers to one person, or two claims of one answer, before any is seen."""
ALIKE_DIFFERENCES = 0.1
"""The same between differences of two models: what a person brings is in both and falls away."""
