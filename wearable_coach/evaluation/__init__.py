"""Evaluating models: the cases, the scores with their reasons, and what may be concluded."""
