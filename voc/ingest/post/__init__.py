"""What mail is made of: files of letters, their words, what they quote, their characters."""
