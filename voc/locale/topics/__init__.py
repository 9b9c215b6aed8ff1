"""The shapes of the topics that every language fills."""
