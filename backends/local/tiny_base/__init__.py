"""The embedded base model: a tiny Llama made of the product's own synthetic texts."""
