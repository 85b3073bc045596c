"""Serving without effects: the prompt, the answer from the rules, and the guard of a model's answer.

Nothing here asks a model, reads a clock or an environment; `wearable_coach.client` does.
"""
