"""Questions with known answers: read and made, for evaluation and tuning alike."""
