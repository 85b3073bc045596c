"""Models and datasets as others find them: cards, the Hub's layout, other programs' formats."""
