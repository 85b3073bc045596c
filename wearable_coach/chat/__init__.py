"""Asking language models: what is asked, what comes back, and how a model is reached."""
