"""What voc tells people: one file or folder, one question; none imports another."""
