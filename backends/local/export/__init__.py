"""A tuned model of the store as other programs open it: peft, transformers, vLLM, llama.cpp, Ollama."""
