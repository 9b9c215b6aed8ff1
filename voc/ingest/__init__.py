"""A file -> Documents: one module per family of formats, one table of readers."""
