"""The source of truth: which documents, passages and tree count."""
