"""English: its rules and words, a module a topic."""
