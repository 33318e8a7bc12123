"""Grades that no rule can give: by a local model as judge, and by people who don't see the arm."""
