"""The chat page; this package only says where its files are."""
