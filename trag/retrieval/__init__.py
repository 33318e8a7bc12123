"""Finding the passages a question needs."""
