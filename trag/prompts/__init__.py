"""The words the model reads, as data files."""
