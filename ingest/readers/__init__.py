"""One reader a format: from a file to its blocks and its properties."""
