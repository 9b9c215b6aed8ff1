"""Japanese: its rules and words, a module a topic."""
