"""Whether answers are right: questions with known answers, and their scoring."""
