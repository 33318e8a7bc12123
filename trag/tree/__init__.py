"""The organisation: loading, finding it in questions, facts about it, and checks against it."""
