"""Runs: questions put to arms, resumable, with raw answers kept apart from what they are worth."""
