"""What a run leaves for others to read: JUnit XML for CI, JSON for programs, Markdown for documents."""
