"""Our own Great Expectations expectations; importing this registers them, and imports nothing else of the product.

``import expectations.custom`` is all that a suite of a published version needs besides Great
Expectations itself. `EXPECTATIONS` lists them; each one's ``describe`` says in one line what it expects.

The folder stands alone: it can be copied beside somebody's own suites under any name.
"""

from __future__ import annotations

from .counts import ExpectColumnCountsToEqual
from .quotient import ExpectColumnQuotientToBeBetween

EXPECTATIONS = (ExpectColumnCountsToEqual, ExpectColumnQuotientToBeBetween)
"""All of them."""

__all__ = ["EXPECTATIONS", "ExpectColumnCountsToEqual", "ExpectColumnQuotientToBeBetween"]
