"""Small readers that were trained on the texts in ``texts/written``: they may refuse or raise, never approve or calm.

Each is one sparse linear classifier over groups of letters, a class a kind, whose weights ship with the package. No
framework is needed to read with them; ``python -m texts.training`` makes the weights (docs/learned.md).
"""

from wearable_coach.learned.harm import harm_score, harm_threshold
from wearable_coach.learned.hearing import Band, Heard, Urgency, hear

__all__ = ["Band", "Heard", "Urgency", "harm_score", "harm_threshold", "hear"]
