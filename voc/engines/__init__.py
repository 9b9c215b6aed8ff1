"""Who reads a document: the local engine, or a language model."""
