"""Answers about the everyday topics: the direct answer first, then the rest that it must contain."""
