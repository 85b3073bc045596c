"""What effects are made of, without Prefect: Azure Machine Learning, this machine, blob storage."""
