"""The words that models read in evaluation only, as data files."""
