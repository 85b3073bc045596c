"""Fine-tuning at Azure Machine Learning, a file a subject; `blocks.azure_finetuner` puts it together."""
