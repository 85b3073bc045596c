"""Which model is served: the rule that decides, and the pointer that says so."""
