"""What transcripts are made of: cues, lines, Word paragraphs, recognised words, and who speaks."""
