"""The brief: what came of a question as a page, a Word file and sheets, for people who look rather than read."""
