"""Findings -> themes: where a statement belongs, what a theme is called, how it ranks and moves."""
