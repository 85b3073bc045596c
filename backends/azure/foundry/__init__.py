"""Fine-tuning at Microsoft Foundry, a file a subject; `backends.azure.foundry.finetuner` puts it together."""
