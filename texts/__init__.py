"""Texts to learn from (`written/`) and the training of the readers that ship (`training/`)."""
