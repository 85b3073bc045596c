"""What a sentence holds of readings, norms and sources, read from the frames of `wearable_coach.korean`.

Each reader finds propositions (a comparison, a class in other words, a reckoning, a norm, a source's word), judges them,
and says which amounts they account for. What is found to hold is explained; what does not is refused.
"""
