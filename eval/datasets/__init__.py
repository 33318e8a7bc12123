"""What the experiments ask, as data files."""
