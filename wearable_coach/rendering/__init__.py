"""Korean: phrase books in Jinja, particles, and numbers as people write them."""
