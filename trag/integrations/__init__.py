"""trag as a part of other frameworks."""
