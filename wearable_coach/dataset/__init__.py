"""The dataset: its recipe, plan, rows and batches, and how they become files."""
