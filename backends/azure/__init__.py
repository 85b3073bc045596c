"""Fine-tuning at Azure Machine Learning, a file a subject; `backends.azure.finetuner` puts it together."""
