"""Who writes an answer from a day, for the dataset and for serving alike; one room a category."""
