"""A second reading of numbers: amounts in every form, each by its role in what its clause says."""
