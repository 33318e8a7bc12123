"""Answers from an organisation's own documents, checked against its organisation tree."""
