"""Answers under way: who may ask, who is next at the model, and what was said so far."""
