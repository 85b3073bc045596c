"""Retention: what of a store may go, what stays and why, and taking it away safely."""
