"""Trains the readers of `wearable_coach/learned`; scikit-learn is needed here and nowhere else."""
