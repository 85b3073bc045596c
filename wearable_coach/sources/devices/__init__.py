"""Importers of what the devices people wear export, a file each; `registry.py` lists them."""
