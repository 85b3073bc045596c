"""Reading Korean: a text into sentences, clauses, amounts and frames. It knows no standard.

`read` reads a text; `read_shape` a sentence whose numbers are masked, which it remembers.
"""

from wearable_coach.korean.amounts import Amount, AmountKind, Bound
from wearable_coach.korean.matching import Lexicon, Matched, entry, found
from wearable_coach.korean.meanings import (
    ClauseKind,
    HolderKind,
    Link,
    Modality,
    Polarity,
    Role,
    TimeKind,
    WordKind,
)
from wearable_coach.korean.morphemes import Morpheme
from wearable_coach.korean.parts import (
    Argument,
    Clause,
    Comparison,
    Frame,
    Holder,
    Predicate,
    ReadText,
    Sentence,
    Token,
    When,
)
from wearable_coach.korean.reading import read, read_shape
from wearable_coach.korean.scope import LEFT_BY, Standing, ending, standing
from wearable_coach.korean.shapes import SLOT, Shape, masked

__all__ = [
    "LEFT_BY",
    "SLOT",
    "Amount",
    "AmountKind",
    "Argument",
    "Bound",
    "Clause",
    "ClauseKind",
    "Comparison",
    "Frame",
    "Holder",
    "HolderKind",
    "Lexicon",
    "Link",
    "Matched",
    "Modality",
    "Morpheme",
    "Polarity",
    "Predicate",
    "ReadText",
    "Role",
    "Sentence",
    "Shape",
    "Standing",
    "TimeKind",
    "Token",
    "When",
    "WordKind",
    "ending",
    "entry",
    "found",
    "masked",
    "read",
    "read_shape",
    "standing",
]
