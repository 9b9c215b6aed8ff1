"""Reports as people and programs read them: text, Markdown, HTML, JSON, terminal."""
