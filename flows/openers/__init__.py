"""Opening what a person names: a store, a fine-tuner, a chat model, a block."""
