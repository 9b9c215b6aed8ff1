"""Which engine and which embedder a project's settings name."""
