"""Conversations that are kept: asking in them, and what they look like elsewhere."""
