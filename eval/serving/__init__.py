"""Runs of a served data folder: begun, followed, read and graded by people, each with its own rights."""
