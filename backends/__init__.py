"""What effects are made of, without Prefect: Azure Machine Learning, this machine, blob storage."""

from wearable_coach.operating_system import need_posix

need_posix("wearable-coach")
