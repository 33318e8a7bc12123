"""The words a model reads in an experiment, as data files."""
