"""Hand a digest to the people who are to read it, at most once."""
