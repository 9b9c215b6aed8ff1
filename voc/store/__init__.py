"""SQL, the only truth: documents, findings, themes, runs and the outbox."""
