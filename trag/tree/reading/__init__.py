"""From a question's words to a line of symbols: units, roles, kinds and what links them."""
