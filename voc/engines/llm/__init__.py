"""The engine that reads and writes through a language model."""
