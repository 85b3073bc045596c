"""Everyday coaching: an everyday question, a short kind answer, one to three turns."""
