"""Backups of a data folder in use, and folders made from them."""
